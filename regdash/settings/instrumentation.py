"""Measurements from inside a running process, for benchmarks and tests.

Nobody listens by default, and then nothing is measured. What there is to hear:

- `epoch` (`run`, `epoch`, `seconds`): an epoch was measured, before the store is told of it.
- `look` (`bytes`, `seconds`, `cpu`): a message for a page was composed; `bytes` is 0 if there was
  nothing new, `seconds` and `cpu` are the time it took and that of the thread.

All times are in seconds.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Observer = Callable[[str, dict[str, Any]], object]
"""Given the kind of measurement and its values; called in the thread that measured, so it must be
quick, and must not raise."""

P = ParamSpec("P")
T = TypeVar("T")

_observers: tuple[Observer, ...] = ()


@contextmanager
def observed_by(observer: Observer) -> Iterator[None]:
    """Give an observer all measurements of this process until the end of the block."""
    global _observers
    _observers = (*_observers, observer)
    try:
        yield
    finally:
        _observers = tuple(other for other in _observers if other is not observer)


def emit(kind: str, **values: Any) -> None:
    """Tell all observers of a measurement."""
    for observer in _observers:
        observer(kind, values)


def timed(
    kind: str, describe: Callable[[Any], dict[str, Any]]
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Decorate a function so that observers are told of every call that returns.

    Args:
        kind: Of the measurement.
        describe: What is told of the returned value, beside `seconds` and `cpu`.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> T:
            if not _observers:
                return function(*args, **kwargs)
            wall, cpu = time.perf_counter(), time.thread_time()
            value = function(*args, **kwargs)
            spent = {"seconds": time.perf_counter() - wall, "cpu": time.thread_time() - cpu}
            emit(kind, **describe(value), **spent)
            return value

        return call

    return decorate
