"""What the settings of several specs differ in."""

from collections.abc import Sequence
from dataclasses import dataclass

from regdash.judging.wording import write_setting
from regdash.settings.formatting import NOTHING
from regdash.spec import RunSpec
from regdash.spec.settings import Setting, all_settings
from regdash.techniques import TECHNIQUES


@dataclass(frozen=True)
class SettingRow:
    """One setting of several methods."""

    title: str
    values: tuple[str, ...]
    """One for each method."""

    @property
    def differs(self) -> bool:
        """Whether the methods have it differently."""
        return len(set(self.values)) > 1


def compare_settings(methods: Sequence[Sequence[RunSpec]]) -> list[SettingRow]:
    """Lay the settings of methods side by side.

    Args:
        methods: For each method the specs of its runs, which differ in their seeds alone.

    Returns:
        Every setting, those of techniques first; techniques nobody has are left out.
    """
    rows = [row for cls in TECHNIQUES for row in _technique_rows(cls.key, methods)]
    for setting in all_settings():
        values = tuple(_write(setting, specs) for specs in methods)
        # A kind of network that nobody has, or the only one there is: nothing to be told.
        if any(values) and len(setting.dial.choices) != 1:
            rows.append(SettingRow(setting.dial.title, tuple(v or NOTHING for v in values)))
    return rows


def _technique_rows(key: str, methods: Sequence[Sequence[RunSpec]]) -> list[SettingRow]:
    found = [next((t for t in specs[0].techniques if t.key == key), None) for specs in methods]
    present = next((t for t in found if t is not None), None)
    if present is None:
        return []
    rows = []
    for dial in type(present).dials():
        title = (
            dial.title if dial.title.startswith(present.title) else f"{present.title}: {dial.title}"
        )
        values = tuple(NOTHING if t is None else dial.write(getattr(t, dial.name)) for t in found)
        rows.append(SettingRow(title, values))
    return rows


def _write(setting: Setting, specs: Sequence[RunSpec]) -> str:
    """One value, or those of several seeds."""
    return ", ".join(dict.fromkeys(write_setting(setting, spec) for spec in specs))
