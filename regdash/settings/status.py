"""Where runs stand."""

ACTIVE = ("queued", "running")
"""Statuses of runs that are still going to change by themselves."""

COMPLETE = ("finished", "stopped_early")
"""Statuses of runs that came to their own end; all others broke."""
