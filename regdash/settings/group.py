"""What all parts of a spec are: frozen, and strict about what they are given."""

from pydantic import BaseModel, ConfigDict


class SettingsGroup(BaseModel):
    """A group of settings."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
