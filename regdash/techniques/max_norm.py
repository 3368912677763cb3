"""Max-norm constraint."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from regdash.settings.fields import dial
from regdash.techniques.base import Technique

if TYPE_CHECKING:
    import keras


class MaxNorm(Technique):
    """Cap the norm of each hidden unit's incoming weights (Srivastava et al. 2014, 5.1)."""

    key: ClassVar[str] = "max_norm"
    title: ClassVar[str] = "Max-norm"
    sentences: ClassVar[tuple[str, str, str]] = (
        "After every step, a unit whose incoming weights are longer than the limit is scaled back to it.",
        "Weights cannot grow without bound, however large the learning rate, yet small ones are left alone.",
        "A limit that is never reached changes nothing; it is usually paired with dropout.",
    )
    formula: ClassVar[str] = r"\lVert w_j \rVert_2 \le c \quad \text{for every hidden unit } j"

    max_value: float = dial(
        2.0,
        "Largest norm",
        "Longest allowed vector of incoming weights of a unit.",
        step=0.1,
        ge=0.1,
        le=10.0,
    )

    def label(self) -> str:
        return f"max-norm {self.max_value:g}"

    def keras_code(self) -> list[str]:
        return [
            f"Dense(..., kernel_constraint=keras.constraints.MaxNorm({self.max_value:g}, axis=0))"
            "  # each hidden layer"
        ]

    def kernel_constraint(self, rank: int = 2) -> keras.constraints.Constraint:
        import keras

        axes = list(range(rank - 1))
        return keras.constraints.MaxNorm(self.max_value, axis=axes if rank > 2 else 0)
