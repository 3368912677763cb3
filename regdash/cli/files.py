"""Files that commands write."""

from pathlib import Path

from regdash.settings.messages import InputError


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
