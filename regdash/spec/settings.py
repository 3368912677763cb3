"""Every setting of a spec that is not a technique's, found from the declarations of its fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

from regdash.models import MLP, NETWORKS, Network
from regdash.settings.fields import Dial, read_dial
from regdash.settings.group import SettingsGroup, inner_group, setting_fields
from regdash.settings.messages import InputError, shorten
from regdash.spec.run import RunSpec

KIND = "kind"
"""The field that says which kind of network a spec has."""


@dataclass(frozen=True)
class Setting:
    """A setting and where a spec has it."""

    part: str
    """Field of the spec, such as `data`; empty for the spec's own."""
    field: str
    dial: Dial
    network: str = ""
    """Kind of network that has it; empty if it does not depend on the kind."""

    @property
    def name(self) -> str:
        """Its flag, and its key in links."""
        return self.dial.name

    def value(self, spec: RunSpec) -> Any:
        """Its value in a spec; None if that has another kind of network."""
        owner: Any = getattr(spec, self.part) if self.part else spec
        if self.field == KIND:
            return owner.key
        if self.network and owner.key != self.network:
            return None
        return getattr(owner, self.field)

    def applies(self, spec: RunSpec) -> bool:
        """Whether it changes anything in a spec."""
        if self.value(spec) is None:
            return False
        if self.dial.only_with is None:
            return True
        name, needed = self.dial.only_with
        return any(s.value(spec) == needed for s in all_settings() if s.name == name)


def all_settings() -> tuple[Setting, ...]:
    """Every setting, in the order in which they are asked for and told.

    Raises:
        TypeError: A field declares no `fairness`, or a name is taken.
    """
    return find_settings(RunSpec, tuple(NETWORKS))


def setting_names() -> dict[str, Setting]:
    """Settings by name; kinds of network may share a name, which stands once."""
    found: dict[str, Setting] = {}
    for setting in all_settings():
        found.setdefault(setting.name, setting)
    return found


@lru_cache
def find_settings(spec: type[RunSpec], networks: tuple[type[Network], ...]) -> tuple[Setting, ...]:
    """The settings that the fields of a spec and of kinds of network declare.

    Raises:
        TypeError: A field declares no `fairness`, or a name is taken.
    """
    found = []
    for part, info in spec.model_fields.items():
        group = inner_group(info)
        if group is None:
            continue
        if issubclass(group, Network):
            found.append(Setting(part, KIND, _kind_dial(networks)))
            found += [s for kind in networks for s in _of_group(part, kind, kind.key)]
        else:
            found += _of_group(part, group)
    found += _of_group("", spec)
    _check(found)
    return tuple(found)


def _of_group(part: str, group: type[SettingsGroup], network: str = "") -> list[Setting]:
    return [
        Setting(part, field, read_dial(field, info), network)
        for field, info in setting_fields(group).items()
    ]


def _kind_dial(networks: tuple[type[Network], ...]) -> Dial:
    titles = {kind.key: kind.title for kind in networks}
    return Dial(
        name="network",
        title="Kind of network",
        help=f"How the network is built: {', '.join(titles)}.",
        kind=str,
        choices=tuple(titles),
        low=None,
        high=None,
        default=MLP.key,
        writer=lambda key: titles.get(key, key),
        noun="kind of network",
        fairness="warns",
    )


def _check(settings: list[Setting]) -> None:
    for setting in settings:
        if setting.dial.fairness is None:
            raise TypeError(
                f"{_place(setting)} does not declare what a difference means for a comparison: give"
                ' its dial fairness="blocks", "warns" or "repeats".'
            )
    for one, other in combinations(settings, 2):
        of_two_networks = one.network != other.network and one.network and other.network
        if one.name == other.name and not (of_two_networks and one.field == other.field):
            raise TypeError(
                f"{_place(one)} and {_place(other)} are both called {one.name}: give the dial of one"
                " of them another name."
            )


def _place(setting: Setting) -> str:
    return f"{setting.network or setting.part or 'RunSpec'}.{setting.field}"


def nest_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Put settings by name where the spec has them.

    Raises:
        InputError: A name that is no setting.
    """
    known = setting_names()
    values: dict[str, Any] = {}
    for name, value in settings.items():
        if name not in known:
            raise InputError(
                [f"There is no setting {shorten(name)}. There are: {', '.join(known)}."]
            )
        setting = known[name]
        part = values.setdefault(setting.part, {}) if setting.part else values
        part[setting.field] = value
    return values
