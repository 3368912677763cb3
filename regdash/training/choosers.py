"""Which epoch of a run is kept, which one was the best, and what each is worth on held-out images."""

from collections.abc import Sequence
from typing import Any, Protocol

import keras
import numpy as np

from regdash.spec import RunSpec
from regdash.techniques.callbacks import TrainingCallback
from regdash.training.best import BestKeeper, BestRestorer
from regdash.training.nested import NestedChoice


class EpochChooser(Protocol):
    """A callback that knows which epoch's weights it puts back; early stopping is one, the keeper
    of the best epoch another."""

    @property
    def kept_epoch(self) -> int | None:
        """Epoch, from 1, whose weights it puts back when the training ends; None if none."""


class Choosers:
    """Everything that watches a run to choose an epoch of it."""

    def __init__(self, spec: RunSpec, validation_samples: int) -> None:
        """Build the callbacks of a run.

        Args:
            spec: The run.
            validation_samples: Their number, at least 2.
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
        """The callbacks of the run, told that its training begins."""
        told = keras.callbacks.CallbackList([self.best, *self._callbacks], model=network)
        told.on_train_begin()
        return told

    def end_epoch(self, epoch: int, losses: np.ndarray, right: np.ndarray) -> None:
        """Let the nested choices see an epoch; see `NestedChoice.end_epoch`."""
        for choice in self._choices():
            choice.end_epoch(epoch, losses, right)

    def kept_epoch(self, trained_epochs: int) -> int:
        """Epoch, from 1, whose weights the network has after the training."""
        return find_kept_epoch(self._callbacks, trained_epochs)

    def best_answers(self) -> np.ndarray:
        """bool (n,): validation samples named rightly by the best epoch chosen without each."""
        return self._best_choice.answers()

    def kept_answers(self) -> np.ndarray | None:
        """The same of the kept epoch; None if validation had no say in it."""
        return None if self._kept_choice is None else self._kept_choice.answers()

    def state(self) -> dict[str, Any]:
        """Everything that later epochs depend on."""
        return {
            "best": self.best.state(),
            "callbacks": [callback.state() for callback in self._callbacks],
            "choices": [choice.state() for choice in self._choices()],
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` returned; after `begin`."""
        self.best.restore(state["best"])
        for callback, own in zip(self._callbacks, state["callbacks"], strict=True):
            callback.restore(own)
        for choice, own in zip(self._choices(), state["choices"], strict=True):
            choice.restore(own)

    def _choices(self) -> list[NestedChoice]:
        return [c for c in (self._best_choice, self._kept_choice) if c is not None]


def find_kept_epoch(choosers: Sequence[EpochChooser], trained_epochs: int) -> int:
    """Epoch whose weights remain: the last one, unless a chooser puts others back."""
    kept = [c.kept_epoch for c in choosers if c.kept_epoch is not None]
    # They put weights back one after the other.
    return kept[-1] if kept else trained_epochs


def _callbacks(spec: RunSpec) -> list[TrainingCallback]:
    return [callback for technique in spec.techniques for callback in technique.callbacks()]
