"""The facts of a run that the rules ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import hypot, log

from regdash.datasets.collection import find
from regdash.datasets.info import DatasetInfo
from regdash.datasets.sizes import validation_size
from regdash.judging.diagnosis import floors
from regdash.judging.diagnosis.thresholds import GAP, SHORT
from regdash.judging.diagnosis.uncertainty import (
    ERRORS,
    change_error,
    gap_error,
    share_error,
)
from regdash.judging.methods import TrainedRun
from regdash.metrics.record import EpochRecord
from regdash.spec import MEASURED_TRAINING_IMAGES, RunSpec


@dataclass(frozen=True)
class Reading:
    """A run as the rules read it. What depends on an unknown data set is None."""

    run: TrainedRun

    @property
    def spec(self) -> RunSpec:
        """What was trained."""
        return self.run.spec

    @property
    def records(self) -> Sequence[EpochRecord]:
        """Its whole epochs so far."""
        return self.run.records

    @property
    def end(self) -> EpochRecord:
        """The network that is judged: the kept one, or the last as long as none is."""
        return self.run.epoch("kept") or self.records[-1]

    @property
    def restored(self) -> bool:
        """Whether weights from before the last epoch were kept."""
        return self.end is not self.records[-1]

    @cached_property
    def until_end(self) -> Sequence[EpochRecord]:
        """The epochs up to the judged one."""
        at = self.run.kept_epoch if self.restored else len(self.records)
        return self.records[:at]

    @cached_property
    def lowest(self) -> EpochRecord:
        """The first of the lowest validation losses up to the judged network."""
        return min(self.until_end, key=lambda record: record.val_loss)

    @cached_property
    def before(self) -> Sequence[EpochRecord]:
        """All but the last fifth of the epochs, at least all but the last two."""
        return self.records[: len(self.records) - self.recent]

    @property
    def recent(self) -> int:
        """Number of epochs in the last fifth, at least two."""
        return max(2, len(self.records) // 5)

    # -- what the data say ------------------------------------------------------------------

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
        """Number of training images that were measured."""
        return min(self.spec.data.train_size, MEASURED_TRAINING_IMAGES)

    @property
    def noise(self) -> float:
        """Share of the training labels that are wrong: whole labels, 0 to 1."""
        images = self.spec.data.train_size
        return round(self.spec.data.label_noise * images) / images

    @property
    def smoothing(self) -> float:
        """Share of the certainty that smoothing spreads over all classes."""
        settings = [technique.loss_settings() for technique in self.spec.techniques]
        return max((found.get("label_smoothing", 0.0) for found in settings), default=0.0)

    # -- what follows from them --------------------------------------------------------------

    @property
    def chance(self) -> float | None:
        """Loss of mere guessing, nats."""
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
        """How far the training loss is from what the labels allow to chance level: 0 to 1."""
        if self.chance is None or self.train_floor is None:
            return None
        way = self.chance - self.train_floor
        return (self.end.train_loss - self.train_floor) / way if way > 1e-9 else None

    @property
    def gap(self) -> float | None:
        """Validation loss minus training loss at the judged network, on equally wrong labels.

        With label noise it is the least that it can be; see `floors.with_wrong_labels`.
        """
        if self.classes is None:
            return None
        alike = floors.with_wrong_labels(self.end.val_loss, self.noise, self.classes)
        return alike - self.end.train_loss

    @property
    def gap_resolution(self) -> float | None:
        """A gap smaller than this may be chance."""
        if self.validation is None:
            return None
        return ERRORS * gap_error(
            self.end.val_loss, self.validation, self.end.train_loss, self.measured
        )

    @property
    def loss_gap_clear(self) -> bool:
        """Whether the gap in loss is a finding."""
        gap, resolution = self.gap, self.gap_resolution
        return gap is not None and resolution is not None and gap > max(GAP, resolution)

    @property
    def accuracy_alike(self) -> float | None:
        """Validation accuracy, had the validation labels as many wrong ones as the training labels.

        `v (1 - noise) + (1 - v) noise / (K - 1)`: a wrong answer may agree with a wrong label.
        """
        if self.classes is None:
            return None
        right = self.end.val_accuracy
        return right * (1 - self.noise) + (1 - right) * self.noise / (self.classes - 1)

    @property
    def accuracy_gap(self) -> float | None:
        """Training accuracy minus validation accuracy, on equally wrong labels, as a share."""
        alike = self.accuracy_alike
        return None if alike is None else self.end.train_accuracy - alike

    @property
    def accuracy_gap_clear(self) -> bool:
        """Whether the gap in accuracy is a finding."""
        gap = self.accuracy_gap
        if gap is None or self.validation is None:
            return False
        error = hypot(
            share_error(self.end.val_accuracy, self.validation),
            share_error(self.end.train_accuracy, self.measured),
        )
        return gap > max(SHORT, ERRORS * error)

    def clear_change(self, first: float, second: float) -> bool:
        """Whether two validation losses of this run differ by more than chance."""
        if self.validation is None:
            return False
        return abs(second - first) > ERRORS * change_error(max(first, second), self.validation)
