"""How the settings of runs are written where runs are compared."""

from regdash.datasets.collection import name_of
from regdash.spec import RunSpec
from regdash.spec.settings import Setting


def write_setting(setting: Setting, spec: RunSpec) -> str:
    """The value of a setting in words; data sets by their names."""
    value = setting.value(spec)
    if setting.name == "dataset":
        return name_of(value)
    return "" if value is None else setting.dial.write(value)
