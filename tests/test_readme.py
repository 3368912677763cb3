import re
from pathlib import Path

import numpy as np
import pytest

from regdash.datasets.importing.limits import Limits, variable_of
from regdash.datasets.preparation import prepare
from regdash.settings.fields import dial
from regdash.techniques import TECHNIQUES
from regdash.techniques.base import SeedFor, Technique
from regdash.techniques.wording import strength
from regdash.training.trainer import train
from tests.support.recording import Recorder

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def test_the_readmes_technique_works(tiny) -> None:
    code = re.search(r"```python\n(   class.*?)```", README, re.DOTALL)
    assert code
    names = {"Technique": Technique, "dial": dial, "strength": strength, "SeedFor": SeedFor}
    source = "\n".join(line.removeprefix("   ") for line in code[1].splitlines())
    exec("from __future__ import annotations\nfrom typing import ClassVar\n" + source, names)
    made = names["ActivityL2"]
    recorder = Recorder()
    with TECHNIQUES.added(made):
        spec = tiny(techniques={"activity_l2": {"l2": "0.01"}})
        train(spec, lambda: prepare(spec.data), recorder, recorder, recorder)
    assert spec.name == "activity L2 0.01"
    assert np.isfinite(recorder.curve()).all()
    assert recorder.records[0].objective > recorder.records[0].train_loss


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
