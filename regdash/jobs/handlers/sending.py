"""Sends results to other programs; the result is what the payload returns."""

from typing import ClassVar

from regdash.jobs.handlers.work import WorkHandler


class SendHandler(WorkHandler):
    """Phase: `sending`, in runs."""

    key: ClassVar[str] = "send"
    failure: ClassVar[str] = "Sending failed"
