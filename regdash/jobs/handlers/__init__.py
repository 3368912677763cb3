"""The kinds of job. A new one is one module and one line in the list."""

from typing import Any

from regdash.jobs.handler import Handler
from regdash.jobs.handlers.curves import CurveHandler
from regdash.jobs.handlers.images import ImportHandler
from regdash.jobs.handlers.sending import SendHandler
from regdash.jobs.handlers.studies import StudyHandler
from regdash.jobs.handlers.train import TrainHandler
from regdash.settings.registry import Registry

HANDLERS: Registry[type[Handler[Any]]] = Registry(
    "kind of job", (TrainHandler, ImportHandler, SendHandler, StudyHandler, CurveHandler)
)

__all__ = [
    "HANDLERS",
    "CurveHandler",
    "ImportHandler",
    "SendHandler",
    "StudyHandler",
    "TrainHandler",
]
