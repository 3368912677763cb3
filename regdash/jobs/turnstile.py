"""Admits a limited number of threads at a time, in order of arrival."""

import threading
from collections import deque
from collections.abc import Callable


class Turnstile:
    """First come, first served.

    Two concurrent trainings run at less than half speed each, so active runs take turns of one
    epoch. A run that has had its turn goes to the end of the queue: round robin.
    """

    def __init__(self, slots: int = 1) -> None:
        if slots < 1:
            raise ValueError(f"Slots: received {slots}; allowed: a whole number from 1.")
        self._free = slots
        self._waiting: deque[object] = deque()
        self._condition = threading.Condition()

    def enter(self, give_up: Callable[[], bool] = lambda: False) -> bool:
        """Wait for a turn.

        Args:
            give_up: Called about ten times per second while waiting; True leaves the queue.

        Returns:
            Whether the turn was granted; it must be ended with `leave`.
        """
        ticket = object()
        with self._condition:
            self._waiting.append(ticket)
            while self._free == 0 or self._waiting[0] is not ticket:
                if give_up():
                    self._waiting.remove(ticket)
                    self._condition.notify_all()
                    return False
                self._condition.wait(timeout=0.1)
            self._waiting.popleft()
            self._free -= 1
            # The next in the queue may enter too, if a slot is free.
            self._condition.notify_all()
            return True

    def leave(self) -> None:
        """End a turn."""
        with self._condition:
            self._free += 1
            self._condition.notify_all()
