"""Reads zips from strangers: limits on files, sizes and ratios, checked before anything is unpacked."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZipFile

from regdash.datasets.importing.zip_checks import count_members, find_problem, plain_name
from regdash.reports.archive import DAMAGED, MAX_RATIO
from regdash.settings.messages import InputError, shorten

MAX_FILES = 20_000
MAX_PACKED_MB = 300
MAX_UNPACKED_MB = 600
_MEGABYTE = 1_000_000
_SMALL = 100_000
"""Bytes of a file whose ratio does not matter."""


class SafeZip:
    """An open zip whose directory has been checked."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._sizes = {info.filename: info.file_size for info in archive.infolist()}

    def size(self, name: str) -> int:
        """Return the unpacked size of a file in bytes, as the directory declares it; 0: no file."""
        return self._sizes.get(name, 0)

    def read(self, name: str, most: int) -> bytes:
        """Unpack a file.

        Args:
            name: Its path in the zip.
            most: Largest size in bytes.

        Raises:
            InputError: It is missing, too large, or damaged.
        """
        if name not in self._sizes:
            raise InputError(
                [
                    f"{shorten(name)} is missing; it is not a file of 'regdash export'. Choose a zip that"
                    " 'regdash export' or 'Everything as zip' has written."
                ]
            )
        if self._sizes[name] > most:
            raise InputError(
                [f"{shorten(name)} has {self._sizes[name]:,} bytes; allowed: at most {most:,}."]
            )
        try:
            with self._archive.open(name) as file:
                data = file.read(self._sizes[name] + 1)
        except DAMAGED as error:
            raise InputError([_describe_damage(error)]) from None
        if len(data) != self._sizes[name]:
            raise InputError([_describe_damage("a file has another size than declared")])
        return data


@contextmanager
def open_safely(source: Path | IO[bytes]) -> Iterator[SafeZip]:
    """Open a zip after checking its directory.

    Args:
        source: A path, or a file that can be searched (`seek`).

    Raises:
        InputError: It is no zip, too large, damaged, or contains something malicious.
        OSError: The file cannot be read.
    """
    if isinstance(source, Path):
        with source.open("rb") as file, open_safely(file) as safe:
            yield safe
        return
    packed = source.seek(0, 2)
    _check("bytes", packed, MAX_PACKED_MB * _MEGABYTE)
    _check("files", count_members(source, MAX_FILES), MAX_FILES)
    try:
        archive = ZipFile(source)
    except DAMAGED as error:
        raise InputError([_describe_damage(error)]) from None
    with archive:
        _check_directory(archive)
        yield SafeZip(archive)


def _check_directory(archive: ZipFile) -> None:
    members = archive.infolist()
    _check("files", len(members), MAX_FILES)
    _check("bytes unpacked", sum(m.file_size for m in members), MAX_UNPACKED_MB * _MEGABYTE)
    seen: set[str] = set()
    for member in members:
        problem = find_problem(member, seen)
        # The writer packs nothing further; see `MAX_RATIO`.
        if member.file_size > max(_SMALL, 2 * MAX_RATIO * member.compress_size):
            problem = "unpacks to a suspicious multiple of its size"
        if problem:
            raise InputError([f"It contains {shorten(member.filename)}, which {problem}."])
        seen.add(plain_name(member))


def _check(what: str, received: int, most: int) -> None:
    if received > most:
        raise InputError([f"It has {received:,} {what}; allowed: at most {most:,}."])


def _describe_damage(error: object) -> str:
    reason = str(error).rstrip(".") or type(error).__name__
    return f"It is no complete zip ({shorten(reason, 100)}); copy or download it again."
