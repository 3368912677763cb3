"""Groups of run statuses."""

ACTIVE = ("queued", "running")
"""Statuses of runs that are in progress."""

COMPLETE = ("finished", "stopped_early")
"""Statuses of completed runs."""

BROKEN = ("stopped", "diverged", "failed", "interrupted")
"""Statuses of runs that ended without a result."""

STATUSES = (*ACTIVE, *COMPLETE, *BROKEN)
"""All statuses this version knows; one written by a newer version is shown as it is."""
