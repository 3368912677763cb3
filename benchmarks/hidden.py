"""The size of the networks that are measured."""

from regdash.models import MLP
from regdash.spec import RunSpec


def hidden_units(spec: RunSpec) -> tuple[int, ...]:
    """Units of each hidden layer of a fully connected network."""
    assert isinstance(spec.network, MLP)
    return spec.network.hidden_layers
