"""What a study can vary: numeric settings of runs and techniques, and the size of the network."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache

from regdash.models import MLP, Network
from regdash.settings.fields import Dial
from regdash.settings.messages import InputError, shorten
from regdash.spec import RunSpec
from regdash.spec.settings import Setting, nest_settings, setting_names
from regdash.techniques import TECHNIQUES, Technique
from regdash.techniques.wording import format_strength

Value = int | float

_DEEPEST, _WIDEST = 10, 4096
"""Limits of `MLP.hidden_layers`."""


class Dimension(ABC):
    """A hyperparameter with numeric values."""

    key: str
    """Its name in texts, such as `train_size`, `l2` or `dropout.input_rate`."""
    dial: Dial
    """Its title, limits, scale and how it is written."""

    @property
    def title(self) -> str:
        """Short label, in sentence case."""
        return self.dial.title

    @property
    def full_title(self) -> str:
        """Label that is clear without the technique beside it, such as `Dropout: hidden rate`."""
        return self.title

    @property
    def whole(self) -> bool:
        """Whether its values are whole numbers."""
        return self.dial.kind is int

    @property
    def of_technique(self) -> bool:
        """Whether it belongs to a technique, which runs are named after."""
        return False

    def write(self, value: Value) -> str:
        """Format a value for display, with its unit."""
        if self.dial.scale == "log" and not self.whole:
            return format_strength(value)
        return self.dial.write(value)

    def phrase(self, value: Value) -> str:
        """Say it with its value, such as `2,000 images` or `L2 strength 1e-4`."""
        return self.dial.say(self.write(value))

    @abstractmethod
    def read(self, spec: RunSpec) -> Value | None:
        """Return its value in a spec; None if the spec has no such setting."""

    @abstractmethod
    def apply(self, spec: RunSpec, value: Value) -> RunSpec:
        """Return a spec with another value.

        Raises:
            InputError: The value is not allowed, or the spec has no such setting.
        """


@dataclass(frozen=True)
class SettingDimension(Dimension):
    """A numeric setting of a spec that belongs to no technique."""

    setting: Setting

    @property
    def key(self) -> str:  # type: ignore[override]
        return self.setting.name

    @property
    def dial(self) -> Dial:  # type: ignore[override]
        return self.setting.dial

    def read(self, spec: RunSpec) -> Value | None:
        value: Value | None = self.setting.value(spec)
        return value

    def apply(self, spec: RunSpec, value: Value) -> RunSpec:
        if self.read(spec) is None:
            raise InputError(
                [
                    f"{self.title} ({self.key}): the network is of another kind, which does not have it."
                ]
            )
        values = spec.model_dump(mode="json")
        for part, changed in nest_settings({self.key: value}).items():
            values[part] = {**values[part], **changed} if isinstance(changed, dict) else changed
        return RunSpec.from_dict(values)


@dataclass(frozen=True)
class TechniqueDimension(Dimension):
    """A numeric setting of a technique."""

    technique: type[Technique]
    dial: Dial

    @property
    def key(self) -> str:  # type: ignore[override]
        """The technique's key alone for its strength, and for a setting of the same name."""
        technique = self.technique.key
        return technique if self.is_strength else f"{technique}.{self.dial.name}"

    @property
    def full_title(self) -> str:
        technique = self.technique.title
        if self.title.startswith(technique):
            return self.title
        return f"{technique}: {self.dial.noun}"

    @property
    def of_technique(self) -> bool:
        return True

    @property
    def adds_technique(self) -> bool:
        """Whether varying it is enough to choose the technique: it has no other number to decide."""
        return self.is_strength or len(_numeric_dials(self.technique)) == 1

    @property
    def is_strength(self) -> bool:
        """Whether it says how strongly the technique acts, with 0 for not at all."""
        return self.dial.name == self.technique.strength

    def phrase(self, value: Value) -> str:
        """Say it as the technique's name does, such as `L2 1e-4`, or `without L2`."""
        title = self.technique.title
        if not self.is_strength:
            return f"{title}, {self.dial.noun} {self.write(value)}"
        return f"{title} {self.write(value)}" if value else f"without {title}"

    def read(self, spec: RunSpec) -> Value | None:
        """Return its value; 0 for the strength of a technique that the spec leaves out."""
        for technique in spec.techniques:
            if technique.key == self.technique.key:
                value: Value = getattr(technique, self.dial.name)
                return value
        return 0.0 if self.is_strength else None

    def apply(self, spec: RunSpec, value: Value) -> RunSpec:
        """Return a spec with another value; a strength of 0 leaves the technique out.

        Raises:
            InputError: The value is not allowed, or the technique is not chosen and has other numbers.
        """
        chosen = {t.key: t.model_dump(mode="json") for t in spec.techniques}
        key = self.technique.key
        if key not in chosen and not self.adds_technique:
            raise InputError(
                [
                    f"{self.title} ({self.key}): {self.technique.title} is not one of the techniques;"
                    f" add it, such as by --technique {key}, or vary something else."
                ]
            )
        changed = {**chosen, key: {**chosen.get(key, {}), self.dial.name: value}}
        if value == 0 and self.is_strength:
            try:
                return spec.replace(techniques=changed)  # dropout of the input alone
            except InputError:
                return spec.replace(techniques={k: v for k, v in chosen.items() if k != key})
        return spec.replace(techniques=changed)


_WIDTH = Dial(
    name="width",
    title="Width",
    help="Units of every hidden layer.",
    kind=int,
    choices=(),
    low=1,
    high=_WIDEST,
    default=500,
    scale="log",
    noun="width",
    phrase="width {}",
)


class WidthDimension(Dimension):
    """Units of every hidden layer."""

    key = "width"
    dial = _WIDTH

    def read(self, spec: RunSpec) -> Value | None:
        layers = _hidden_layers(spec.network)
        return layers[0] if layers and len(set(layers)) == 1 else None

    def apply(self, spec: RunSpec, value: Value) -> RunSpec:
        depth = len(_require_layers(self, spec.network))
        return _with_layers(spec, [value] * depth)


_DEPTH = Dial(
    name="depth",
    title="Depth",
    help="Number of hidden layers, all as wide as the first one.",
    kind=int,
    choices=(),
    low=1,
    high=_DEEPEST,
    default=5,
    noun="depth",
    phrase="depth {}",
)


class DepthDimension(Dimension):
    """Number of hidden layers, all as wide as the first one."""

    key = "depth"
    dial = _DEPTH

    def read(self, spec: RunSpec) -> Value | None:
        layers = _hidden_layers(spec.network)
        return len(layers) if layers and len(set(layers)) == 1 else None

    def apply(self, spec: RunSpec, value: Value) -> RunSpec:
        units = _require_layers(self, spec.network)[0]
        return _with_layers(spec, [units] * round(value))


def _hidden_layers(network: Network) -> tuple[int, ...]:
    return network.hidden_layers if isinstance(network, MLP) else ()


def _require_layers(dimension: Dimension, network: Network) -> tuple[int, ...]:
    layers = _hidden_layers(network)
    if not layers:
        raise InputError(
            [
                f"{dimension.title} ({dimension.key}): only a network of fully connected layers has it."
            ]
        )
    return layers


def _with_layers(spec: RunSpec, layers: list[Value]) -> RunSpec:
    network = spec.network.model_dump(mode="json")
    return spec.replace(network={**network, "hidden_layers": layers})


def all_dimensions() -> dict[str, Dimension]:
    """Return everything that can be varied, by key: techniques first, in display order."""
    return _collect(tuple(TECHNIQUES))


@lru_cache
def _collect(techniques: tuple[type[Technique], ...]) -> dict[str, Dimension]:
    found: list[Dimension] = []
    for technique in techniques:
        found += [TechniqueDimension(technique, dial) for dial in _numeric_dials(technique)]
    found += [WidthDimension(), DepthDimension()]
    settings = setting_names().values()
    found += [SettingDimension(s) for s in settings if s.dial.kind in (int, float)]
    return {dimension.key: dimension for dimension in found}


def _numeric_dials(technique: type[Technique]) -> list[Dial]:
    return [dial for dial in technique.dials() if dial.kind in (int, float)]


def find_dimension(name: str) -> Dimension:
    """Find a dimension by its key, or by the name of a technique's only setting.

    Raises:
        InputError: There is none.
    """
    known = all_dimensions()
    name = name.strip()
    if name in known:
        return known[name]
    of_technique = [key for key in known if key.partition(".")[0] == name]
    if len(of_technique) == 1:
        return known[of_technique[0]]
    if of_technique:
        raise InputError(
            [f"{name} has several settings; say which one to vary: {', '.join(of_technique)}."]
        )
    raise InputError([f"Nothing is called {shorten(name)}. To vary: {', '.join(known)}."])
