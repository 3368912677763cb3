"""How much an import may ask of this machine."""

import os
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from regdash.settings.messages import InputError, shorten

_MEGABYTE = 1_000_000


class Limits(BaseModel):
    """Limits of an import. Each can be set in the environment, such as `REGDASH_MAX_FILES`."""

    model_config = ConfigDict(frozen=True)

    files: int = Field(200_000, ge=1, description="files in an archive or folder")
    unpacked_mb: int = Field(2_000, ge=1, description="MB that an archive unpacks to")
    images: int = Field(200_000, ge=1, description="images")
    decoded_mb: int = Field(500, ge=1, description="MB of pixels, a byte each")
    image_pixels: int = Field(4096 * 4096, ge=1, description="pixels of an image before resizing")
    side: int = Field(64, ge=2, le=256, description="pixels to a side")
    classes: int = Field(1_000, ge=2, le=65_535, description="classes")

    @classmethod
    def from_environment(cls) -> "Limits":
        """Read the limits that are set in the environment.

        Raises:
            InputError: One is not a whole number, or out of range.
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
                    f"{variable_of(name)}: received {shorten(given[name])}; allowed is a whole number"
                    " from 1 up."
                ]
            ) from None

    @property
    def unpacked_bytes(self) -> int:
        """Bytes that an archive may unpack to."""
        return self.unpacked_mb * _MEGABYTE

    @property
    def decoded_bytes(self) -> int:
        """Bytes of pixels."""
        return self.decoded_mb * _MEGABYTE

    def say(self, name: str) -> str:
        """A limit in words, with the variable that sets it."""
        what = type(self).model_fields[name].description
        return f"at most {getattr(self, name):,} {what} ({variable_of(name)})"

    def check(self, name: str, received: int, what: str) -> None:
        """Compare a count with its limit.

        Raises:
            InputError: It is above the limit; `what` says of what.
        """
        if received > getattr(self, name):
            raise InputError([f"{what}: {received:,}; allowed are {self.say(name)}."])


def variable_of(name: str) -> str:
    """Environment variable that sets a limit."""
    return f"REGDASH_MAX_{name.upper()}"
