"""Max-norm constraint."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from regdash.settings.code_text import CodeText
from regdash.settings.fields import dial
from regdash.techniques.base import Technique
from regdash.techniques.keras_code import KerasCode

if TYPE_CHECKING:
    import keras


class MaxNorm(Technique):
    """Cap the norm of each hidden unit's incoming weights (Srivastava et al. 2014, 5.1)."""

    key: ClassVar[str] = "max_norm"
    title: ClassVar[str] = "Max-norm"
    runtime_settings: ClassVar[tuple[str, ...]] = ("max_value",)
    sentences: ClassVar[tuple[str, str, str]] = (
        "After every step, scales a unit's incoming weights back to the limit if their norm exceeds it.",
        "Weights cannot grow without bound, however large the learning rate, yet small ones are unaffected.",
        "A limit that is never reached changes nothing; it is usually paired with dropout.",
    )
    formula: ClassVar[str] = r"\lVert w_j \rVert_2 \le c \quad \text{for every hidden unit } j"

    max_value: float = dial(
        2.0,
        "Largest norm",
        "Largest norm allowed for a unit's incoming weights.",
        step=0.1,
        ge=0.1,
        le=10.0,
    )

    def label(self) -> str:
        return f"max-norm {self.max_value:g}"

    def code_parts(self, text: CodeText) -> KerasCode:
        constraint = text.call("keras.constraints.MaxNorm", text.setting("max_value"), "axis=0")
        return KerasCode(
            comment="Dense kernels are (inputs, units): axis 0 has the incoming weights of a unit.",
            kernel_arguments={"kernel_constraint": constraint},
        )

    def kernel_constraint(self, rank: int = 2) -> keras.constraints.Constraint:
        import keras

        axes = list(range(rank - 1))
        return keras.constraints.MaxNorm(self.max_value, axis=axes if rank > 2 else 0)
