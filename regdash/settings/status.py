"""Where runs stand."""

ACTIVE = ("queued", "running")
"""Statuses of runs that are still going to change by themselves."""

COMPLETE = ("finished", "stopped_early")
"""Statuses of runs that came to their own end."""

BROKEN = ("stopped", "diverged", "failed", "interrupted")
"""Statuses of runs that ended before their time."""

STATUSES = (*ACTIVE, *COMPLETE, *BROKEN)
"""All that this version knows; a status that a newer version has written is shown as it is."""
