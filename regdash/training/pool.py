"""Keeps compiled programs for later runs of the same shape."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from regdash.training.outcome import RunDiverged, RunStopped
from regdash.training.program import Program

_MOST_BYTES = 500_000_000
_MOST_PROGRAMS = 32


class ProgramPool:
    """Programs that no run is using, the most recent last. Thread-safe."""

    def __init__(self, most_bytes: int = _MOST_BYTES, most_programs: int = _MOST_PROGRAMS) -> None:
        self._most_bytes = most_bytes
        self._most_programs = most_programs
        self._idle: list[tuple[str, Program]] = []
        self._lock = Lock()

    def __contains__(self, key: str) -> bool:
        """Whether a program of a shape is waiting for its next run."""
        return any(key == other for other, _ in self.idle)

    @property
    def idle(self) -> list[tuple[str, Program]]:
        """Shapes and programs that no run is using now, the latest last."""
        with self._lock:
            return list(self._idle)

    def clear(self) -> None:
        """Forget all programs that no run is using: the next runs compile their own."""
        with self._lock:
            self._idle.clear()

    @contextmanager
    def borrow(self, key: str, build: Callable[[], Program]) -> Iterator[Program]:
        """Lend a program of this shape exclusively, until the end of the block."""
        program = self._take(key) or build()
        try:
            yield program
        except (RunStopped, RunDiverged):
            self._give_back(key, program)
            raise
        # After any other error the program may be damaged, so it is dropped.
        self._give_back(key, program)

    def _take(self, key: str) -> Program | None:
        with self._lock:
            for index in reversed(range(len(self._idle))):
                if self._idle[index][0] == key:
                    return self._idle.pop(index)[1]
        return None

    def _give_back(self, key: str, program: Program) -> None:
        with self._lock:
            self._idle.append((key, program))
            while self._idle and self._too_much():
                del self._idle[0]

    def _too_much(self) -> bool:
        total = sum(program.nbytes for _, program in self._idle)
        return total > self._most_bytes or len(self._idle) > self._most_programs
