"""Groups of run statuses."""

ACTIVE = ("queued", "running")
"""Statuses of runs that are in progress."""

COMPLETE = ("finished", "stopped_early")
"""Statuses of completed runs; all others that aren't in progress ended without a result."""
