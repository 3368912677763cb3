"""What a training is given beside spec and data: a listener, a permit and a stop token.

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
        """Let other runs go ahead; does nothing if the permit is not held."""


class StopToken(Protocol):
    """Says whether somebody has asked the run to stop; a `threading.Event` is one."""

    def is_set(self) -> bool:
        """Asked several times a second; True ends the run with `RunStopped`."""
        ...


class NullListener:
    """A listener that ignores every event."""

    def network_built(self, parameters: int) -> None:
        """Ignore it."""

    def progress(self, share: float) -> None:
        """Ignore it."""

    def epoch_ended(self, record: EpochRecord) -> None:
        """Ignore it."""


class FreePermit:
    """A permit for a run that has the machine to itself."""

    def acquire(self) -> None:
        """Go ahead at once."""

    def release(self) -> None:
        """Nobody waits."""


class NeverStop:
    """A stop token that is never set."""

    def is_set(self) -> bool:
        """Never."""
        return False


NULL_LISTENER, FREE_PERMIT, NEVER_STOP = NullListener(), FreePermit(), NeverStop()
"""For a training that nobody follows."""
