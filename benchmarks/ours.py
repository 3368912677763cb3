"""Our trainer, without store and page."""

from dataclasses import dataclass, field

from regdash.datasets.preparation import prepare
from regdash.metrics.record import EpochRecord
from regdash.spec import RunSpec
from regdash.training.outcome import Outcome
from regdash.training.protocols import NullListener
from regdash.training.trainer import train


@dataclass
class Recorder(NullListener):
    """Listener that records the epochs."""

    records: list[EpochRecord] = field(default_factory=list)

    def epoch_ended(self, record: EpochRecord) -> None:
        """Record the epoch."""
        self.records.append(record)


def fit_ours(spec: RunSpec) -> tuple[Outcome, list[EpochRecord]]:
    """Train a spec as the dashboard does; return the outcome and the record of each epoch."""
    recorder = Recorder()
    outcome = train(spec, lambda: prepare(spec.data), recorder)
    return outcome, recorder.records


def epoch_seconds(spec: RunSpec) -> list[float]:
    """Train a spec; return the seconds of each epoch, evaluation included."""
    return [record.seconds for record in fit_ours(spec)[1]]
