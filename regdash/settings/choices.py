"""Choices that apply to a whole comparison."""

from typing import Literal

EpochChoice = Literal["kept", "best"]
"""Epoch whose network is compared: the kept one, or the one with the best validation accuracy."""

EvaluationSet = Literal["validation", "test"]
"""Images to compare on: validation images, which may be used to choose epochs and settings, or test
images, which are only reported."""

Axis = Literal["epoch", "seconds"]
"""Horizontal axis of curves: epochs, or seconds of training."""

Band = Literal["sd", "ci", "off"]
"""Band around a mean of seeds: their standard deviation, the interval of the mean, or none."""
