"""What a reader of a comparison chooses."""

from typing import Literal

EpochChoice = Literal["kept", "best"]
"""Which epoch's network: the one that was kept, or the one of the best validation accuracy."""

EvaluationSet = Literal["validation", "test"]
"""Which images: those that choose, or those that only report."""
