"""Facts about a run that the rules use."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import hypot, log

from regdash.datasets.collection import find
from regdash.datasets.info import DatasetInfo
from regdash.datasets.sizes import validation_size
from regdash.judging.diagnosis import floors
from regdash.judging.diagnosis.thresholds import ACCURACY_GAP, GAP
from regdash.judging.diagnosis.uncertainty import (
    STANDARD_ERRORS,
    change_error,
    gap_error,
    share_error,
)
from regdash.judging.methods import TrainedRun
from regdash.metrics.record import EpochRecord
from regdash.spec import MEASURED_TRAINING_IMAGES, RunSpec


@dataclass(frozen=True)
class RunFacts:
    """Facts about a run; those that depend on a data set that isn't available are None."""

    run: TrainedRun

    @property
    def spec(self) -> RunSpec:
        """What was trained."""
        return self.run.spec

    @property
    def records(self) -> Sequence[EpochRecord]:
        """Its completed epochs."""
        return self.run.records

    @property
    def end(self) -> EpochRecord:
        """The judged epoch: the kept one, or the last one if none is kept yet."""
        return self.run.epoch("kept") or self.records[-1]

    @property
    def restored(self) -> bool:
        """Whether weights from before the last epoch were kept."""
        return self.end is not self.records[-1]

    @cached_property
    def until_end(self) -> Sequence[EpochRecord]:
        """Epochs up to and including the judged one."""
        at = self.run.kept_epoch if self.restored else len(self.records)
        return self.records[:at]

    @cached_property
    def lowest(self) -> EpochRecord:
        """The first epoch with the lowest validation loss up to the judged one."""
        return min(self.until_end, key=lambda record: record.val_loss)

    @cached_property
    def before(self) -> Sequence[EpochRecord]:
        """All but the last fifth of the epochs, at least all but the last two."""
        return self.records[: len(self.records) - self.recent]

    @property
    def recent(self) -> int:
        """Number of epochs in the last fifth, at least two."""
        return max(2, len(self.records) // 5)

    # -- data ---------------------------------------------------------------------------------

    @cached_property
    def _about(self) -> DatasetInfo | None:
        return find(self.spec.data.dataset)

    @property
    def classes(self) -> int | None:
        """Number of classes."""
        return None if self._about is None else self._about.classes

    @property
    def validation(self) -> int | None:
        """Number of validation images."""
        return None if self._about is None else max(1, validation_size(self.spec.data))

    @property
    def measured(self) -> int:
        """Number of training images on which loss and accuracy are measured."""
        return min(self.spec.data.train_size, MEASURED_TRAINING_IMAGES)

    @property
    def noise(self) -> float:
        """Share of wrong training labels after rounding to whole labels, 0 to 1."""
        images = self.spec.data.train_size
        return round(self.spec.data.label_noise * images) / images

    @property
    def smoothing(self) -> float:
        """Label smoothing, 0 to 1."""
        settings = [technique.loss_settings() for technique in self.spec.techniques]
        return max((found.get("label_smoothing", 0.0) for found in settings), default=0.0)

    # -- derived from data and curves ---------------------------------------------------------

    @property
    def chance(self) -> float | None:
        """Loss of guessing, `ln classes`, in nats."""
        return None if self.classes is None else log(self.classes)

    @cached_property
    def train_floor(self) -> float | None:
        """See `floors.train_floor`."""
        if self.classes is None:
            return None
        return floors.train_floor(self.noise, self.smoothing, self.classes)

    @cached_property
    def val_floor(self) -> float | None:
        """See `floors.val_floor`."""
        if self.classes is None:
            return None
        return floors.val_floor(self.noise, self.smoothing, self.classes)

    @property
    def unlearned(self) -> float | None:
        """Position of the training loss between its floor (0) and guessing (1)."""
        if self.chance is None or self.train_floor is None:
            return None
        way = self.chance - self.train_floor
        return (self.end.train_loss - self.train_floor) / way if way > 1e-9 else None

    @property
    def gap(self) -> float | None:
        """Validation loss minus training loss at the judged epoch, with equal label noise, in nats.

        With label noise it is a lower bound; see `floors.with_wrong_labels`.
        """
        if self.classes is None:
            return None
        alike = floors.with_wrong_labels(self.end.val_loss, self.noise, self.classes)
        return alike - self.end.train_loss

    @property
    def gap_resolution(self) -> float | None:
        """A smaller gap may be due to chance, in nats."""
        if self.validation is None:
            return None
        return STANDARD_ERRORS * gap_error(
            self.end.val_loss, self.validation, self.end.train_loss, self.measured
        )

    @property
    def loss_gap_clear(self) -> bool:
        """Whether the gap in loss is large enough to report, and not due to chance."""
        gap, resolution = self.gap, self.gap_resolution
        return gap is not None and resolution is not None and gap > max(GAP, resolution)

    @property
    def accuracy_alike(self) -> float | None:
        """Validation accuracy, had the validation labels the same label noise, 0 to 1.

        `v (1 - noise) + (1 - v) noise / (K - 1)`: a wrong prediction may agree with a wrong label.
        """
        if self.classes is None:
            return None
        right = self.end.val_accuracy
        return right * (1 - self.noise) + (1 - right) * self.noise / (self.classes - 1)

    @property
    def accuracy_gap(self) -> float | None:
        """Training accuracy minus validation accuracy, with equal label noise, -1 to 1."""
        alike = self.accuracy_alike
        return None if alike is None else self.end.train_accuracy - alike

    @property
    def accuracy_gap_clear(self) -> bool:
        """Whether the gap in accuracy is large enough to report, and not due to chance."""
        gap = self.accuracy_gap
        if gap is None or self.validation is None:
            return False
        error = hypot(
            share_error(self.end.val_accuracy, self.validation),
            share_error(self.end.train_accuracy, self.measured),
        )
        return gap > max(ACCURACY_GAP, STANDARD_ERRORS * error)

    def clear_change(self, first: float, second: float) -> bool:
        """Return whether two validation losses of this run differ by more than chance."""
        if self.validation is None:
            return False
        return abs(second - first) > STANDARD_ERRORS * change_error(
            max(first, second), self.validation
        )
