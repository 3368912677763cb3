"""Queue, follow and stop runs."""

from regdash.jobs.scheduler import Scheduler as RunService

__all__ = ["RunService"]
