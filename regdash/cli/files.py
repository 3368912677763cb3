"""Files that commands write."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from regdash.settings.messages import InputError

Kind = TypeVar("Kind", bound=str)

# Letters and digits after a dot; a number alone is a version, such as in `results-1.2`.
_ENDING = re.compile(r"\.[a-z][a-z0-9]{0,7}", re.IGNORECASE)


def write_file(path: str | Path, content: bytes) -> None:
    """Write what `--out` names.

    Raises:
        InputError: It cannot be written.
    """
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise InputError(
            [
                f"--out {path}: cannot be written ({error.strerror}); choose a file in an existing folder."
            ]
        ) from None


def choose_ending(out: str | None, allowed: Sequence[Kind], usual: Kind) -> Kind:
    """Return what the ending of `--out` says; `usual` if the option is not given.

    Raises:
        InputError: The ending is none of those allowed.
    """
    if out is None:
        return usual
    ending = Path(out).suffix.lower().removeprefix(".")
    for kind in allowed:
        if ending == kind:
            return kind
    endings = ", ".join(f".{kind}" for kind in allowed)
    choice = f"one of {endings}" if len(allowed) > 1 else endings
    raise InputError([f"{_received(out)}: choose a name that ends with {choice}."])


def choose_folder(out: str | None, usual: str) -> Path:
    """Return the folder that `--out` names; `usual` if the option is not given.

    Raises:
        InputError: It names nothing, or what looks like a file.
    """
    if out is None:
        return Path(usual)
    path = Path(out)
    if not out:
        raise InputError([f"{_received(out)}: choose the name of a folder."])
    # A slash at the end or a folder of this name shows that it is meant.
    meant = out.endswith(("/", "\\")) or path.is_dir()
    if _ENDING.fullmatch(path.suffix) and not meant:
        raise InputError(
            [f"{_received(out)}: a folder is written; choose a name without {path.suffix}."]
        )
    return path


def _received(out: str) -> str:
    return f"--out {out}" if out else "--out: received nothing"
