"""Computes curves that need no run, such as losses by the number of random features."""

from typing import ClassVar

from regdash.jobs.handlers.work import WorkHandler


class CurveHandler(WorkHandler):
    """Phase: `computing`, in points. The payload computes, so it takes a turn for each point."""

    key: ClassVar[str] = "curve"
    failure: ClassVar[str] = "The computation failed"
