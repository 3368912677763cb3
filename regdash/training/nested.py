"""Evaluates the choice of an epoch on images that were not used for the choice.

Early stopping and "the best epoch" choose by the validation images, so the accuracy on the same
images is biased: by 0.1 to 0.2 points on 4,900 images, by 1 on 200. Nested cross-validation (Varma
and Simon 2006, BMC Bioinformatics 7:91; Cawley and Talbot 2010, JMLR 11:2079) removes this bias
without another training: the images are split into folds, for each fold the same rule chooses an
epoch by all other images, and the network of that epoch makes the predictions for the fold.

The rule is that of the technique's callbacks. They watch a stand-in for the network whose weights
are its correct predictions, so that restoring weights restores those of the chosen epoch. A fold
that would have trained longer than the run ends with it, which matters little: its rule saw nine
tenths of the same images.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from regdash.techniques.callbacks import TrainingCallback

FOLDS = 10


class _Fold:
    """Stand-in for the network that the callbacks watch."""

    def __init__(self, images: np.ndarray, callbacks: Sequence[TrainingCallback]) -> None:
        self.images = images
        self.stop_training = False
        self._answers = np.zeros(len(images), bool)
        self._callbacks = callbacks
        for callback in callbacks:
            callback.set_model(self)
            callback.on_train_begin()

    def get_weights(self) -> list[np.ndarray]:
        return [self._answers.copy()]

    def set_weights(self, weights: Sequence[np.ndarray]) -> None:
        (self._answers,) = weights

    def end_epoch(self, epoch: int, answers: np.ndarray, logs: dict[str, float]) -> None:
        if self.stop_training:
            return
        self._answers = answers
        for callback in self._callbacks:
            callback.on_epoch_begin(epoch)
            callback.on_epoch_end(epoch, logs)

    def end_training(self) -> np.ndarray:
        for callback in self._callbacks:
            callback.on_train_end()
        return self._answers

    def state(self) -> dict[str, Any]:
        return {
            "stopped": self.stop_training,
            "answers": self._answers,
            "callbacks": [callback.state() for callback in self._callbacks],
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.stop_training, self._answers = state["stopped"], state["answers"]
        for callback, own in zip(self._callbacks, state["callbacks"], strict=True):
            callback.restore(own)


class NestedChoice:
    """Nested cross-validation of the choice of an epoch, along with a training."""

    def __init__(
        self, build_callbacks: Callable[[], Sequence[TrainingCallback]], images: int
    ) -> None:
        """Begin with a training.

        Args:
            build_callbacks: Makes the callbacks that choose, anew for each fold.
            images: Number of validation images, at least 2.
        """
        folds = min(FOLDS, images)
        self._images = images
        self._folds = [
            _Fold(np.arange(first, images, folds), build_callbacks()) for first in range(folds)
        ]

    def end_epoch(self, epoch: int, losses: np.ndarray, right: np.ndarray) -> None:
        """Report an epoch to the rule of every fold.

        Args:
            epoch: 0, 1, 2, ...
            losses: float32 (images,), cross-entropies in nats.
            right: bool (images,), whether each prediction is correct.
        """
        total_loss, total_right = float(losses.sum(dtype=np.float64)), int(right.sum())
        for fold in self._folds:
            own_loss = float(losses[fold.images].sum(dtype=np.float64))
            answers = right[fold.images]
            others = self._images - len(answers)
            fold.end_epoch(
                epoch,
                answers,
                {
                    "val_loss": (total_loss - own_loss) / others,
                    "val_accuracy": (total_right - int(answers.sum())) / others,
                },
            )

    def state(self) -> dict[str, Any]:
        """Everything that later epochs depend on."""
        return {"folds": [fold.state() for fold in self._folds]}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` returned."""
        for fold, own in zip(self._folds, state["folds"], strict=True):
            fold.restore(own)

    def answers(self) -> np.ndarray:
        """End the training; return bool (images,), each by a network chosen without that image."""
        right = np.zeros(self._images, bool)
        for fold in self._folds:
            right[fold.images] = fold.end_training()
        return right
