"""One new field is all it takes: a setting shows up everywhere and changes no stored run."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

FIELD = """
    nesterov: bool = dial(
        False, "Nesterov", "Look ahead with the momentum.", only_with=("optimizer", "sgd"), FAIR
    )
"""
ANCHOR = '    @model_validator(mode="before")'

SCRIPT = """
import contextlib, io, json, sys
from pathlib import Path
from regdash.settings.home import home_folder
from regdash.spec import RunSpec
from regdash.judging.differences import compare_settings
from regdash.judging.fairness import check_fairness
from regdash.judging.methods import Method, TrainedRun
from regdash.judging.names import distinguish
from regdash.services.methods import gather_methods
from regdash.services.spec_text import read_leniently, write_spec
from regdash.store.store import Store

plain = RunSpec.from_dict({"optimizer": {"name": "sgd"}})
ahead = plain.replace(optimizer={"name": "sgd", "nesterov": True})
adam = RunSpec.from_dict({"optimizer": {"nesterov": True}})

def method(name, spec):
    return Method(name, name, 0, (TrainedRun("id", spec, "finished"),))

def told(mine, theirs):
    return [c.sentence for c in check_fairness(method("m", mine), method("baseline", theirs))]

store = Store(home_folder())
((comparison, runs),) = store.recent_comparisons()
store.add_run(comparison.id, RunSpec.from_dict({"seed": 7}), "me")
store.add_run(comparison.id, ahead, "me")
result = {
    "hashes": {r.spec.hash: r.spec.method for r in runs},
    "methods": [[m.name, len(m.runs)] for m in gather_methods(store, store.runs(comparison.id))],
    "stored": store.runs(comparison.id)[-1].spec == ahead,
    "link": write_spec(ahead),
    "read": read_leniently(*write_spec(ahead)) == (ahead, []),
    "names": distinguish(["a", "a"], [plain, ahead]),
    "rows": {r.title: r.values for r in compare_settings([[plain], [ahead]]) if r.differs},
    "fair": told(ahead, plain),
    "adam": told(adam, RunSpec()),
}
with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
    from regdash.cli import main
    main(["run", "--help"])
result["help"] = out.getvalue()

from streamlit.testing.v1 import AppTest
import regdash.ui
app = AppTest.from_file(str(Path(regdash.ui.__file__).parent / "server" / "main.py"), default_timeout=60)
app.query_params["optimizer"] = "sgd"
app.query_params["nesterov"] = "true"
app.run()
result["exception"] = [e.value for e in app.exception]
result["toggle"] = app.toggle(key="set_nesterov").value
app.selectbox(key="set_optimizer").set_value("adam").run()
result["toggles of adam"] = [t.key for t in app.toggle]
print("RESULT" + json.dumps(result))
"""


def copy_with(folder: Path, fairness: str) -> Path:
    """A copy of the package whose optimizer has one setting more."""
    shutil.copytree(ROOT / "regdash", folder / "regdash")
    shutil.copy(ROOT / "pyproject.toml", folder)  # declares the page's live element
    module = folder / "regdash" / "spec" / "optimizer.py"
    code = module.read_text("utf-8")
    assert ANCHOR in code
    field = FIELD.replace("FAIR", fairness) + "\n"
    module.write_text(code.replace(ANCHOR, field + ANCHOR), "utf-8")
    return folder


def run(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=folder, env=environment
    )


def test_a_setting_shows_up_everywhere(
    home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from regdash.spec import RunSpec
    from regdash.store.store import Store

    store = Store(home)
    comparison = store.add_comparison("Before")
    specs = [RunSpec(), RunSpec(seed=2), RunSpec.from_dict({"optimizer": {"name": "sgd"}})]
    for spec in specs:
        store.add_run(comparison, spec, "me")
    store.close()
    done = run(copy_with(tmp_path_factory.mktemp("copy"), 'fairness="warns"'), SCRIPT)
    assert "RESULT" in done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.split("RESULT")[1])

    assert found["hashes"] == {spec.hash: spec.method for spec in specs}
    assert found["stored"]
    # A repeat of today joins the two of before; with the setting on it is a method of its own.
    assert found["methods"] == [
        ["baseline, adam, learning rate 0.001, nesterov no", 3],
        ["baseline, sgd, learning rate 0.01, nesterov no", 1],
        ["baseline, sgd, learning rate 0.01, nesterov yes", 1],
    ]
    assert found["link"] == [{"optimizer": "sgd", "nesterov": "True"}, []]
    assert found["read"]
    assert found["names"] == ["a, nesterov no", "a, nesterov yes"]
    assert found["rows"] == {"Nesterov": ["no", "yes"]}
    assert found["fair"] == ["Nesterov yes, the baseline has no."]
    assert found["adam"] == []
    assert "--nesterov VALUE" in found["help"]
    assert found["exception"] == []
    assert found["toggle"] is True
    assert found["toggles of adam"] == []


def test_a_setting_cannot_be_silently_fair(tmp_path: Path) -> None:
    done = run(copy_with(tmp_path, ""), "import regdash.cli; regdash.cli.main(['run', '--help'])")
    assert done.returncode == 1
    assert "optimizer.nesterov does not declare what a difference means" in done.stderr
