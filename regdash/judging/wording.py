"""Settings as text, where runs are compared."""

from regdash.datasets.collection import name_of
from regdash.spec import RunSpec
from regdash.spec.settings import Setting


def write_setting(setting: Setting, spec: RunSpec) -> str:
    """Return the value of a setting as text; data sets by their names."""
    value = setting.value(spec)
    if setting.name == "dataset":
        return name_of(value)
    return "" if value is None else setting.dial.write(value)
