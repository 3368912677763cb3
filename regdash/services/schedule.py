"""When queued runs start and end, by simulation of the queue."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Task:
    """A run that is active, queued, or about to be queued."""

    id: str
    pace: float
    """Seconds per epoch."""
    epochs: float
    """Epochs left."""
    overhead: float = 0.0
    """Seconds besides epochs: compiling, testing, saving."""
    after: Collection[str] = frozenset()
    """Ids of tasks that must end before it starts."""
    active: bool = False
    """Whether it has started."""


class Times(NamedTuple):
    """When a task starts and ends, in seconds from now."""

    start: float
    end: float


def simulate(tasks: Sequence[Task], max_active: int) -> dict[str, Times]:
    """Return the times of all tasks.

    Active tasks take turns of one epoch, one task at a time.

    Args:
        tasks: In the order of the queue.
        max_active: Tasks that may be active at once, at least 1.
    """
    left = {task.id: task.epochs for task in tasks}
    waiting, active, clock = list(tasks), list[Task](), 0.0
    starts: dict[str, float] = {}
    times: dict[str, Times] = {}
    while waiting or active:
        for task in [task for task in waiting if task.active or left.keys().isdisjoint(task.after)]:
            if task.active or len(active) < max_active:
                waiting.remove(task)
                active.append(task)
                starts[task.id] = clock
                clock += task.overhead
        if not active:
            break  # what is left waits for itself
        rounds = min(left[task.id] for task in active)
        clock += rounds * sum(task.pace for task in active)
        for task in list(active):
            left[task.id] -= rounds
            if left[task.id] <= 0:
                active.remove(task)
                del left[task.id]
                times[task.id] = Times(starts[task.id], clock)
    return times
