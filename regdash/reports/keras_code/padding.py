"""Random layers between hidden layers that RegDash pads: see `regdash.models.padding`.

A random layer draws one number per unit, padded or not, so a script has to draw as many.
"""

from regdash.models.padding import LANES, MIN_UNITS, padded_units
from regdash.reports.keras_code.parts import Parts
from regdash.reports.keras_code.values import Values
from regdash.spec import RunSpec

WIDENED = f'''
class Widened(keras.layers.Wrapper):
    """A random layer that draws numbers for more units, and uses those it needs.

    RegDash pads hidden layers of {MIN_UNITS} units or more to multiples of {LANES}, which is faster. Without
    this, training would be as good, but with other random numbers.
    """

    def call(self, inputs, training=False):
        units = inputs.shape[-1]
        added = -units % {LANES} if units >= {MIN_UNITS} else 0
        wide = keras.ops.pad(inputs, [[0, 0], [0, added]])
        return self.layer(wide, training=training)[:, :units]
'''.strip()


def draws(layer: str) -> bool:
    """Whether a layer's code draws random numbers."""
    return "seed=" in layer


def needs_widened(values: Values, parts: Parts) -> bool:
    """Whether random layers must be `Widened`, and then have the numbers of all runs."""
    return _draws_in_padded(values, parts) and all(map(_pads, values.specs))


def has_other_numbers(values: Values, parts: Parts) -> bool:
    """Whether some runs have other random numbers than in RegDash."""
    return _draws_in_padded(values, parts) and not all(map(_pads, values.specs))


def _draws_in_padded(values: Values, parts: Parts) -> bool:
    places = ("before_activation", "after_activation")
    return any(draws(item) for place in places for _, item in parts.expressions(place)) and any(
        padded_units(units, getattr(spec.network, "activation", "")) != units
        for spec in values.specs
        for units in getattr(spec.network, "hidden_layers", ())
    )


def _pads(spec: RunSpec) -> bool:
    """Whether hidden layers are padded if they are wide: that depends on the activation."""
    units = MIN_UNITS + 1
    return padded_units(units, getattr(spec.network, "activation", "")) != units
