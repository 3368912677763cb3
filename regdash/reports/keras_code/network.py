"""The code of the network, its penalties and its optimizer, with what techniques add."""

from collections.abc import Callable, Sequence

from regdash.models.code_places import CodePlaces
from regdash.reports.keras_code.values import Values, network_text, technique_text
from regdash.settings.code_text import indent, write_call
from regdash.techniques.keras_code import KerasCode, write_penalty


class Parts:
    """What the techniques of all runs add, by place."""

    def __init__(self, values: Values) -> None:
        """Collect the code of all techniques.

        Args:
            values: Collects the settings that they refer to.
        """
        self._values = values
        self._explained: set[str] = set()
        self._codes: list[tuple[str, KerasCode]] = []
        for key, chosen in values.techniques():
            text = technique_text(values, key, chosen)
            # They may add different parts; equal ones are written once.
            for technique in dict.fromkeys(t for t in chosen if t is not None):
                code = technique.code_parts(text)
                if (key, code) not in self._codes:
                    self._codes.append((key, code))

    def helpers(self) -> list[str]:
        """Return the functions and classes that the other parts use."""
        return list(dict.fromkeys(code.helpers for _, code in self._codes if code.helpers))

    def expressions(self, place: str) -> list[tuple[str, str]]:
        """Return the technique and the expression of each item of a place."""
        found = [(key, item) for key, code in self._codes for item in getattr(code, place)]
        return list(dict.fromkeys(found))

    def statements(self, place: str, write: Callable[[str], str]) -> list[str]:
        """Return a statement for each item of a place, under its condition.

        Args:
            place: A field of `KerasCode` with expressions or statements.
            write: Makes a statement from an item.
        """
        return [
            line
            for key, item in self.expressions(place)
            for line in self._under_condition(key, [write(item)])
        ]

    def assigned(self, place: str, default: str) -> tuple[list[str], list[str]]:
        """Return statements that assign the arguments of a place, and `name=value` for each.

        Args:
            place: A field of `KerasCode` with arguments.
            default: Value of an argument in runs without the technique.
        """
        statements: list[str] = []
        arguments: dict[str, str] = {}
        for key, name in self.expressions(place):
            value = next(getattr(c, place)[name] for k, c in self._codes if k == key)
            if self._values.everywhere(key):
                statements += self._explain(key)
                arguments[name] = value
                continue
            if name not in arguments:
                statements.append(f"{name} = {default}")
            arguments[name] = name
            statements += self._under_condition(key, [f"{name} = {value}"])
        return statements, [f"{name}={value}" for name, value in arguments.items()]

    def penalties(self) -> tuple[list[str], list[str]]:
        """Return statements that prepare the penalty on hidden kernels, and its argument."""
        found = [
            (key, name, code.penalties[name])
            for key, code in self._codes
            for name in code.penalties
        ]
        if not found:
            return [], []
        names = sorted({name for _, name, _ in found})
        statements: list[str] = []
        strengths = {
            name: " + ".join(dict.fromkeys(value for _, other, value in found if other == name))
            for name in names
        }
        if all(self._values.everywhere(key) for key, *_ in found):
            for key in dict.fromkeys(key for key, *_ in found):
                statements += self._explain(key)
        else:
            statements.append(f"{' = '.join(names)} = 0.0")
            for key in dict.fromkeys(key for key, *_ in found):
                added = dict.fromkeys(f"{n} += {value}" for k, n, value in found if k == key)
                statements += self._under_condition(key, list(added))
            strengths = {name: name for name in names}
        statements.append(f"regularizer = {write_penalty(strengths)}")
        return statements, ["kernel_regularizer=regularizer"]

    def _under_condition(self, key: str, statements: list[str]) -> list[str]:
        explained = self._explain(key)
        if self._values.everywhere(key):
            return [*explained, *statements]
        return [f'if "{key}" in run.techniques:', *indent([*explained, *statements])]

    def _explain(self, key: str) -> list[str]:
        """Return the comment of a technique, once."""
        if key in self._explained:
            return []
        self._explained.add(key)
        comments = [code.comment for k, code in self._codes if k == key]
        return [f"# {line}" for line in comments[0].splitlines()]


def write_network(values: Values, parts: Parts) -> str:
    """Return the function `build_network`."""
    setup, arguments = parts.penalties()
    more, others = parts.assigned("kernel_arguments", "None")
    after_input = _preprocessing(parts) + parts.statements("after_input", _append)
    places = CodePlaces(
        after_input=after_input,
        hidden_arguments=[*arguments, *others],
        before_activation=parts.statements("before_activation", _append),
        after_activation=parts.statements("after_activation", _append),
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
