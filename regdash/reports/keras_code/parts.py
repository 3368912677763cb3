"""What the techniques of some runs add to their script, each part under its condition."""

from collections.abc import Callable

from regdash.reports.keras_code.values import Values, technique_text
from regdash.settings.code_text import indent
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
