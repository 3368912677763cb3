"""Notifies listeners of changes to a comparison."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[], object]
"""Called in the thread that made the change; must return quickly."""


class Notifier:
    """Sends change notices within this process. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[str, list[Listener]] = {}

    def notify(self, comparison_id: str) -> None:
        """Call the listeners of a comparison that has changed."""
        with self._lock:
            listeners = list(self._listeners.get(comparison_id, ()))
        for listener in listeners:
            listener()

    @contextmanager
    def subscribe(self, comparison_id: str, listener: Listener) -> Iterator[None]:
        """Call a listener at every change until the end of the block."""
        with self._lock:
            self._listeners.setdefault(comparison_id, []).append(listener)
        try:
            yield
        finally:
            with self._lock:
                self._listeners[comparison_id].remove(listener)
                if not self._listeners[comparison_id]:
                    del self._listeners[comparison_id]
