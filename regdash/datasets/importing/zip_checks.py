"""Checks the directory of a zip before any member is read."""

import io
import re
import stat
import struct
from collections.abc import Sequence
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from regdash.datasets.importing.limits import Limits
from regdash.settings.messages import InputError, shorten

_ARCHIVES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".7z", ".rar", ".bz2", ".xz", ".zst", ".npz")
_ENCRYPTED = 0x1
_MAX_END_RECORD_BYTES = 65_557
"""Maximum size of the record at the end of a zip, comment included."""
_MAX_ENTRY_BYTES = 512
_DRIVE = re.compile(r"[A-Za-z]:")


def check_members(members: Sequence[ZipInfo], archive: str, limits: Limits) -> None:
    """Reject a zip that is malicious or too large.

    Raises:
        InputError: Names the member that is rejected, and why.
    """
    limits.check("files", len(members), f"{archive} has too many files")
    seen: set[str] = set()
    for member in members:
        reason = find_problem(member, seen)
        if reason:
            raise InputError(
                [
                    f"{archive}: rejected, because {shorten(member.filename)} {reason}. Fix this and create the zip again."
                ]
            )
        seen.add(plain_name(member))
    # Rounded up: half a megabyte too much is rejected as well.
    declared = -(-sum(member.file_size for member in members) // 1_000_000)
    limits.check("unpacked_mb", declared, f"{archive} unpacks to too many MB")
    if not any(not member.is_dir() for member in members):
        raise InputError([f"{archive}: the zip contains no files."])


def find_problem(member: ZipInfo, seen: set[str]) -> str | None:
    """Return why a member is rejected, as the end of a sentence, or None.

    Args:
        member: The member.
        seen: Names of the members before it; see `plain_name`.
    """
    # `filename` was cut at a zero byte and had backslashes replaced on some systems.
    name = member.orig_filename
    parts = name.replace("\\", "/").split("/")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        return "is an absolute path"
    if ".." in parts:
        return "points outside the archive"
    if "\0" in name or any(ord(character) < 32 for character in name):
        return "has control characters in its name"
    if stat.S_ISLNK(kind):
        return "is a symbolic link"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is not a regular file"
    if member.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        # Python unpacks bzip2 and LZMA completely, even to read a few bytes.
        return "uses an unsupported compression method, such as bzip2 or LZMA"
    if plain_name(member) in seen:
        return "is contained twice"
    if name.lower().endswith(_ARCHIVES):
        return "is an archive inside the archive"
    return None


def plain_name(member: ZipInfo) -> str:
    """Return the name with forward slashes; some Windows programs write backslashes."""
    return member.filename.replace("\\", "/")


def is_hidden(name: str) -> bool:
    """Whether a file is hidden or was created by an operating system."""
    parts = name.split("/")
    return (
        "__MACOSX" in parts
        or parts[-1] in ("Thumbs.db", "desktop.ini")
        or any(part.startswith(".") for part in parts)
    )


def check_directory(file: IO[bytes], archive: str, limits: Limits) -> None:
    """Count the members of a zip before its directory is loaded, which needs memory for each.

    Raises:
        InputError: There are too many members.
    """
    limits.check("files", count_members(file, limits.files), f"{archive} has too many files")


def count_members(file: IO[bytes], most: int) -> int:
    """Count the members of a zip without loading its directory; roughly, if there are far more than `most`."""
    file.seek(0, io.SEEK_END)
    length = file.tell()
    file.seek(max(0, length - _MAX_END_RECORD_BYTES))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 16 > len(tail):
        return 0  # not a zip: `ZipFile` raises the error
    end = length - len(tail) + at
    (size,) = struct.unpack("<I", tail[at + 12 : at + 16])
    # The size of a directory above 4 GB is stored elsewhere; directories that large are rejected.
    size = min(size, end, most * _MAX_ENTRY_BYTES)
    file.seek(end - size)
    return file.read(size).count(b"PK\x01\x02")
