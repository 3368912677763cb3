"""Differences between the settings of several methods."""

from collections.abc import Sequence
from dataclasses import dataclass

from regdash.judging.wording import write_setting
from regdash.settings.formatting import MINUS, NOTHING
from regdash.spec import RunSpec
from regdash.spec.settings import Setting, all_settings
from regdash.techniques import TECHNIQUES


@dataclass(frozen=True)
class SettingRow:
    """The values of one setting for several methods."""

    title: str
    values: tuple[str, ...]
    """One per method."""

    @property
    def differs(self) -> bool:
        """Whether the values differ between methods."""
        return len(set(self.values)) > 1


def compare_settings(methods: Sequence[Sequence[RunSpec]]) -> list[SettingRow]:
    """Tabulate the settings of several methods.

    Args:
        methods: For each method the specs of its runs, which differ only in their seeds.

    Returns:
        One row per setting, those of techniques first; unused techniques are left out.
    """
    rows = [row for cls in TECHNIQUES for row in _technique_rows(cls.key, methods)]
    for setting in all_settings():
        values = tuple(_write(setting, specs) for specs in methods)
        # Leave out settings of unused kinds of network, and those with a single choice.
        if any(values) and len(setting.dial.choices) != 1:
            rows.append(SettingRow(setting.dial.title, tuple(v or NOTHING for v in values)))
    return rows


def list_changes(spec: RunSpec, reference: RunSpec) -> list[str]:
    """List the settings in which a method differs from another one, apart from seeds.

    Args:
        spec: Of the method.
        reference: Of the method it is compared with.

    Returns:
        Techniques that only one of them has, such as `+ dropout 0.5` and `− L2 0.001`, then settings
        such as `Dropout: Hidden rate 0.2 → 0.5`.
    """
    mine, theirs = ({t.key: t for t in of.techniques} for of in (spec, reference))
    changes = [f"+ {t.label()}" for key, t in mine.items() if key not in theirs]
    changes += [f"{MINUS} {t.label()}" for key, t in theirs.items() if key not in mine]
    both = [[spec], [reference]]
    rows = [row for key in mine if key in theirs for row in _technique_rows(key, both)]
    for setting in all_settings():
        if setting.dial.fairness != "repeats":
            rows.append(SettingRow(setting.dial.title, tuple(_write(setting, s) for s in both)))
    return [
        *changes,
        *(
            f"{row.title} {row.values[1] or NOTHING} → {row.values[0] or NOTHING}"
            for row in rows
            if row.differs
        ),
    ]


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
    """Return the value as text; several values, such as seeds, are joined."""
    return ", ".join(dict.fromkeys(write_setting(setting, spec) for spec in specs))
