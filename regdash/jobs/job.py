"""A job, how far it is, and how it ended."""

import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, NamedTuple, TypeVar

Payload = TypeVar("Payload")

Status = Literal["queued", "running", "finished", "stopped", "failed"]


class JobStopped(Exception):  # noqa: N818 - an ending, not an error
    """Somebody asked the job to stop."""


class Progress(NamedTuple):
    """How far a job is."""

    phase: str = "waiting"
    """What it is doing; its handler names its phases."""
    done: float = 0.0
    """Steps of the phase that are done."""
    total: float = 0.0
    """Steps of the phase; 0 if nobody knows."""

    @property
    def share(self) -> float:
        """Share of the phase that is done, 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0


WAITING = Progress()


@dataclass(frozen=True)
class Ending:
    """How a job ended."""

    status: Literal["finished", "stopped", "failed"]
    sentences: tuple[str, ...] = ()
    """Why it failed."""
    result: Any = None
    """What its handler returned, if it finished."""


@dataclass(eq=False)
class Job(Generic[Payload]):
    """Work of one kind. May be read from any thread."""

    id: str
    kind: str
    """Key of its handler."""
    payload: Payload
    """What the handler needs to know."""
    after: Collection[str] = frozenset()
    """Ids of jobs it waits for: it starts when none of them is queued or running."""
    progress: Progress = WAITING
    stop: threading.Event = field(default_factory=threading.Event)
    """Its stop token: once set, it ends soon."""
    ending: Ending | None = None
    """None until it has ended."""
    running: bool = False

    @property
    def status(self) -> Status:
        """Where it stands."""
        if self.ending is not None:
            return self.ending.status
        return "running" if self.running else "queued"
