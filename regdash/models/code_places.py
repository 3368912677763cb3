"""What techniques attach to the named places of a network, as code; see `regdash.models.places`."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class CodePlaces:
    """Statements that append to the list `layers`, and arguments."""

    after_input: Sequence[str]
    """Statements between the input and the first hidden layer."""
    hidden_arguments: Sequence[str]
    """Arguments of every hidden layer that concern its kernel, `name=value`."""
    before_activation: Sequence[str]
    """Statements between a hidden layer and its activation; they may use its `index`, from 0."""
    after_activation: Sequence[str]
    """Statements after a hidden layer's activation; they may use its `index`, from 0."""
