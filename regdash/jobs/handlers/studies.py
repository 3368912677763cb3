"""Queues the trials of a study, which are jobs of their own, until all have ended."""

from typing import ClassVar

from regdash.jobs.handlers.work import WorkHandler


class StudyHandler(WorkHandler):
    """Phase: `training`, in trials."""

    key: ClassVar[str] = "study"
    failure: ClassVar[str] = "The study failed"
