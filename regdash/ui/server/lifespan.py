"""Server startup: work done before the first page is opened."""

import importlib
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from regdash.services.speed import measured_speed

_MODULES = (
    "regdash.ui.composer",
    "regdash.ui.start",
    "regdash.ui.studies",
    "regdash.ui.repeats",
    "regdash.live.stream",
    "regdash.ui.judgement",
)
"""Modules of the pages; importing them with their dependencies takes a second."""


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Import in the background what would delay the first page."""
    measured_speed(idle=True)  # 50 ms, before other work uses the processor
    threading.Thread(target=_import_all, name="imports", daemon=True).start()
    yield


def _import_all() -> None:
    for name in _MODULES:
        importlib.import_module(name)
