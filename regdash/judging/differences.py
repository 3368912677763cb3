"""What the settings of several specs differ in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from regdash.datasets.collection import name_of
from regdash.settings.formatting import NOTHING
from regdash.spec import RunSpec
from regdash.spec.text import PLACES, get_setting, setting_dial
from regdash.techniques import TECHNIQUES


@dataclass(frozen=True)
class Setting:
    """One setting of several methods."""

    title: str
    values: tuple[str, ...]
    """One for each method."""

    @property
    def differs(self) -> bool:
        """Whether the methods have it differently."""
        return len(set(self.values)) > 1


def compare_settings(methods: Sequence[Sequence[RunSpec]]) -> list[Setting]:
    """Lay the settings of methods side by side.

    Args:
        methods: For each method the specs of its runs, which differ in their seeds alone.

    Returns:
        Every setting, those of techniques first; techniques nobody has are left out.
    """
    rows = [row for cls in TECHNIQUES for row in _technique_rows(cls.key, methods)]
    for name in PLACES:
        title = setting_dial(name).title
        rows.append(Setting(title, tuple(_value(specs, name) for specs in methods)))
    return rows


def _technique_rows(key: str, methods: Sequence[Sequence[RunSpec]]) -> list[Setting]:
    found = [next((t for t in specs[0].techniques if t.key == key), None) for specs in methods]
    present = next((t for t in found if t is not None), None)
    if present is None:
        return []
    rows = []
    for dial in type(present).dials():
        title = (
            dial.title if dial.title.startswith(present.title) else f"{present.title}: {dial.title}"
        )
        rows.append(
            Setting(
                title,
                tuple(
                    NOTHING if t is None else _read(getattr(t, dial.name), dial.unit) for t in found
                ),
            )
        )
    return rows


def _value(specs: Sequence[RunSpec], name: str) -> str:
    if name == "hidden_layers":
        return specs[0].network.label()
    if name == "dataset":
        return name_of(specs[0].data.dataset)
    unit = setting_dial(name).unit
    texts = [_read(get_setting(spec, name), unit) for spec in specs]
    return ", ".join(dict.fromkeys(texts))


def _read(value: Any, unit: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = (
        f"{value:,}"
        if isinstance(value, int)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )
    return f"{text} {unit}".strip()
