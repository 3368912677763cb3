"""The files of an import, by name: from a zip, a folder, or a few single files. Nothing is unpacked
to disk; gzip is decompressed while reading."""

import gzip
import io
import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol
from zipfile import BadZipFile, ZipFile, ZipInfo

from regdash.datasets.importing.limits import Limits
from regdash.datasets.importing.result import LeftOut
from regdash.datasets.importing.zip_checks import (
    check_directory,
    check_members,
    is_hidden,
    plain_name,
)
from regdash.settings.messages import InputError, shorten

_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MAX_BYTES_PER_PIXEL = 4
"""More than any compressed format needs for a pixel of a photograph."""

_CHUNK_BYTES = 1 << 16

_ZIP_READER_ERRORS = (ValueError, IndexError, OverflowError, struct.error)
"""Errors that Python's zip reader also raises on damaged files."""

_OTHER_ARCHIVES = {
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "RAR",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "Zstandard",
}


@dataclass(frozen=True)
class Upload:
    """An uploaded file with its original name."""

    name: str
    file: IO[bytes]


Source = Path | Upload


class Files(Protocol):
    """Named files. Names are paths with forward slashes."""

    names: list[str]

    def open_raw(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Open a file without decompressing it."""


class ReadableFiles:
    """Files that are read within limits; gzip is decompressed while reading."""

    def __init__(self, files: Files, limits: Limits, left_out: LeftOut) -> None:
        self._files = files
        self.limits = limits
        self.left_out = left_out
        self.loose = isinstance(files, _Loose)
        """Whether these are single files, neither in a zip nor in a folder."""
        self.names: list[str] = []
        for name in files.names:
            if is_hidden(name):
                left_out.add(name, "hidden file or system file")
            else:
                self.names.append(name)

    @contextmanager
    def open(self, name: str) -> Iterator[io.BufferedReader]:
        """Open a file for reading; gzip is decompressed.

        Raises:
            InputError: The file is damaged or too large; may also be raised while reading.
        """
        with input_errors(name), self._files.open_raw(name) as raw:
            file = self._limited(raw, name)
            start = file.peek(512)
            refuse_nested(start, name)
            if start.startswith(_GZIP):
                file = self._limited(gzip.GzipFile(fileobj=file), name)
                refuse_nested(file.peek(512), name)
            yield file

    def open_seekable(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Open a single file without limits; the caller checks its size and handles damage."""
        return self._files.open_raw(name)

    def read_image(self, name: str) -> bytes:
        """Read an image file.

        Raises:
            InputError: The file is damaged, or larger than any image may be.
        """
        most = _MAX_BYTES_PER_PIXEL * self.limits.image_pixels
        data = b""
        with input_errors(name), self._files.open_raw(name) as raw:
            # In chunks: reading the maximum at once would also allocate it at once.
            while len(data) <= most and (chunk := raw.read(_CHUNK_BYTES)):
                data += chunk
        if len(data) > most:
            raise InputError(
                [f"{name}: the file is too large; allowed: {self.limits.describe('image_pixels')}."]
            )
        return data

    def head(self, name: str, length: int = 65_536) -> bytes:
        """Read the first bytes of a file, decompressed."""
        with self.open(name) as file:
            return file.read(length)

    def _limited(self, stream: Any, name: str) -> io.BufferedReader:
        return io.BufferedReader(_Limited(stream, self.limits, name), 1 << 18)


class _Limited(io.RawIOBase):
    """A stream that raises `InputError` once it is longer than allowed, whatever its header says.

    Closing it leaves the underlying stream open, because its owner closes that.
    """

    def __init__(self, stream: Any, limits: Limits, name: str) -> None:
        self._stream, self._limits, self._name = stream, limits, name
        self._left = limits.unpacked_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise InputError(
                [
                    f"{self._name}: the unpacked file is too large; allowed:"
                    f" {self._limits.describe('unpacked_mb')}."
                ]
            )
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def input_errors(name: str) -> Iterator[None]:
    """Turn errors of readers into an `InputError` that names the file."""
    try:
        yield
    except InputError:
        raise
    except (BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, *_ZIP_READER_ERRORS) as error:
        raise InputError(
            [f"{name}: the file is damaged or truncated ({error}); create it again."]
        ) from None
    except NotImplementedError:
        raise InputError(
            [f"{name}: the compression method is not supported; create an ordinary zip."]
        ) from None
    except OSError as error:
        raise InputError(
            [f"{name}: the file cannot be read ({error.strerror or error})."]
        ) from None


def open_files(sources: Sequence[Source], limits: Limits, left_out: LeftOut) -> ReadableFiles:
    """Open a folder, a zip or single files.

    Args:
        sources: One folder, one zip, or one or more single files.
        limits: Limits of the import.
        left_out: Records files that are not used.

    Raises:
        InputError: There is no file, an archive is malicious or damaged, or a limit is exceeded.
    """
    if not sources:
        raise InputError(["No file was given."])
    if len(sources) == 1 and isinstance(sources[0], Path) and sources[0].is_dir():
        return ReadableFiles(_Folder(sources[0], limits, left_out), limits, left_out)
    loose = _Loose(sources)
    for name, source in loose.sources.items():
        with input_errors(name), loose.open_raw(name) as raw:
            start = raw.read(512)
        if not start:
            raise InputError([f"{name}: the file is empty (0 bytes)."])
        refuse_nested(start, name, alone=True)
        if start.startswith(_ZIP):
            with input_errors(name):
                archive = _Zip(source, limits)
            if archive.is_npz:
                continue
            if len(sources) > 1:
                raise InputError([f"{name}: import one archive at a time, without other files."])
            return ReadableFiles(archive, limits, left_out)
        elif name.lower().endswith((".npz", ".zip")):
            raise InputError(
                [
                    f"{name}: the file is damaged, or is no {name[-3:].lower()} file; create it again."
                ]
            )
    return ReadableFiles(loose, limits, left_out)


def refuse_nested(start: bytes, name: str, *, alone: bool = False) -> None:
    """Check that a file is not an archive of an unsupported kind.

    Args:
        start: First 512 bytes of the file.
        name: Name of the file, for messages.
        alone: Whether the file is not inside another file.

    Raises:
        InputError: It is a 7z, RAR, bzip2, xz, Zstandard or tar archive.
    """
    kinds = [kind for magic, kind in _OTHER_ARCHIVES.items() if start.startswith(magic)]
    kinds += ["tar"] * (start[257:262] == b"ustar")
    if kinds:
        within = "" if alone else " inside other files"
        raise InputError(
            [
                f"{name}: {kinds[0]} archives{within} are not supported; unpack it and create one zip."
            ]
        )


class _Loose:
    """Single files."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = {source.name: source for source in sources}
        if len(self.sources) < len(sources):
            raise InputError(["Two of the files have the same name; rename one of them."])
        self.names = list(self.sources)

    def open_raw(self, name: str) -> AbstractContextManager[IO[bytes]]:
        source = self.sources[name]
        if isinstance(source, Path):
            return source.open("rb")
        source.file.seek(0)
        return nullcontext(source.file)


class _Zip:
    """The members of a zip; none is ever written to disk."""

    def __init__(self, source: Source, limits: Limits) -> None:
        file = source.open("rb") if isinstance(source, Path) else source.file
        check_directory(file, source.name, limits)
        self._zip = ZipFile(file)
        members = self._zip.infolist()
        self._members: dict[str, ZipInfo] = {
            plain_name(m): m for m in members if not plain_name(m).endswith("/")
        }
        self.names = sorted(self._members)
        self.is_npz = bool(self.names) and all(
            name.endswith(".npy") and "/" not in name for name in self.names
        )
        """Whether this is an npz file of NumPy, whatever its name."""
        check_members(members, source.name, limits)

    def open_raw(self, name: str) -> AbstractContextManager[IO[bytes]]:
        return self._zip.open(self._members[name])


class _Folder:
    """All files below a folder of this machine. Symbolic links are not followed."""

    def __init__(self, folder: Path, limits: Limits, left_out: LeftOut) -> None:
        self._folder = folder
        self.names: list[str] = []
        for parent, _, files in os.walk(folder):
            for file in files:
                path = Path(parent, file)
                name = PurePosixPath(path.relative_to(folder)).as_posix()
                if path.is_symlink() or not path.is_file():
                    left_out.add(name, "symbolic link or special file")
                else:
                    self.names.append(name)
            limits.check("files", len(self.names), shorten(str(folder)))
        self.names.sort()

    def open_raw(self, name: str) -> AbstractContextManager[IO[bytes]]:
        return (self._folder / name).open("rb")
