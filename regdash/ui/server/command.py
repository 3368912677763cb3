"""`regdash serve`: open the dashboard in this process."""

import argparse
import errno
import os
import socket
import sys
from pathlib import Path

from regdash.settings.home import home_folder
from regdash.settings.messages import InputError, shorten
from regdash.ui.addresses import is_loopback

APP = Path(__file__).with_name("app.py")

_LOOPBACK = "127.0.0.1"

_HIGHEST_PORT = 65_535


def add_serve_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `serve` to the command line."""
    serve = commands.add_parser("serve", help="open the dashboard (also without any command)")
    serve.add_argument(
        "--port", metavar="N", help="port to listen on; default: 8501 or the next free one"
    )
    serve.add_argument(
        "--address",
        metavar="A",
        default=_LOOPBACK,
        help="address to listen on; default: 127.0.0.1, this machine only",
    )
    serve.add_argument(
        "--home", metavar="DIR", help="folder for runs and image sets; overrides REGDASH_HOME"
    )
    serve.set_defaults(command=_serve)


def _serve(options: argparse.Namespace) -> int:
    if options.home is not None:
        os.environ["REGDASH_HOME"] = options.home
    home_folder()  # report a folder that cannot be created now, not on the first page
    flags = ["--server.address", options.address]
    port = 0 if options.port is None else _read_port(options.port)
    _check_listening(options.address, port)
    if port:
        flags += ["--server.port", str(port)]
    if not is_loopback(options.address):
        print(
            f"regdash: Anyone who can reach {options.address} can use this dashboard and start"
            " runs; there is no password.",
            file=sys.stderr,
        )
    # Imported late: the other commands do not need Streamlit.
    from streamlit.web import cli

    cli.main(["run", str(APP), *flags], prog_name="streamlit", standalone_mode=False)
    return 0


def _read_port(text: str) -> int:
    if text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= _HIGHEST_PORT:
        return int(text)
    raise InputError(
        [
            f"Port (--port): received {shorten(text)}; allowed: a whole number from 1 to"
            f" {_HIGHEST_PORT:,}."
        ]
    )


def _check_listening(address: str, port: int) -> None:
    """Try to listen on the server's address and port.

    Args:
        address: Host name or IP address of this machine.
        port: Port; 0: any free one.

    Raises:
        InputError: The address or port cannot be used, or the port is in use.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            address, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name != "nt":  # on Windows, this would let two programs share a port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except PermissionError:
        raise InputError(
            [f"Port (--port): {port} requires more permissions; choose a port above 1,023."]
        ) from None
    except (OSError, UnicodeError) as error:
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise InputError(
                [
                    f"Port (--port): {port} is used by another program; choose another port,"
                    " or omit --port to use a free one."
                ]
            ) from None
        raise InputError(
            [
                f"Address (--address): received {shorten(address)}, which is not an address of"
                f" this machine; use {_LOOPBACK} for this machine only, or 0.0.0.0 for all networks."
            ]
        ) from None
