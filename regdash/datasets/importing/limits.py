"""Limits on the size of an import."""

import os
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from regdash.settings.fields import describe_allowed
from regdash.settings.messages import InputError, shorten

_MEGABYTE = 1_000_000


class Limits(BaseModel):
    """Limits of an import. Each is set by an environment variable, such as `REGDASH_MAX_FILES`."""

    model_config = ConfigDict(frozen=True)

    files: int = Field(200_000, ge=1, description="files in an archive or folder")
    unpacked_mb: int = Field(2_000, ge=1, description="MB of unpacked data")
    images: int = Field(200_000, ge=1, description="images")
    decoded_mb: int = Field(500, ge=1, description="MB of pixels (one byte per value)")
    image_pixels: int = Field(4096 * 4096, ge=1, description="pixels per image before resizing")
    side: int = Field(64, ge=2, le=256, description="pixels per side")
    classes: int = Field(1_000, ge=2, le=65_535, description="classes")

    @classmethod
    def from_environment(cls) -> "Limits":
        """Read the limits from the environment; those that are not set have their defaults.

        Raises:
            InputError: A limit is not a whole number, or out of range.
        """
        given: dict[str, Any] = {
            name: os.environ[variable]
            for name in cls.model_fields
            if (variable := variable_of(name)) in os.environ
        }
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            name = str(error.errors()[0]["loc"][0])
            raise InputError(
                [
                    f"{variable_of(name)}: received {shorten(given[name])}; allowed:"
                    f" {describe_allowed(cls.model_fields[name])}."
                ]
            ) from None

    @property
    def unpacked_bytes(self) -> int:
        """Maximum number of unpacked bytes."""
        return self.unpacked_mb * _MEGABYTE

    @property
    def decoded_bytes(self) -> int:
        """Maximum number of bytes of pixels."""
        return self.decoded_mb * _MEGABYTE

    def describe(self, name: str) -> str:
        """Return a limit in words, with the variable that sets it."""
        what = type(self).model_fields[name].description
        return f"at most {getattr(self, name):,} {what} ({variable_of(name)})"

    def check(self, name: str, received: int, what: str) -> None:
        """Check a count against its limit.

        Args:
            name: Name of the limit.
            received: The count.
            what: Beginning of the error message.

        Raises:
            InputError: The count is above the limit.
        """
        if received > getattr(self, name):
            raise InputError([f"{what}: {received:,}; allowed: {self.describe(name)}."])


def variable_of(name: str) -> str:
    """Return the environment variable that sets a limit."""
    return f"REGDASH_MAX_{name.upper()}"
