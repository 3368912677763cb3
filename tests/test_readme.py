import re
import tomllib
from pathlib import Path

import pytest

from regdash.datasets.importing.limits import Limits, variable_of

ROOT = Path(__file__).parents[1]

README = (ROOT / "README.md").read_text("utf-8")

PYPROJECT = ROOT / "pyproject.toml"


def test_the_readmes_example_of_the_api_runs(capsys: pytest.CaptureFixture[str]) -> None:
    code = re.search(r"<!-- example: begin -->\n```python\n(.*?)```", README, re.DOTALL)
    assert code
    exec(code[1], {})
    verdict, *changes = capsys.readouterr().out.splitlines()
    assert verdict.startswith("dropout 0.5, against baseline: ")
    assert [line.rsplit(" ", 1)[0] for line in changes] == ["baseline", "dropout 0.5"]


def test_readme_names_what_is_there() -> None:
    for path in re.findall(r"\]\(((?:regdash|tests)/[^)]+)\)", README):
        assert (ROOT / path).exists()
    assert ".venv/bin/streamlit run app.py" in README
    assert ".venv/bin/python -m pytest" in README


def test_readme_says_why_each_dependency_is_there() -> None:
    project = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]
    names = {re.split(r"[><=~!\[ ]", text)[0] for text in project["dependencies"]}
    table = README.split("## Why each dependency")[1].split("\n\n")[1]
    rows = [line.split("|")[1] for line in table.splitlines()[2:]]
    assert names == {name for row in rows for name in row.replace(" ", "").split(",")}


def test_readme_tells_the_limits() -> None:
    for name, field in Limits.model_fields.items():
        assert f"| `{variable_of(name)}` | {field.default:,} | {field.description} |" in README
