"""From a spec to an untrained Keras network, and the loss and optimizer beside it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import keras

from regdash.models import MLP
from regdash.models.padding import padded_units
from regdash.models.seeding import derive_seed
from regdash.spec import RunSpec


def build_network(
    spec: RunSpec, pixels: int, classes: int, *, padded: bool = False
) -> keras.Sequential:
    """Build the fully connected network of a spec, with seeded weights.

    Techniques add their layers, penalties and constraints; the output layer is left alone, as in
    the article.

    Args:
        spec: What to build.
        pixels: Inputs of the network.
        classes: Units of the softmax output.
        padded: Make hidden layers as wide as `padded_units` says, to be filled from the network.

    Returns:
        A built network, float32 (batch, pixels) -> (batch, classes).
    """
    assert isinstance(spec.network, MLP)
    seed_for = partial(derive_seed, spec.seed)
    initializer = partial(_initializer, spec.network.initializer, spec.seed)
    layers = [keras.Input((pixels,), name="pixels")]
    for technique in spec.techniques:
        layers += technique.input_layers(seed_for)
    for index, units in enumerate(spec.network.hidden_layers):
        before = [layer for t in spec.techniques for layer in t.layers_before_activation(index)]
        after = [
            layer for t in spec.techniques for layer in t.layers_after_activation(index, seed_for)
        ]
        layers.append(
            keras.layers.Dense(
                padded_units(units, spec.network.activation) if padded else units,
                activation=None if before else spec.network.activation,
                kernel_initializer=initializer(index),
                kernel_regularizer=_only(
                    "kernel regularizer", [t.kernel_regularizer() for t in spec.techniques]
                ),
                kernel_constraint=_only(
                    "kernel constraint", [t.kernel_constraint() for t in spec.techniques]
                ),
                name=f"hidden_{index + 1}",
            )
        )
        layers += before
        if before:
            layers.append(keras.layers.Activation(spec.network.activation))
        layers += after
    layers.append(
        keras.layers.Dense(
            classes,
            activation="softmax",
            kernel_initializer=initializer(len(spec.network.hidden_layers)),
            name="classes",
        )
    )
    return keras.Sequential(layers)


def build_loss(spec: RunSpec) -> keras.losses.Loss:
    """Cross-entropy for one-hot labels, as the techniques change it."""
    settings = {k: v for t in spec.techniques for k, v in t.loss_settings().items()}
    return keras.losses.CategoricalCrossentropy(**settings)


def build_optimizer(spec: RunSpec) -> keras.optimizers.Optimizer:
    """The optimizer of a spec, as the techniques change it."""
    rate = spec.optimizer.learning_rate
    if spec.optimizer.name == "sgd":
        optimizer = keras.optimizers.SGD(rate, momentum=spec.optimizer.momentum)
    elif spec.optimizer.name == "rmsprop":
        optimizer = keras.optimizers.RMSprop(rate)
    else:
        optimizer = keras.optimizers.Adam(rate)
    for technique in spec.techniques:
        technique.adjust_optimizer(optimizer)
    return optimizer


def _initializer(name: str, seed: int, index: int) -> keras.initializers.Initializer:
    return keras.initializers.get(
        {"class_name": name, "config": {"seed": derive_seed(seed, "kernel", index)}}
    )


def _only(what: str, parts: Sequence[Any]) -> Any:
    """Join what several techniques ask of one place; L1 and L2 penalties add up."""
    found = [part for part in parts if part is not None]
    if len(found) < 2:
        return found[0] if found else None
    family = (keras.regularizers.L1, keras.regularizers.L2, keras.regularizers.L1L2)
    if all(isinstance(part, family) for part in found):
        return keras.regularizers.L1L2(
            l1=sum(float(getattr(part, "l1", 0.0)) for part in found),
            l2=sum(float(getattr(part, "l2", 0.0)) for part in found),
        )
    raise TypeError(f"Two techniques ask for a {what}, and it is not known how to join them.")
