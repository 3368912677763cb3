"""The settings of runs as columns that are the same for all runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from regdash.reports.csv_text import Cell
from regdash.reports.runs import with_unit
from regdash.settings.fields import Dial
from regdash.spec import RunSpec
from regdash.spec.settings import all_settings, setting_names
from regdash.techniques import TECHNIQUES, Technique


@dataclass(frozen=True)
class SettingColumn:
    """A setting of a spec or of a technique."""

    name: str
    """Such as `train_size`, or `dropout.rate` for a setting of a technique."""
    dial: Dial
    read: Callable[[RunSpec], Cell]
    """Returns its value in a spec; None where it does not exist."""

    @property
    def heading(self) -> str:
        """Its heading in tables, such as `augmentation.rotation (°)`."""
        return with_unit(self.name, self.dial.unit)


def setting_columns() -> list[SettingColumn]:
    """Return every setting that specs can have: their own, then those of each technique."""
    own = [
        SettingColumn(name, setting.dial, partial(_read_setting, name))
        for name, setting in setting_names().items()
    ]
    return own + [
        SettingColumn(f"{technique.key}.{field}", dial, partial(_read_technique, technique, field))
        for technique in TECHNIQUES
        for field, dial in zip(technique.model_fields, technique.dials(), strict=True)
    ]


def read_settings(spec: RunSpec) -> Mapping[str, Cell]:
    """Return the value of every setting by the name of its column."""
    return {column.name: column.read(spec) for column in setting_columns()}


def techniques_text(spec: RunSpec) -> str:
    """Return the keys of the techniques in use, such as `l2, dropout`; empty if there are none."""
    return ", ".join(technique.key for technique in spec.techniques)


def _read_setting(name: str, spec: RunSpec) -> Cell:
    # Kinds of network share names; only one of them has the setting in this spec.
    for setting in all_settings():
        if setting.name == name and (value := setting.value(spec)) is not None:
            return _to_cell(value, setting.dial)
    return None


def _read_technique(technique: type[Technique], field: str, spec: RunSpec) -> Cell:
    for used in spec.techniques:
        if isinstance(used, technique):
            dial = dict(zip(technique.model_fields, technique.dials(), strict=True))[field]
            return _to_cell(getattr(used, field), dial)
    return None


def _to_cell(value: Any, dial: Dial) -> Cell:
    return value if isinstance(value, bool | int | float) else dial.to_text(value)
