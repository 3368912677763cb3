"""Options that are whole numbers."""

from regdash.settings.messages import InputError, shorten


def read_count(flag: str, text: str, most: int) -> int:
    """Return the whole number that an option gives.

    Raises:
        InputError: It is not a whole number from 1 to `most`.
    """
    # Python refuses to read numbers of thousands of digits.
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most:
        return int(text[:9])
    raise InputError(
        [f"{flag}: received {shorten(text)}; allowed: a whole number from 1 to {most}."]
    )
