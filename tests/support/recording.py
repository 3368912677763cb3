"""A listener that keeps what a training tells."""

from dataclasses import dataclass, field

from regdash.metrics.record import EpochRecord


@dataclass
class Recorder:
    """Never waits; stops when `stop_after` calls of `should_stop` are used up."""

    stop_after: int | None = None
    records: list[EpochRecord] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    turns: list[str] = field(default_factory=list)
    parameters: int | None = None
    asked: int = 0

    def network_built(self, parameters: int) -> None:
        self.parameters = parameters

    def turn_begins(self) -> None:
        self.turns.append("begins")

    def turn_ends(self) -> None:
        self.turns.append("ends")

    def progress(self, share: float) -> None:
        self.shares.append(share)

    def epoch_ended(self, record: EpochRecord) -> None:
        self.records.append(record)

    def should_stop(self) -> bool:
        self.asked += 1
        return self.stop_after is not None and self.asked > self.stop_after

    def curve(self) -> list[tuple[float, ...]]:
        """Everything measured but the time it took."""
        return [
            (r.train_loss, r.val_loss, r.train_accuracy, r.val_accuracy, r.penalty, r.objective)
            for r in self.records
        ]
