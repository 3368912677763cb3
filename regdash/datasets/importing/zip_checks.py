"""What a zip says of its members, looked at before any is read."""

import re
import stat
from collections.abc import Sequence
from pathlib import PurePosixPath
from zipfile import ZipInfo

from regdash.datasets.importing.limits import Limits
from regdash.messages import InputError, shorten

_ARCHIVES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".7z", ".rar", ".bz2", ".xz", ".zst", ".npz")
_ENCRYPTED = 0x1
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
        seen.add(member.filename)
    # Rounded up: a zip that claims half a megabyte too much is refused as well.
    claimed = -(-sum(member.file_size for member in members) // 1_000_000)
    limits.check("unpacked_mb", claimed, f"{archive} unpacks to too many MB")
    if not any(not member.is_dir() for member in members):
        raise InputError([f"{archive}: there is no file in it."])


def _wrong(member: ZipInfo, seen: set[str]) -> str | None:
    # `filename` was cut at a zero byte and had backslashes replaced on some systems.
    name = member.orig_filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
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
    if member.filename in seen:
        return "is in it twice"
    if name.lower().endswith(_ARCHIVES):
        return "is an archive within the archive"
    return None


def is_system_file(name: str) -> bool:
    """Whether an operating system put it there unasked."""
    parts = PurePosixPath(name).parts
    return (
        "__MACOSX" in parts
        or parts[-1] in (".DS_Store", "Thumbs.db", "desktop.ini")
        or parts[-1].startswith("._")
    )
