"""What is built is whole: a wheel is enough to open the dashboard."""

import os
import shutil
import socket
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path

import pytest

import regdash
from regdash.ui.elements import addresses_of
from tests.browser.serving import ROOT, free_port, serve_command

NOT_PACKAGED = ("__pycache__",)

LICENSES = ("LICENSE", "THIRD_PARTY_NOTICES.md")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built in a copy, so that nothing is left in the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", *LICENSES):
        shutil.copy(ROOT / name, source)
    shutil.copytree(
        ROOT / "regdash", source / "regdash", ignore=shutil.ignore_patterns(*NOT_PACKAGED)
    )
    pip(["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(source)])
    (built,) = folder.glob("*.whl")
    return built


def pip(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", *arguments, "--no-index"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_it_has_every_file_of_the_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
        metadata = HeaderParser().parsestr(
            archive.read(f"regdash-{regdash.__version__}.dist-info/METADATA").decode()
        )
        entry_points = archive.read(f"regdash-{regdash.__version__}.dist-info/entry_points.txt")
    files = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "regdash").rglob("*")
        if path.is_file() and not set(NOT_PACKAGED) & set(path.parts)
    }
    assert files <= packed
    assert metadata["Version"] == regdash.__version__
    assert b"regdash = regdash.__main__:main" in entry_points
    licenses = f"regdash-{regdash.__version__}.dist-info/licenses/"
    assert {licenses + name for name in LICENSES} <= packed


@pytest.fixture(scope="module")
def served(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Address of a dashboard that was installed from the wheel, and its home."""
    folder = tmp_path_factory.mktemp("installed")
    pip(["install", "--no-deps", "--target", str(folder / "packages"), str(wheel)])
    home = folder / "home"
    elsewhere = folder / "elsewhere"  # a folder that knows nothing of the checkout
    elsewhere.mkdir()
    packages = str(folder / "packages")
    where = "import regdash; print(regdash.__file__)"
    found = subprocess.check_output(
        [sys.executable, "-c", where],
        cwd=elsewhere,
        env={**os.environ, "PYTHONPATH": packages},
        text=True,
    )
    assert found.startswith(packages)
    port = free_port()
    command = [sys.executable, "-m", "regdash", "serve", "--port", str(port), "--home", str(home)]
    with serve_command(command, port, log=folder / "log", cwd=elsewhere, PYTHONPATH=packages):
        yield f"http://127.0.0.1:{port}", home


def test_it_serves_the_page_and_the_assets_of_the_live_element(served: tuple[str, Path]) -> None:
    address, home = served
    assert b"<html" in urllib.request.urlopen(address).read()
    for path in addresses_of("live", base=""):
        expected = ROOT / "regdash" / "ui" / "live" / "assets" / path.rsplit("/", 1)[1]
        assert urllib.request.urlopen(address + path).read() == expected.read_bytes()
    assert urllib.request.urlopen(f"{address}/regdash/plotly.js").status == 200
    assert home.is_dir()


def test_it_listens_on_this_machine_alone(served: tuple[str, Path]) -> None:
    port = int(served[0].rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        pass
    # Another address of the same machine: open if the server listens on all of them.
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=5)
