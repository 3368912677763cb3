"""Files that the browser may keep forever, because their addresses change with their content."""

import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

_HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}

_MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css"}


@dataclass(frozen=True)
class Content:
    """A file in memory, compressed once."""

    plain: bytes
    media_type: str

    @cached_property
    def compressed(self) -> bytes:
        """The content compressed with gzip."""
        return gzip.compress(self.plain, 6)

    def respond(self, request: Request) -> Response:
        """Return the content, compressed if the browser accepts that."""
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(self.plain, media_type=self.media_type, headers=_HEADERS)
        headers = {**_HEADERS, "Content-Encoding": "gzip"}
        return Response(self.compressed, media_type=self.media_type, headers=headers)


class Folder:
    """The scripts and style sheets of a folder, read once.

    Scripts import each other by relative paths, so all have one version, which is a part of their
    address.
    """

    def __init__(self, folder: Path) -> None:
        """Read the files."""
        self._folder = folder
        self._contents = {
            path.name: Content(path.read_bytes(), _MEDIA_TYPES[path.suffix])
            for path in sorted(folder.iterdir())
            if path.suffix in _MEDIA_TYPES
        }
        digest = sha256()
        for name, content in self._contents.items():
            digest.update(f"{name}\0{len(content.plain)}\0".encode() + content.plain)
        self.version = digest.hexdigest()[:16]
        """Hash of all files."""

    @property
    def names(self) -> list[str]:
        """Names of the files."""
        return list(self._contents)

    def read(self, name: str) -> str:
        """Return the text of any file of the folder."""
        return (self._folder / name).read_text("utf-8")

    def find(self, name: str) -> Content | None:
        """Return a script or style sheet, if there is one of this name."""
        return self._contents.get(name)


def serve_folders(folders: Iterable[Folder]) -> Callable[[Request], Response]:
    """Return what responds to requests for the file `name` of a folder's `version`.

    The response is 404 if there is no such file in this version.
    """
    by_version = {folder.version: folder for folder in folders}

    def respond(request: Request) -> Response:
        folder = by_version.get(request.path_params["version"])
        content = None if folder is None else folder.find(request.path_params["name"])
        if content is None:
            raise HTTPException(404)
        return content.respond(request)

    return respond
