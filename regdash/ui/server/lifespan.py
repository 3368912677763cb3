"""Server startup: work done before the first page is opened."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from regdash.services.speed import measured_speed
from regdash.ui.imports import import_start_page


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Import in the background what would delay the first page."""
    measured_speed(idle=True)  # 50 ms, before other work uses the processor
    threading.Thread(target=import_start_page, name="imports", daemon=True).start()
    yield
