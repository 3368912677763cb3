"""Choices that apply to a whole comparison."""

from typing import Literal

EpochChoice = Literal["kept", "best"]
"""Epoch whose network is compared: the kept one, or the one with the best validation accuracy."""

EvaluationSet = Literal["validation", "test"]
"""Images to compare on: validation images, which may choose epochs and settings, or test images,
which only report."""
