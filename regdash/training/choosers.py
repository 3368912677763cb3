"""Chooses the kept and the best epoch of a run, and measures both on held-out images."""

from collections.abc import Sequence
from typing import Any, Protocol

import keras
import numpy as np

from regdash.spec import RunSpec
from regdash.techniques.callbacks import TrainingCallback
from regdash.training.best import BestKeeper, BestRestorer
from regdash.training.nested import NestedChoice


class EpochChooser(Protocol):
    """A callback that may restore the weights of an epoch, such as early stopping or
    `BestRestorer`."""

    @property
    def kept_epoch(self) -> int | None:
        """Epoch, from 1, whose weights it restores at the end of the training; None if none."""


class Choosers:
    """All callbacks of a run that choose one of its epochs."""

    def __init__(self, spec: RunSpec, validation_samples: int) -> None:
        """Build the callbacks of a run.

        Args:
            spec: The run.
            validation_samples: Number of validation samples, at least 2.
        """
        self.best = BestKeeper()
        self._callbacks = _callbacks(spec)
        self._best_choice = NestedChoice(lambda: [BestRestorer()], validation_samples)
        self._kept_choice = (
            NestedChoice(lambda: _callbacks(spec), validation_samples)
            if any(technique.watches_validation for technique in spec.techniques)
            else None
        )

    def begin(self, network: keras.Model) -> keras.callbacks.CallbackList:
        """Begin the training: return the run's callbacks after their `on_train_begin`."""
        callbacks = keras.callbacks.CallbackList([self.best, *self._callbacks], model=network)
        callbacks.on_train_begin()
        return callbacks

    def end_epoch(self, epoch: int, losses: np.ndarray, right: np.ndarray) -> None:
        """Pass an epoch to the nested choices; see `NestedChoice.end_epoch`."""
        for choice in self._choices():
            choice.end_epoch(epoch, losses, right)

    def kept_epoch(self, trained_epochs: int) -> int:
        """Return the epoch, from 1, whose weights the network has after the training."""
        return find_kept_epoch(self._callbacks, trained_epochs)

    def best_correct(self) -> np.ndarray:
        """End the nested choice of the best epoch; see `NestedChoice.finish`: bool (n,)."""
        return self._best_choice.finish()

    def kept_correct(self) -> np.ndarray | None:
        """Do the same for the kept epoch; None if it does not depend on validation."""
        return None if self._kept_choice is None else self._kept_choice.finish()

    def state(self) -> dict[str, Any]:
        """Return everything that later epochs depend on."""
        return {
            "best": self.best.state(),
            "callbacks": [callback.state() for callback in self._callbacks],
            "choices": [choice.state() for choice in self._choices()],
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Continue from what `state` returned. Call `begin` first."""
        self.best.restore(state["best"])
        for callback, own in zip(self._callbacks, state["callbacks"], strict=True):
            callback.restore(own)
        for choice, own in zip(self._choices(), state["choices"], strict=True):
            choice.restore(own)

    def _choices(self) -> list[NestedChoice]:
        return [c for c in (self._best_choice, self._kept_choice) if c is not None]


def find_kept_epoch(choosers: Sequence[EpochChooser], trained_epochs: int) -> int:
    """Return the epoch whose weights remain: the last one, unless a chooser restores others."""
    kept = [c.kept_epoch for c in choosers if c.kept_epoch is not None]
    # They restore weights one after the other, so the last one wins.
    return kept[-1] if kept else trained_epochs


def _callbacks(spec: RunSpec) -> list[TrainingCallback]:
    return [callback for technique in spec.techniques for callback in technique.callbacks()]
