"""Requests to an MLflow server, by its REST API alone; every problem is explained."""

import base64
import json
import os
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, quote, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from regdash.settings.messages import InputError, shorten

_TIMEOUT = 30.0
"""Seconds without an answer after which a request fails."""

_MAX_ANSWER = 10_000_000
"""Most bytes of an answer."""

_PROXIED = "mlflow-artifacts:/"
"""What the places of files begin with that the server itself takes."""


def configured_address() -> str:
    """Return the address of the server in `MLFLOW_TRACKING_URI`; empty if there is none.

    One with a password in it counts as none, so that no page shows it.
    """
    address = os.environ.get("MLFLOW_TRACKING_URI", "")
    return address if address.startswith(("http://", "https://")) and "@" not in address else ""


def is_configured(url: str) -> bool:
    """Return whether an address is on the server in `MLFLOW_TRACKING_URI`."""
    address = configured_address()
    try:
        return bool(address) and urlsplit(url)[:2] == urlsplit(address)[:2]
    except ValueError:
        return False


class _NoRedirect(HTTPRedirectHandler):
    """Follows no redirect: it would pass the password to another server."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class MlflowServer:
    """An MLflow server.

    User and password or a token are taken from the variables that MLflow itself reads:
    `MLFLOW_TRACKING_USERNAME`, `MLFLOW_TRACKING_PASSWORD` and `MLFLOW_TRACKING_TOKEN`.
    """

    def __init__(self, url: str, *, credentials: bool = True) -> None:
        """Check the address; nothing is sent yet.

        Args:
            url: Address of the server, such as `http://localhost:5000`.
            credentials: Whether to send password or token to it; False if it may have been entered by
                somebody who does not know them.

        Raises:
            InputError: It is no such address, or contains a password; or the token cannot be sent.
        """
        parts = _split(url)
        if parts is None:
            raise InputError(
                [
                    f"MLflow: received {shorten(url)}; allowed: an address such as http://localhost:5000."
                ]
            )
        if "@" in parts.netloc:
            raise InputError(
                [
                    "MLflow: the address contains a user name; set MLFLOW_TRACKING_USERNAME and"
                    " MLFLOW_TRACKING_PASSWORD instead."
                ]
            )
        self._url = url.split("?")[0].split("#")[0].rstrip("/")
        self._opener: OpenerDirector = build_opener(_NoRedirect)
        self._credentials = credentials
        self._headers = _authorization() if credentials else {}

    def post(self, path: str, content: Any) -> dict[str, Any]:
        """Send a request and return the answer.

        Raises:
            InputError: The server cannot be reached, refuses it, or is not an MLflow server.
        """
        data = json.dumps(content, allow_nan=False).encode()
        answer = self._send("POST", f"mlflow/{path}", data, "application/json")
        try:
            found = json.loads(answer)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise self._stranger
        return found

    def put_file(self, place: str, name: str, data: bytes) -> bool:
        """Store a file of a run.

        Args:
            place: The `artifact_uri` of the run.
            name: Name of the file.
            data: Its content.

        Returns:
            False if clients have to store files elsewhere, such as in a bucket; nothing was sent then.

        Raises:
            InputError: See `post`.
        """
        folder = place.removeprefix(_PROXIED)
        # Two slashes name another server.
        if folder == place or folder.startswith("/"):
            return False
        path = quote(f"{folder.strip('/')}/{name}", errors="replace")
        self._send("PUT", f"mlflow-artifacts/artifacts/{path}", data, "application/octet-stream")
        return True

    def _send(self, method: str, path: str, data: bytes, kind: str) -> bytes:
        headers = {"Content-Type": kind, **self._headers}
        request = Request(f"{self._url}/api/2.0/{path}", data, headers, method=method)
        try:
            with self._opener.open(request, timeout=_TIMEOUT) as answer:
                return bytes(answer.read(_MAX_ANSWER))
        except HTTPError as error:
            with error:
                raise InputError([self._explain(error)]) from None
        except (URLError, TimeoutError, HTTPException, OSError) as error:
            reason = getattr(error, "reason", None) or error
            raise InputError(
                [
                    f"MLflow at {self._url} cannot be reached: {shorten(str(reason), 200)}. Start the"
                    " server, or correct the address."
                ]
            ) from None

    def read(self, answer: Any, *path: str | int) -> str:
        """Return a value of an answer, given the keys and positions that lead to it.

        Raises:
            InputError: There is no such value; the server is not an MLflow server.
        """
        for step in path:
            try:
                answer = answer[step]
            except (KeyError, IndexError, TypeError):
                raise self._stranger from None
        return str(answer)

    @property
    def _stranger(self) -> InputError:
        return InputError(
            [f"The server at {self._url} is not an MLflow server; check the address."]
        )

    def _explain(self, error: HTTPError) -> str:
        if 300 <= error.code < 400:
            where = shorten(error.headers.get("Location", "another address"), 200)
            return f"MLflow at {self._url} redirects to {where}; use that address."
        if error.code in (401, 403):
            where = "" if self._credentials else f" MLFLOW_TRACKING_URI={self._url}, and"
            return (
                f"MLflow at {self._url} refuses access (status {error.code}); set{where}"
                " MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN."
            )
        try:
            reason = str(json.loads(error.read(_MAX_ANSWER))["message"])
        except (ValueError, KeyError, TypeError, OSError, HTTPException):
            reason = str(error.reason)
        return f"MLflow at {self._url} refused a request (status {error.code}): {shorten(reason, 300)}."


def _split(url: str) -> SplitResult | None:
    """Return the parts of an address; None if no server can have it."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        # Both raise a ValueError: a label that is empty or too long, a port that is no number.
        valid = bool(host.encode("idna")) and parts.port != 0
    except ValueError:
        return None
    return parts if valid and parts.scheme in ("http", "https") and url.isascii() else None


def _authorization() -> dict[str, str]:
    token = os.environ.get("MLFLOW_TRACKING_TOKEN")
    user = os.environ.get("MLFLOW_TRACKING_USERNAME")
    if user is not None:
        password = os.environ.get("MLFLOW_TRACKING_PASSWORD", "")
        encoded = base64.b64encode(f"{user}:{password}".encode(errors="surrogateescape")).decode()
        return {"Authorization": f"Basic {encoded}"}
    if token is None:
        return {}
    if not (token.isascii() and token.isprintable()):  # the token itself is not shown
        raise InputError(
            ["MLFLOW_TRACKING_TOKEN contains characters that no token has; copy it again."]
        )
    return {"Authorization": f"Bearer {token}"}
