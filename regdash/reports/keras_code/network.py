"""The code of the network and its optimizer, with what techniques add."""

from collections.abc import Sequence

from regdash.models.code_places import CodePlaces
from regdash.reports.keras_code.padding import draws, needs_widened
from regdash.reports.keras_code.parts import Parts
from regdash.reports.keras_code.values import Values, network_text
from regdash.settings.code_text import indent, write_call


def write_network(values: Values, parts: Parts) -> str:
    """Return the function `build_network`."""
    setup, arguments = parts.penalties()
    more, others = parts.assigned("kernel_arguments", "None")
    after_input = _preprocessing(parts) + parts.statements("after_input", _append)
    widened = needs_widened(values, parts)

    def append(layer: str) -> str:
        return _append(write_call("Widened", [layer]) if widened and draws(layer) else layer)

    places = CodePlaces(
        after_input=after_input,
        hidden_arguments=[*arguments, *others],
        before_activation=parts.statements("before_activation", append),
        after_activation=parts.statements("after_activation", append),
    )
    text = network_text(values)
    body = values.specs[0].network.keras_code(text, places)
    seed = values.setting("seed")
    lines = [
        f"def build_network({values.parameters('x_train')}):",
        '    """Build the untrained network: every kernel and random layer has a seed of its own."""',
        "",
        "    def seed(*place):",
        f"        return derive_seed({seed}, *place)",
        "",
        *indent([*setup, *more]),
        "    layers = [keras.Input((x_train.shape[1],))]",
        *indent(body),
        "    return keras.Sequential(layers)",
    ]
    return "\n".join(lines)


def _preprocessing(parts: Parts) -> list[str]:
    lines = parts.statements("augmentation", _append)
    if lines:
        lines = [
            "layers.append(keras.layers.Reshape(IMAGE_SHAPE))",
            *lines,
            "layers.append(keras.layers.Flatten())",
        ]
    return lines + parts.statements("preprocessing", _append)


def _append(layer: str) -> str:
    return write_call("layers.append", [layer], width=80)


def write_optimizer(values: Values, parts: Parts) -> str:
    """Return the function `build_optimizer`."""
    setup, arguments = parts.assigned("optimizer_arguments", "None")
    names = list(dict.fromkeys(spec.optimizer.name for spec in values.specs))
    rate = values.setting("learning_rate")
    statements = parts.statements("optimizer_lines", str)
    lines = [
        f"def build_optimizer({values.parameters()}):",
        '    """Return a new optimizer."""',
        *indent(setup),
    ]
    if len(names) == 1 and not statements:
        return "\n".join(
            [*lines, *indent([f"return {_optimizer(values, names[0], rate, arguments)}"])]
        )
    if len(names) == 1:
        lines += indent([f"optimizer = {_optimizer(values, names[0], rate, arguments)}"])
    else:
        choice = values.setting("optimizer")
        for number, name in enumerate(names):
            word = "elif" if number else "if"
            lines.append(f'    {word} {choice} == "{name}":')
            lines += indent([f"optimizer = {_optimizer(values, name, rate, arguments)}"], 2)
    return "\n".join([*lines, *indent(statements), "    return optimizer"])


_OPTIMIZERS = {"adam": "Adam", "sgd": "SGD", "rmsprop": "RMSprop"}


def _optimizer(values: Values, name: str, rate: str, arguments: Sequence[str]) -> str:
    own = [f"momentum={values.setting('momentum')}"] if name == "sgd" else []
    return write_call(f"keras.optimizers.{_OPTIMIZERS[name]}", [rate, *own, *arguments])
