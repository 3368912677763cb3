"""A job, its progress, and how it ended."""

import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, NamedTuple, TypeVar

Payload = TypeVar("Payload")

Status = Literal["queued", "running", "finished", "stopped", "failed"]


class JobStopped(Exception):  # noqa: N818 - an ending, not an error
    """The job was asked to stop."""


class Progress(NamedTuple):
    """Progress of a job."""

    phase: str = "waiting"
    """The current phase; see the job's handler."""
    done: float = 0.0
    """Completed steps of the phase."""
    total: float = 0.0
    """Steps of the phase; 0 if unknown."""

    @property
    def share(self) -> float:
        """Completed share of the phase, 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0


WAITING = Progress()


@dataclass(frozen=True)
class Ending:
    """How a job ended."""

    status: Literal["finished", "stopped", "failed"]
    sentences: tuple[str, ...] = ()
    """Why it failed."""
    result: Any = None
    """Return value of its handler, if it finished."""


@dataclass(eq=False)
class Job(Generic[Payload]):
    """A job of one kind. May be read from any thread."""

    id: str
    kind: str
    """Key of its handler."""
    payload: Payload
    """Input of the handler."""
    after: Collection[str] = frozenset()
    """Ids of jobs it waits for; it starts when none of them is queued or running."""
    progress: Progress = WAITING
    stop: threading.Event = field(default_factory=threading.Event)
    """Its stop token; once set, the job ends soon."""
    ending: Ending | None = None
    """None until it has ended."""
    running: bool = False

    @property
    def status(self) -> Status:
        """The current status."""
        if self.ending is not None:
            return self.ending.status
        return "running" if self.running else "queued"
