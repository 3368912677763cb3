"""What the server does while the first browser is still opening the page."""

import importlib
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from regdash.services.speed import measured_speed

_MODULES = (
    "regdash.ui.composer",
    "regdash.ui.cards",
    "regdash.ui.repeats",
    "regdash.live.stream",
    "regdash.ui.judgement",
)
"""What the pages import: a second, together with the libraries behind it."""


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Import in the background what the first page would have to wait for."""
    measured_speed(idle=True)  # 50 ms, while nobody else wants the processor yet
    threading.Thread(target=_import_all, name="imports", daemon=True).start()
    yield


def _import_all() -> None:
    for name in _MODULES:
        importlib.import_module(name)
