"""Files that pages have written, for the browser to save.

Streamlit's own deferred downloads run with the values of the last drawing, so what was typed just
before the press is missing; and a press while the page is redrawn names a file that is gone.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_urlsafe
from threading import Lock
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

DOWNLOAD_PATH = "/regdash/downloads"

_MOST_FILES = 32
_MOST_BYTES = 256_000_000


@dataclass(frozen=True)
class Download:
    """A file to save."""

    data: bytes
    name: str
    media_type: str

    def respond(self) -> Response:
        """Return the file as an attachment, which a browser saves and does not show."""
        return Response(
            self.data,
            media_type=self.media_type,
            headers={
                "Cache-Control": "no-store",
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(self.name, safe='')}",
                "X-Content-Type-Options": "nosniff",
            },
        )


class Downloads:
    """The newest files, in memory; usable from any thread.

    A file is found by a random token alone, so visitors cannot read each other's.
    """

    def __init__(self, most_files: int = _MOST_FILES, most_bytes: int = _MOST_BYTES) -> None:
        """Begin without files.

        Args:
            most_files: Number of files that are kept.
            most_bytes: Their total size; the newest file is kept even if it is larger.
        """
        self._files: OrderedDict[str, Download] = OrderedDict()
        self._most_files = most_files
        self._most_bytes = most_bytes
        self._lock = Lock()

    def add(self, download: Download) -> str:
        """Keep a file, and drop the oldest ones; return its token."""
        token = token_urlsafe(24)
        with self._lock:
            self._files[token] = download
            while len(self._files) > 1 and self._is_full():
                self._files.popitem(last=False)
        return token

    def find(self, token: str) -> Download | None:
        """Return a file, or None if it was dropped."""
        with self._lock:
            return self._files.get(token)

    def _is_full(self) -> bool:
        size = sum(len(download.data) for download in self._files.values())
        return len(self._files) > self._most_files or size > self._most_bytes


def serve_downloads(find_downloads: Callable[[], Downloads]) -> Callable[[Request], Response]:
    """Return what responds to requests for the file of a `token`: the file, or 404."""

    def respond(request: Request) -> Response:
        found = find_downloads().find(request.path_params["token"])
        if found is None:
            raise HTTPException(404)
        return found.respond()

    return respond
