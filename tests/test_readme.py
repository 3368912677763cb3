import re
from pathlib import Path

import pytest

from regdash.datasets.importing.limits import Limits, variable_of

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def test_the_readmes_example_of_the_api_runs(capsys: pytest.CaptureFixture[str]) -> None:
    code = re.search(r"<!-- example: begin -->\n```python\n(.*?)```", README, re.DOTALL)
    assert code
    exec(code[1], {})
    verdict, *changes = capsys.readouterr().out.splitlines()
    assert verdict.startswith("dropout 0.5, against baseline: ")
    assert [line.rsplit(" ", 1)[0] for line in changes] == ["baseline", "dropout 0.5"]


def test_readme_names_what_is_there() -> None:
    for path in re.findall(r"\]\(((?:regdash|tests)/[^)]+)\)", README):
        assert (Path(__file__).parents[1] / path).exists()
    assert ".venv/bin/streamlit run app.py" in README
    assert ".venv/bin/python -m pytest" in README


def test_readme_tells_the_limits() -> None:
    for name, field in Limits.model_fields.items():
        assert f"| `{variable_of(name)}` | {field.default:,} | {field.description} |" in README
