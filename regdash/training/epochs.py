"""The training loop: per epoch, wait for a turn, train, measure and report."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import tensorflow as tf

from regdash.metrics import METRICS
from regdash.metrics.record import EpochRecord
from regdash.models.seeding import derive_seed, epoch_order
from regdash.spec import RunSpec
from regdash.training.choosers import Choosers
from regdash.training.divergence import DivergenceCheck
from regdash.training.measure import TrainedEpoch
from regdash.training.outcome import RunDiverged, RunStopped
from regdash.training.program import Affine, Program, SampleSet
from regdash.training.protocols import (
    FREE_PERMIT,
    NEVER_STOP,
    NULL_LISTENER,
    Listener,
    Permit,
    StopToken,
)
from regdash.training.state import TrainingState


@dataclass
class Sets:
    """The sample sets a run is trained and measured on."""

    train: SampleSet
    sample: SampleSet
    validation: SampleSet
    preprocessing: Sequence[Affine] = ()
    """Applied to augmented training images at each step; empty if it was applied beforehand."""


class TrainingLoop:
    """The training of one run."""

    def __init__(
        self,
        spec: RunSpec,
        program: Program,
        sets: Sets,
        listener: Listener = NULL_LISTENER,
        permit: Permit = FREE_PERMIT,
        stop: StopToken = NEVER_STOP,
    ) -> None:
        self._spec = spec
        self._program = program
        self._sets = sets
        self._listener = listener
        self._permit = permit
        self._stop = stop
        self._augmentation_seed = derive_seed(spec.seed, "augmentation")

    def compile_ahead(self) -> None:
        """Compile training and measuring by calls on almost no data; no weight changes."""
        self._train_stretch(self._order(0), (0, 0))
        meter, (x, y, _) = self._program.meter, self._sets.sample
        meter.measure(x[:1], y[:1])
        meter.penalty()
        meter.measure_weights()

    def run(
        self,
        choosers: Choosers,
        resume: TrainingState | None = None,
        checkpoint: Callable[[int], None] | None = None,
    ) -> int:
        """Train until the last epoch or until a callback asks to stop.

        Args:
            choosers: Its callbacks are called at the beginning and end of the training and of each
                epoch, with `val_loss` and `val_accuracy`, measured without penalties. Its nested
                choices get the results of every epoch per image.
            resume: State to continue from; the program must already have its weights.
            checkpoint: Called after each epoch with its number, from 1.

        Returns:
            Number of epochs trained, including those before `resume`.

        Raises:
            RunStopped: The stop token was set.
            RunDiverged: A loss became infinite or not a number, or the training loss stays far above
                that of guessing; see `DivergenceCheck`.
        """
        network = self._program.network
        callbacks = choosers.begin(network)
        if resume:
            choosers.restore(resume.choosers)
        divergence = self._begin_divergence_check(resumed=resume is not None)
        epoch = first = resume.epoch if resume else 0
        while epoch < self._spec.epochs and not network.stop_training:
            if epoch > first:
                self._permit.release()
                self._permit.acquire()
            epoch += 1
            callbacks.on_epoch_begin(epoch - 1)
            record = self._train_epoch(epoch, choosers)
            divergence.check(epoch, record.train_loss)
            callbacks.on_epoch_end(
                epoch - 1,
                {
                    "loss": record.objective,
                    "val_loss": record.val_loss,
                    "val_accuracy": record.val_accuracy,
                },
            )
            if checkpoint:
                checkpoint(epoch)
        # After the last epoch, the run is tested in the same turn.
        callbacks.on_train_end()
        return epoch

    def _begin_divergence_check(self, *, resumed: bool) -> DivergenceCheck:
        # The weights are those after the last epoch, so its loss can be measured again.
        meter, sample = self._program.meter, self._sets.sample
        previous = meter.measure(*sample[:2]).loss if resumed else None
        return DivergenceCheck(self._program.classes, previous)

    def _train_epoch(self, epoch: int, choosers: Choosers) -> EpochRecord:
        self._check_stop()
        began = time.perf_counter()
        order = self._order(epoch - 1)
        total = 0.0
        for first, count in self._program.stretches():
            total = self._train_stretch(order, (first, count), total)
            self._check_stop()
            _check_finite(epoch, "objective", total)
            self._listener.progress((first + count) / self._program.batches)
        record = self._measure(epoch, total / self._program.batches, began, choosers)
        self._listener.epoch_ended(record)
        return record

    def _measure(
        self, epoch: int, objective: float, began: float, choosers: Choosers
    ) -> EpochRecord:
        meter = self._program.meter
        train = meter.measure(*self._sets.sample[:2], check=self._check_stop)
        validation = meter.measure_per_image(*self._sets.validation[:2], check=self._check_stop)
        choosers.end_epoch(epoch - 1, validation.losses, validation.right)
        _check_finite(epoch, "training loss", train.loss)
        _check_finite(epoch, "validation loss", validation.evaluation.loss)
        penalty = meter.penalty()
        _check_finite(epoch, "penalty", penalty)
        context = TrainedEpoch(
            epoch=epoch,
            train=train,
            validation_results=validation,
            validation_set=self._sets.validation[:2],
            penalty=penalty,
            objective=objective,
            learning_rate=float(self._program.optimizer.learning_rate),
            began=began,
            meter=meter,
            network=self._program.network,
        )
        return EpochRecord(epoch, METRICS.measure_epoch(context))

    def _order(self, epoch: int) -> tf.Tensor:
        samples = len(self._sets.train.y)
        return tf.constant(epoch_order(self._spec.seed, epoch, samples, self._program.batch_size))

    def _train_stretch(
        self, order: tf.Tensor, stretch: tuple[int, int], total: float = 0.0
    ) -> float:
        seed, preprocessing = self._augmentation_seed, self._sets.preprocessing
        return self._program.train(self._sets.train, order, stretch, seed, preprocessing, total)

    def _check_stop(self) -> None:
        check_stop(self._stop)


def check_stop(stop: StopToken) -> None:
    """Raise `RunStopped` if the token is set."""
    if stop.is_set():
        raise RunStopped


def _check_finite(epoch: int, what: str, value: float) -> None:
    if not math.isfinite(value):
        raise RunDiverged(epoch, f"The {what} became infinite or not a number in epoch {epoch}.")
