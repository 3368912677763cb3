"""The interfaces between a training and its caller: listener, permit and stop token.

All three are called from the run's own thread.
"""

from typing import Protocol

from regdash.metrics.record import EpochRecord


class Listener(Protocol):
    """Receives the events of a run."""

    def network_built(self, parameters: int) -> None:
        """The network is built; `parameters` is its number of trainable weights."""

    def progress(self, share: float) -> None:
        """Share of the current epoch that is trained, 0 to 1."""

    def epoch_ended(self, record: EpochRecord) -> None:
        """A whole epoch was trained and measured."""


class Permit(Protocol):
    """Permission to use the machine, held for one epoch at a time."""

    def acquire(self) -> None:
        """Wait until the run may use the machine.

        Raises:
            RunStopped: The run was stopped while it waited.
        """

    def release(self) -> None:
        """Let other runs proceed; do nothing if the permit is not held."""


class StopToken(Protocol):
    """Says whether the run was asked to stop; a `threading.Event` is one."""

    def is_set(self) -> bool:
        """Called several times per second; True ends the run with `RunStopped`."""
        ...


class NullListener:
    """A listener that ignores every event."""

    def network_built(self, parameters: int) -> None:
        """Do nothing."""

    def progress(self, share: float) -> None:
        """Do nothing."""

    def epoch_ended(self, record: EpochRecord) -> None:
        """Do nothing."""


class FreePermit:
    """A permit for a run that has the machine to itself."""

    def acquire(self) -> None:
        """Return at once."""

    def release(self) -> None:
        """Do nothing."""


class NeverStop:
    """A stop token that is never set."""

    def is_set(self) -> bool:
        """Return False."""
        return False


NULL_LISTENER, FREE_PERMIT, NEVER_STOP = NullListener(), FreePermit(), NeverStop()
"""Defaults for a training without a listener, other runs or a stop button."""
