"""Keeps compiled programs for reuse by later runs of the same shape. Imports no Keras."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from threading import Condition
from typing import TYPE_CHECKING

from regdash.training.outcome import RunDiverged, RunStopped

if TYPE_CHECKING:
    from regdash.training.program import Program

_MAX_BYTES = 500_000_000
_MAX_PROGRAMS = 32

_REMEMBERED = 20
"""Number of latest compilations whose durations are known."""


class ProgramPool:
    """Programs not in use, the most recently used last. Safe to use from many threads."""

    def __init__(self, max_bytes: int = _MAX_BYTES, max_programs: int = _MAX_PROGRAMS) -> None:
        self._max_bytes = max_bytes
        self._max_programs = max_programs
        self._idle: list[tuple[str, Program]] = []
        self._lent: Counter[str] = Counter()
        self._compiling: deque[float] = deque(maxlen=_REMEMBERED)
        self._ahead: set[str] = set()
        self._lock = Condition()

    @property
    def idle(self) -> list[tuple[str, "Program"]]:
        """Shapes and programs that no run is using now, the latest last."""
        with self._lock:
            return list(self._idle)

    def has(self, key: str) -> bool:
        """Return whether a program of a shape exists, idle or in use, or is being built ahead."""
        with self._lock:
            built = self._lent[key] > 0 or key in self._ahead
            return built or any(key == other for other, _ in self._idle)

    @property
    def compile_seconds(self) -> float | None:
        """Median duration of the latest compilations; None before the first."""
        with self._lock:
            return median(self._compiling) if self._compiling else None

    def note_compiling(self, seconds: float) -> None:
        """Remember how long the compilation of a program took."""
        with self._lock:
            self._compiling.append(seconds)

    def clear(self) -> None:
        """Forget all programs that no run is using: the next runs compile their own."""
        with self._lock:
            self._idle.clear()

    @contextmanager
    def borrow(self, key: str, build: Callable[[], "Program"]) -> Iterator["Program"]:
        """Lend a program of a shape exclusively until the end of the block; build one if none is idle.

        One that is being built ahead is waited for: two compilations at once would take longer.
        """
        program = self._take(key) or build()
        with self._lock:
            self._lent[key] += 1
        try:
            yield program
        except (RunStopped, RunDiverged):
            self._give_back(key, program)
            raise
        finally:
            with self._lock:
                self._lent[key] -= 1
        # After any other error it may be in an invalid state, and is dropped.
        self._give_back(key, program)

    @contextmanager
    def build_ahead(self, key: str, build: Callable[[], "Program"]) -> Iterator["Program"]:
        """Build a program for the next run of a shape; until the end of the block, such runs wait."""
        with self._lock:
            self._ahead.add(key)
        try:
            program = build()
            yield program
            self._give_back(key, program)
        finally:
            with self._lock:
                self._ahead.discard(key)
                self._lock.notify_all()

    def _take(self, key: str) -> "Program | None":
        with self._lock:
            self._lock.wait_for(lambda: key not in self._ahead)
            for index in reversed(range(len(self._idle))):
                if self._idle[index][0] == key:
                    return self._idle.pop(index)[1]
        return None

    def _give_back(self, key: str, program: "Program") -> None:
        with self._lock:
            self._idle.append((key, program))
            while self._idle and self._exceeds_limits():
                del self._idle[0]

    def _exceeds_limits(self) -> bool:
        total = sum(program.nbytes for _, program in self._idle)
        return total > self._max_bytes or len(self._idle) > self._max_programs


PROGRAMS = ProgramPool()
"""Those of this process, compiled once for all runs of a shape."""
