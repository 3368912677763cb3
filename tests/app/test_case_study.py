"""The Case study page by Streamlit's AppTest, on real runs that train in a second."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from regdash.content import case_study
from regdash.judging.reasons import explain_verdict
from regdash.services.comparisons import start_comparison
from regdash.services.judgement import judge_comparison
from regdash.services.runs import RunService
from regdash.services.selection import Selection
from regdash.spec import RunSpec
from regdash.store.records import RunRequest
from tests.app.test_compare import APP

PAGE = "../pages/case_study.py"

KEYS = ("baseline", "l2", "dropout", "whitening_as_ran")


@pytest.fixture
def app(home: Path, tiny: Callable[..., RunSpec]):
    service = RunService(home)
    methods = [case_study.find_method(key) for key in KEYS]
    requests = [
        RunRequest(tiny(techniques=c.techniques, seed=seed + c.seed_offset), c.key, c.name)
        for seed in (1, 2, 3)
        for c in methods
    ]
    started = start_comparison(service, requests, title="Small", kind=case_study.KIND)
    assert service.wait(started.run_ids, timeout=120)
    service.close()
    st.cache_resource.clear()
    yield AppTest.from_file(APP, default_timeout=60)
    st.cache_resource.clear()


def test_every_step_is_judged_against_its_own_rival(app: AppTest, home: Path) -> None:
    app.run()
    app.switch_page(PAGE).run()
    assert not app.exception
    service = RunService(home)
    (comparison,) = service.store.comparisons(kind=case_study.KIND)
    runs = service.store.runs(comparison.id)
    selection = Selection.with_own_references(comparison, runs)
    judgement = judge_comparison(service.store, selection)
    service.close()
    assert judgement.references["whitening_as_ran"] == "dropout"
    assert list(judgement.verdicts) == list(KEYS[1:])
    shown = [re.sub(r"\\(.)", r"\1", str(m.value)) for m in app.markdown]
    for verdict in judgement.verdicts.values():
        assert explain_verdict(verdict) in shown
    (summary,) = [t.value for t in app.table if "The article" in t.value.columns]
    first, *others = summary["Difference, points"]
    assert first == "–"
    for verdict, cell in zip(judgement.verdicts.values(), others, strict=True):
        assert cell.startswith(f"{verdict.points} (")
