"""The values of a script: constants for what all runs share, fields for what differs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regdash.settings.code_text import camel_case, write_call, write_literal
from regdash.spec import RunSpec
from regdash.spec.settings import setting_names
from regdash.techniques import TECHNIQUES, Technique

NOTHING = object()
"""In place of a setting that a run does not have."""


@dataclass(frozen=True)
class Field:
    """A value that differs between runs."""

    name: str
    values: Sequence[Any]
    """One per run, `NOTHING` where a run does not have it."""

    @property
    def optional(self) -> bool:
        """Whether a run does not have it."""
        return any(value is NOTHING for value in self.values)

    @property
    def annotation(self) -> str:
        """Its type, with a default if it is optional."""
        kind = next(type(value).__name__ for value in self.values if value is not NOTHING)
        return f"{self.name}: {kind} | None = None" if self.optional else f"{self.name}: {kind}"


class Values:
    """Collects the values that the code of some runs refers to, in the order of use."""

    def __init__(self, specs: Sequence[RunSpec]) -> None:
        """Begin without any.

        Args:
            specs: The runs, at least one.
        """
        self.specs = specs
        self.several = len(specs) > 1
        self.constants: dict[str, tuple[str, str]] = {}
        """Literal and comment of each constant."""
        self.fields: dict[str, Field] = {}

    def refer(self, name: str, values: Sequence[Any], comment: str = "") -> str:
        """Return an expression for a value.

        Args:
            name: Its name in lower case, such as `dropout_rate`.
            values: One per run, or `NOTHING`.
            comment: Explains a constant.
        """
        present = [value for value in values if value is not NOTHING]
        if all(value == present[0] for value in present):
            self.constants[name.upper()] = write_literal(present[0]), comment
            return name.upper()
        self.fields[name] = Field(name, values)
        return f"run.{name}"

    def setting(self, name: str) -> str:
        """Return an expression for a setting of the spec, by its name."""
        setting = setting_names()[name]
        return self.refer(name, [setting.value(spec) for spec in self.specs], setting.dial.help)

    def techniques(self) -> list[tuple[str, list[Technique | None]]]:
        """Return the key of each technique that occurs, with the technique of each run."""
        found = []
        for cls in TECHNIQUES:
            chosen = [
                next((t for t in spec.techniques if t.key == cls.key), None) for spec in self.specs
            ]
            if any(chosen):
                found.append((cls.key, chosen))
        return found

    def everywhere(self, key: str) -> bool:
        """Whether every run has a technique."""
        return all(any(t.key == key for t in spec.techniques) for spec in self.specs)

    def parameters(self, *names: str, needed: bool = True) -> str:
        """Return the parameters of a function that may use fields of `run`.

        Args:
            names: Its own parameters.
            needed: False: it uses none.
        """
        return ", ".join([*names, "run"] if self.several and needed else names)


class ScriptText:
    """Writes the settings of one technique, or of the network; see `CodeText`."""

    def __init__(
        self,
        values: Values,
        owners: Sequence[Any],
        prefix: str = "",
        comment: Callable[[str], str] = lambda name: "",
    ) -> None:
        """Prepare to write.

        Args:
            values: Collects what is referred to.
            owners: The technique or network of each run; None where there is none.
            prefix: Precedes the names of its settings.
            comment: Explains a setting.
        """
        self._values = values
        self._owners = owners
        self._prefix = prefix
        self._comment = comment

    def setting(self, name: str, values: Mapping[Any, Any] | None = None) -> str:
        renamed = values or {}
        found = [self._value(owner, name, lambda v: renamed.get(v, v)) for owner in self._owners]
        return self._values.refer(self._name(name), found, self._comment(name))

    def keras_class(self, module: str, name: str) -> str:
        names = [self._value(owner, name, camel_case) for owner in self._owners]
        present = {text for text in names if text is not NOTHING}
        if len(present) == 1:
            return f"keras.{module}.{present.pop()}"
        return f"getattr(keras.{module}, {self._values.refer(self._name(name), names)})"

    def call(self, function: str, *arguments: str, seed: str = "") -> str:
        return write_call(function, [*arguments, *([f"seed=seed({seed})"] if seed else [])])

    def _name(self, name: str) -> str:
        return name if self._prefix in ("", name) else f"{self._prefix}_{name}"

    @staticmethod
    def _value(owner: Any, name: str, change: Callable[[Any], Any]) -> Any:
        return NOTHING if owner is None else change(getattr(owner, name))


def technique_text(values: Values, key: str, chosen: Sequence[Technique | None]) -> ScriptText:
    """Return what writes the settings of a technique."""
    dials = {dial.name: dial for dial in TECHNIQUES.by_key(key).dials()}

    def comment(name: str) -> str:
        help, unit = dials[name].help, dials[name].unit
        return help if not unit or unit in help.lower() else f"{help} In {unit}."

    return ScriptText(values, chosen, key, comment)


def network_text(values: Values) -> ScriptText:
    """Return what writes the settings of the network."""
    settings = setting_names()
    return ScriptText(
        values,
        [spec.network for spec in values.specs],
        comment=lambda name: settings[name].dial.help if name in settings else "",
    )
