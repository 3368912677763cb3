"""Our trainer, without store and page."""

from dataclasses import dataclass, field

from regdash.events import EpochRecord, Outcome
from regdash.preparation import prepare
from regdash.spec import RunSpec
from regdash.training.trainer import train


@dataclass
class Recorder:
    """A listener that never waits and never stops."""

    records: list[EpochRecord] = field(default_factory=list)

    def network_built(self, parameters: int) -> None:
        """Nothing to note."""

    def turn_begins(self) -> None:
        """The machine is ours."""

    def turn_ends(self) -> None:
        """Nobody waits."""

    def progress(self, share: float) -> None:
        """Nobody watches."""

    def epoch_ended(self, record: EpochRecord) -> None:
        """Keep it."""
        self.records.append(record)

    def should_stop(self) -> bool:
        """Never."""
        return False


def fit_ours(spec: RunSpec) -> tuple[Outcome, list[EpochRecord]]:
    """Train a spec as the dashboard does."""
    recorder = Recorder()
    outcome = train(spec, lambda: prepare(spec.data), recorder)
    return outcome, recorder.records
