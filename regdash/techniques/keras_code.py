"""What a technique adds to a script in plain Keras, by place; text only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from regdash.settings.code_text import camel_case, write_call, write_literal

if TYPE_CHECKING:
    from regdash.techniques.base import Technique


@dataclass(frozen=True)
class KerasCode:
    """Expressions for the places of a script; empty: nothing there.

    A script for several runs contains them once for all runs that have the technique, so what is
    written must not depend on values, except through `CodeText.setting`, or must do nothing where
    it is not needed, as `Dropout(0)` does. They may use `keras`, `np`, `index` (of the hidden layer,
    from 0), `x_train` (flat float32 images) and their own helpers.
    """

    comment: str = ""
    """Why it is done so, or where a reader would stumble; may have several lines."""
    helpers: str = ""
    """Functions and classes that the other places use."""
    augmentation: tuple[str, ...] = ()
    """Layers for images (batch, height, width, channels), 0 to 1, that act in training only."""
    preprocessing: tuple[str, ...] = ()
    """Frozen layers for flat images, learned from `x_train`, before any other preprocessing."""
    after_input: tuple[str, ...] = ()
    """Layers between the input and the first hidden layer."""
    before_activation: tuple[str, ...] = ()
    """Layers between a hidden layer's weights and its activation."""
    after_activation: tuple[str, ...] = ()
    """Layers after a hidden layer's activation."""
    penalties: Mapping[str, str] = field(default_factory=dict)
    """Strengths `l1` and `l2` of penalties on hidden kernels; those of all techniques add up."""
    kernel_arguments: Mapping[str, str] = field(default_factory=dict)
    """Other arguments of hidden layers, whose default is None, such as `kernel_constraint`."""
    loss_arguments: Mapping[str, str] = field(default_factory=dict)
    """Arguments of `keras.losses.CategoricalCrossentropy`, whose default is 0."""
    optimizer_arguments: Mapping[str, str] = field(default_factory=dict)
    """Arguments of any optimizer, whose default is None."""
    optimizer_lines: tuple[str, ...] = ()
    """Statements on `optimizer`, before it is used."""
    callbacks: tuple[str, ...] = ()
    """Callbacks; `val_cross_entropy` and `val_accuracy` are measured without penalties."""


class LiteralText:
    """A technique's values themselves, without seeds: for reading."""

    def __init__(self, technique: Technique) -> None:
        """Write the values of this technique."""
        self._technique = technique

    def setting(self, name: str, values: Mapping[Any, Any] | None = None) -> str:
        value = getattr(self._technique, name)
        return write_literal((values or {}).get(value, value))

    def keras_class(self, module: str, name: str) -> str:
        return f"keras.{module}.{camel_case(getattr(self._technique, name))}"

    def call(self, function: str, *arguments: str, seed: str = "") -> str:
        return write_call(function, arguments)


def shown_lines(code: KerasCode) -> list[str]:
    """Return what a page shows: each place in a few lines of its own."""
    lines = [f"# {line}" for line in code.comment.splitlines()]
    if code.helpers:
        lines += [*code.helpers.splitlines(), ""]
    lines += [f"{layer}  # first layer, on images" for layer in code.augmentation]
    lines += [
        f"{layer}  # right after the input" for layer in (*code.preprocessing, *code.after_input)
    ]
    arguments = dict(code.kernel_arguments)
    if code.penalties:
        arguments["kernel_regularizer"] = write_penalty(code.penalties)
    lines += [
        f"Dense(..., {name}={value})  # each hidden layer" for name, value in arguments.items()
    ]
    for layer in code.before_activation:
        lines.append(f"Dense(...), {layer}, Activation(...)  # for each hidden layer")
    lines += [f"{layer}  # after each hidden layer" for layer in code.after_activation]
    if code.loss_arguments:
        settings = [f"{name}={value}" for name, value in code.loss_arguments.items()]
        lines.append(write_call("keras.losses.CategoricalCrossentropy", settings))
    if code.optimizer_arguments:
        settings = [f"{name}={value}" for name, value in code.optimizer_arguments.items()]
        lines.append(f"optimizer = {write_call('keras.optimizers.Adam', settings)}")
    return [*lines, *code.optimizer_lines, *code.callbacks]


def write_penalty(penalties: Mapping[str, str]) -> str:
    """Return Keras' regularizer for strengths `l1`, `l2` or both."""
    if len(penalties) == 1:
        ((name, value),) = penalties.items()
        return f"keras.regularizers.{name.upper()}({value})"
    return write_call("keras.regularizers.L1L2", [f"{n}={v}" for n, v in sorted(penalties.items())])
