"""A listener, permit and stop token that record how a training uses them."""

from dataclasses import dataclass, field
from pathlib import Path

from regdash.datasets.preparation import prepare
from regdash.metrics.record import EpochRecord
from regdash.spec import RunSpec
from regdash.training.outcome import Outcome


@dataclass
class Recorder:
    """Never waits; stops when `stop_after` calls of `is_set` are used up."""

    stop_after: int | None = None
    records: list[EpochRecord] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    turns: list[str] = field(default_factory=list)
    parameters: int | None = None
    asked: int = 0

    def network_built(self, parameters: int) -> None:
        self.parameters = parameters

    def acquire(self) -> None:
        self.turns.append("begins")

    def release(self) -> None:
        self.turns.append("ends")

    def progress(self, share: float) -> None:
        self.shares.append(share)

    def epoch_ended(self, record: EpochRecord) -> None:
        self.records.append(record)

    def is_set(self) -> bool:
        self.asked += 1
        return self.stop_after is not None and self.asked > self.stop_after

    def curve(self) -> list[tuple[float, ...]]:
        """Everything measured but the time it took."""
        return [
            (r.train_loss, r.val_loss, r.train_accuracy, r.val_accuracy, r.penalty, r.objective)
            for r in self.records
        ]


def train_recorded(
    spec: RunSpec, recorder: Recorder | None = None, save_to: Path | None = None
) -> tuple[Outcome, Recorder]:
    """Train a spec with a recorder for everything that follows it."""
    from regdash.training.trainer import train

    recorder = recorder or Recorder()
    outcome = train(spec, lambda: prepare(spec.data), recorder, recorder, recorder, save_to=save_to)
    return outcome, recorder
