"""The layers, and what may be imported where."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 300, 60
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
        "regdash.ui.export",
        "regdash.live.feed",
        "regdash.ui.services",
    ],
)
def test_pages_and_terminal_start_without_what_loads_slowly(module: str) -> None:
    slow = ("tensorflow", "keras", "sklearn", "matplotlib", "fontTools")
    code = f"import {module}, sys\nprint([m for m in {slow} if m in sys.modules])"
    assert run_python(code) == "[]"


def test_the_start_page_loads_neither_statistics_nor_tables() -> None:
    code = (
        "import regdash.ui.pages, regdash.ui.imports as i, sys; i.import_start_page()\n"
        "print([m for m in ('scipy.stats', 'pandas', 'tensorflow') if m in sys.modules])"
    )
    assert run_python(code) == "[]"


def test_layers() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout


def test_modules_and_functions_stay_small() -> None:
    long = []
    for folder in ("regdash", "benchmarks"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text("utf-8")
            if len(text.splitlines()) > MOST_LINES:
                long.append(path.name)
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    assert node.end_lineno is not None
                    if node.end_lineno - node.lineno + 1 > MOST_LINES_OF_A_FUNCTION:
                        long.append(f"{path.name}: {node.name}")
    assert not long
