"""What `regdash serve` refuses; that it serves is tested with the wheel."""

import argparse
import os
import socket
import tomllib
from pathlib import Path

import pytest

from regdash.__main__ import main
from regdash.ui.server.command import APP, add_serve_command

ROOT = Path(__file__).parents[3]


def test_a_checkout_and_a_package_are_served_with_the_same_settings() -> None:
    """Streamlit reads the file beside the application it runs, and there are two."""
    settings = [
        tomllib.loads((app.parent / ".streamlit" / "config.toml").read_text("utf-8"))
        for app in (ROOT / "app.py", APP)
    ]
    assert settings[0] == settings[1]
    server, browser = settings[0]["server"], settings[0]["browser"]
    assert (server["address"], server["fileWatcherType"]) == ("127.0.0.1", "none")
    assert browser["gatherUsageStats"] is False
    assert settings[0]["client"]["showErrorDetails"] == "none"
    assert settings[0]["runner"]["fastReruns"] is False


def test_a_port_in_use_is_reported(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 2
    assert f"Port (--port): {port} is used by another program" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["--port", "0"],
            "Port (--port): received '0'; allowed: a whole number from 1 to 65,535",
        ),
        (["--port", "65536"], "Port (--port): received '65536'"),
        (["--port", "٣٣"], "Port (--port): received '٣٣'"),
        (["--port", "9" * 5000], "Port (--port): received '999"),
        (["--address", "203.0.113.1"], "which is not an address of this machine; use 127.0.0.1"),
        (["--address", "no such host"], "Address (--address): received 'no such host'"),
    ],
)
def test_what_cannot_be_served_is_rejected_with_a_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert main(["serve", *arguments]) == 2
    told = capsys.readouterr().err
    assert told.startswith("regdash: ")
    assert sentence in told


def test_a_home_that_cannot_be_made_is_reported(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", os.environ.copy())
    file = home / "file"
    file.touch()
    assert main(["serve", "--home", str(file / "below")]) == 2
    assert str(file) in capsys.readouterr().err


def test_serve_is_the_command_of_an_empty_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main(["--help"])
    assert ending.value.code == 0
    told = capsys.readouterr().out
    assert "open the dashboard (also without any command)" in told
    assert "train one spec or a ready-made race" in told
    parser = argparse.ArgumentParser()
    add_serve_command(parser.add_subparsers())
    options = parser.parse_args(["serve"])
    assert (options.address, options.port, options.home) == ("127.0.0.1", None, None)
