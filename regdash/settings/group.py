"""What all parts of a spec are: frozen, and strict about what they are given."""

from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo

NO_SETTING: JsonDict = {"setting": False}
"""`json_schema_extra` of fields that nobody sets, such as the version of a format."""


class SettingsGroup(BaseModel):
    """A group of settings."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def setting_fields(group: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a group that hold settings; groups within it are left out."""
    return {
        name: info
        for name, info in group.model_fields.items()
        if info.json_schema_extra != NO_SETTING and inner_group(info) is None
    }


def inner_group(info: FieldInfo) -> type[SettingsGroup] | None:
    """The group of settings a field holds, if it holds one."""
    held = info.annotation
    return held if isinstance(held, type) and issubclass(held, SettingsGroup) else None
