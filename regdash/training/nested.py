"""Measures a chosen epoch on images that were not used to choose it.

Early stopping and "the best epoch" choose by the validation images, so the accuracy on the same
images is too high: by 0.1 to 0.2 points on 4,900 images, by 1 on 200. Nested cross-validation
(Varma and Simon 2006, BMC Bioinformatics 7:91; Cawley and Talbot 2010, JMLR 11:2079) removes this
bias without another training: the images are split into folds, for each fold the same rule chooses
an epoch by all other images, and the network of that epoch is measured on the fold.

The rule is the technique's own Keras callbacks. They watch a substitute for the network, whose
"weights" say which images are correct, so restoring weights restores the results of the chosen
epoch. A fold that would have trained longer than the run ends with it. The effect is small: its rule
sees nine tenths of the same images.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from regdash.techniques.callbacks import TrainingCallback

FOLDS = 10


class _Fold:
    """Substitutes for the network in callbacks; its weights are the correct images of one fold."""

    def __init__(self, images: np.ndarray, callbacks: Sequence[TrainingCallback]) -> None:
        self.images = images
        self.stop_training = False
        self._correct = np.zeros(len(images), bool)
        self._callbacks = callbacks
        for callback in callbacks:
            callback.set_model(self)
            callback.on_train_begin()

    def get_weights(self) -> list[np.ndarray]:
        return [self._correct.copy()]

    def set_weights(self, weights: Sequence[np.ndarray]) -> None:
        (self._correct,) = weights

    def end_epoch(self, epoch: int, correct: np.ndarray, logs: dict[str, float]) -> None:
        if self.stop_training:
            return
        self._correct = correct
        for callback in self._callbacks:
            callback.on_epoch_begin(epoch)
            callback.on_epoch_end(epoch, logs)

    def end_training(self) -> np.ndarray:
        for callback in self._callbacks:
            callback.on_train_end()
        return self._correct

    def state(self) -> dict[str, Any]:
        return {
            "stopped": self.stop_training,
            "answers": self._correct,
            "callbacks": [callback.state() for callback in self._callbacks],
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.stop_training, self._correct = state["stopped"], state["answers"]
        for callback, own in zip(self._callbacks, state["callbacks"], strict=True):
            callback.restore(own)


class NestedChoice:
    """Repeats the choice of an epoch for each fold while a run is trained."""

    def __init__(
        self, build_callbacks: Callable[[], Sequence[TrainingCallback]], images: int
    ) -> None:
        """Prepare the folds of a training.

        Args:
            build_callbacks: Builds the callbacks that choose; called once per fold.
            images: Number of validation images, at least 2.
        """
        folds = min(FOLDS, images)
        self._images = images
        self._folds = [
            _Fold(np.arange(first, images, folds), build_callbacks()) for first in range(folds)
        ]

    def end_epoch(self, epoch: int, losses: np.ndarray, right: np.ndarray) -> None:
        """Pass an epoch to the callbacks of every fold.

        Args:
            epoch: 0, 1, 2, ...
            losses: float32 (images,), cross-entropies in nats.
            right: bool (images,), which images are classified correctly.
        """
        total_loss, total_right = float(losses.sum(dtype=np.float64)), int(right.sum())
        for fold in self._folds:
            own_loss = float(losses[fold.images].sum(dtype=np.float64))
            correct = right[fold.images]
            others = self._images - len(correct)
            fold.end_epoch(
                epoch,
                correct,
                {
                    "val_loss": (total_loss - own_loss) / others,
                    "val_accuracy": (total_right - int(correct.sum())) / others,
                },
            )

    def state(self) -> dict[str, Any]:
        """Return everything that later epochs depend on."""
        return {"folds": [fold.state() for fold in self._folds]}

    def restore(self, state: dict[str, Any]) -> None:
        """Continue from what `state` returned."""
        for fold, own in zip(self._folds, state["folds"], strict=True):
            fold.restore(own)

    def finish(self) -> np.ndarray:
        """End the training, and return which images are correct, each in an epoch chosen without it.

        Returns:
            bool (images,).
        """
        right = np.zeros(self._images, bool)
        for fold in self._folds:
            right[fold.images] = fold.end_training()
        return right
