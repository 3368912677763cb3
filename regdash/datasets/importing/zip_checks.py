"""What a zip says of its members, looked at before any is read."""

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
_END_RECORD = 65_557
"""Most bytes of the record at the end of a zip, comment included."""
_LONGEST_ENTRY = 512
_DRIVE = re.compile(r"[A-Za-z]:")


def check_members(members: Sequence[ZipInfo], archive: str, limits: Limits) -> None:
    """Refuse a zip that is hostile or too large.

    Raises:
        InputError: With the member that is wrong, and why.
    """
    limits.check("files", len(members), f"{archive} has too many files")
    seen: set[str] = set()
    for member in members:
        reason = _wrong(member, seen)
        if reason:
            raise InputError(
                [
                    f"{archive}: refused, because {shorten(member.filename)} {reason}. Pack it again without."
                ]
            )
        seen.add(plain_name(member))
    # Rounded up: a zip that claims half a megabyte too much is refused as well.
    claimed = -(-sum(member.file_size for member in members) // 1_000_000)
    limits.check("unpacked_mb", claimed, f"{archive} unpacks to too many MB")
    if not any(not member.is_dir() for member in members):
        raise InputError([f"{archive}: there is no file in it."])


def _wrong(member: ZipInfo, seen: set[str]) -> str | None:
    # `filename` was cut at a zero byte and had backslashes replaced on some systems.
    name = member.orig_filename
    parts = name.replace("\\", "/").split("/")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        return "is an absolute path"
    if ".." in parts:
        return "climbs out of the archive"
    if "\0" in name or any(ord(character) < 32 for character in name):
        return "has control characters in its name"
    if stat.S_ISLNK(kind):
        return "is a link"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is no ordinary file"
    if member.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        # Python unpacks bzip2 and LZMA whole, however little of it is asked for.
        return "is packed by bzip2, LZMA or the like, not as in an ordinary zip"
    if plain_name(member) in seen:
        return "is in it twice"
    if name.lower().endswith(_ARCHIVES):
        return "is an archive within the archive"
    return None


def plain_name(member: ZipInfo) -> str:
    """Its name with forward slashes; some programs on Windows write the others."""
    return member.filename.replace("\\", "/")


def is_hidden(name: str) -> bool:
    """Whether an operating system or a program put it there for itself."""
    parts = name.split("/")
    return (
        "__MACOSX" in parts
        or parts[-1] in ("Thumbs.db", "desktop.ini")
        or any(part.startswith(".") for part in parts)
    )


def check_directory(file: IO[bytes], archive: str, limits: Limits) -> None:
    """Count the members of a zip before their list is made, which takes memory for each.

    Raises:
        InputError: There are too many.
    """
    file.seek(0, io.SEEK_END)
    length = file.tell()
    file.seek(max(0, length - _END_RECORD))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 16 > len(tail):
        return  # no zip at all: `ZipFile` says so
    end = length - len(tail) + at
    (size,) = struct.unpack("<I", tail[at + 12 : at + 16])
    # The real size of a directory beyond 4 GB stands elsewhere; none of that size is allowed.
    size = min(size, end, limits.files * _LONGEST_ENTRY)
    file.seek(end - size)
    found = file.read(size).count(b"PK\x01\x02")
    limits.check("files", found, f"{archive} has too many files")
