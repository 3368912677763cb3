"""Groups of run statuses."""

ACTIVE = ("queued", "running")
"""Statuses of runs that are in progress."""

COMPLETE = ("finished", "stopped_early")
"""Statuses of runs that came to their own end; all others broke."""
