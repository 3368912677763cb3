"""The layers, and what may be imported where."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted((ROOT / "regdash").rglob("*.py"))
    if "ui" not in path.parts and path.name != "__main__.py"
]


def run_python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_nothing_outside_the_ui_imports_streamlit() -> None:
    imports = "\n".join(f"import {module}" for module in MODULES)
    assert run_python(f"{imports}\nimport sys\nprint('streamlit' in sys.modules)") == "False"


@pytest.mark.parametrize(
    "module",
    [
        "regdash",
        "regdash.cli",
        "regdash.services.imports",
        "regdash.services.runs",
        "regdash.ui.composer",
        "regdash.live.feed",
        "regdash.ui.services",
    ],
)
def test_pages_and_terminal_start_without_tensorflow(module: str) -> None:
    code = f"import {module}, sys\nprint([m for m in ('tensorflow', 'keras', 'sklearn') if m in sys.modules])"
    assert run_python(code) == "[]"


def test_layers() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout


def test_files_stay_small() -> None:
    long = [
        p.name for p in (ROOT / "regdash").rglob("*.py") if len(p.read_text().splitlines()) > 300
    ]
    assert not long
