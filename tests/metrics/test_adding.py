"""A metric needs only its class and an entry in the list: here both exist only in the test."""

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, redirect_stdout
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from regdash.cli.summary import print_summary, write_json
from regdash.judging.deltas import compare_figures
from regdash.live.feed import LiveFeed, decode_rows
from regdash.metrics import METRICS
from regdash.metrics.base import (
    Chart,
    Column,
    DerivedMetric,
    EpochMetric,
    ResultMetric,
    Values,
)
from regdash.metrics.context import EpochContext, NetworkResult
from regdash.services.methods import gather_methods
from regdash.services.runs import RunService
from regdash.settings.formatting import POINTS, SHARE, WEIGHTS
from regdash.store.store import Store


class Confidence(EpochMetric):
    """Mean probability of the predicted class of a validation image."""

    key = "confidence"
    title = "Confidence"
    quantity = SHARE
    chart = Chart(
        "confidence",
        "Confidence",
        "Mean confidence",
        "Mean probability of the predicted class.",
        percent=True,
    )
    column = Column("Mean probability of the predictions", seeds="mean_sd")
    in_figures = True
    in_summary = True
    note = "mean probability of the predictions"

    def measure(self, context: EpochContext) -> float:
        assert context.validation_probabilities.shape == (len(context.validation_labels), 10)
        right = context.validation_probabilities.argmax(axis=1) == context.validation_labels
        np.testing.assert_array_equal(right, context.validation_right)
        return context.validation_probabilities.max(axis=1).mean()


class Overconfidence(DerivedMetric):
    """Mean confidence - accuracy."""

    key = "overconfidence"
    title = "Overconfidence"
    quantity = POINTS
    needs = ("confidence", "val_accuracy")
    chart = Chart(
        "overconfidence", "Overconfidence", "Overconfidence", "Confidence minus accuracy."
    )

    def derive(self, values: Mapping[str, Values]) -> Values:
        return values["confidence"] - values["val_accuracy"]


class WrongPredictions(ResultMetric):
    """Number of test images that are classified wrongly."""

    key = "wrong_predictions"
    title = "Wrong predictions"
    quantity = WEIGHTS
    column = Column("Test images that are classified wrongly")
    in_figures = True
    from_test = True

    def measure(self, result: NetworkResult) -> float:
        return (~result.test_right).sum()


ADDED = (Confidence(), Overconfidence(), WrongPredictions())


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A home with a comparison trained with the metrics in the list, where they remain."""
    from regdash.spec import RunSpec
    from tests.conftest import TINY

    home = tmp_path_factory.mktemp("added")
    with ExitStack() as stack:
        for metric in ADDED:
            stack.enter_context(METRICS.added(metric))
        service = RunService(home)
        comparison = service.store.add_comparison("With confidence")
        specs = [
            RunSpec.from_dict({**TINY, "techniques": techniques, "seed": seed})
            for techniques in ({}, {"l2": {"l2": 0.03}})
            for seed in (1, 2)
        ]
        ids = service.submit(comparison, specs)
        assert service.wait(ids, timeout=240)
        service.close()
        yield home, comparison
    assert not {metric.key for metric in ADDED} & {metric.key for metric in METRICS}


@pytest.fixture
def store(trained: tuple[Path, str]) -> Iterator[Store]:
    """The store, opened again."""
    opened = Store(trained[0])
    yield opened
    opened.close()


def test_it_is_stored_and_in_the_history(store: Store, trained: tuple[Path, str]) -> None:
    runs = store.runs(trained[1])
    histories = store.histories.load(runs)
    for run in runs:
        records, history = store.epochs(run.id), histories[run.id]
        assert history["confidence"].tolist() == [record["confidence"] for record in records]
        assert history["overconfidence"].tolist() == [
            record["confidence"] - record.val_accuracy for record in records
        ]
        # The last epoch is the kept one, whose probabilities are saved.
        with np.load(store.run_folder(run.id) / "predictions.npz") as saved:
            kept = saved["validation"].max(axis=1).mean(dtype=float)
            wrong = int((~saved["best_test_right"]).sum())
        assert records[-1]["confidence"] == pytest.approx(kept, abs=1e-3)
        assert run.result("wrong_predictions", "best") == wrong


def test_it_is_drawn_and_in_the_live_table(trained: tuple[Path, str]) -> None:
    home, comparison = trained
    service = RunService(home)
    runs = service.store.runs(comparison)
    news = LiveFeed(service).updates(runs, service.store.comparison(comparison))
    setup, run_id = news["setup"], runs[0].id
    for key in ("confidence", "overconfidence"):
        for background in ("light", "dark"):
            drawn = setup["figures"][background][key]
            assert drawn["chart"]["title"] == METRICS[key].title
            assert {trace["meta"]["curve"] for trace in drawn["figure"]["data"]} == {key}
    rows = decode_rows(news["points"][run_id]["rows"], setup["curves"])
    records = service.store.epochs(run_id)
    assert rows["confidence"].tolist() == pytest.approx([r["confidence"] for r in records])
    assert rows["overconfidence"] == pytest.approx(rows["confidence"] - rows["val_accuracy"])
    headers = {column["key"]: column for column in setup["columns"]}
    assert headers["confidence"] == {
        "key": "confidence",
        "title": "Confidence",
        "help": "Mean probability of the predictions",
        "better": None,
        "from_test": False,
    }
    cells = news["lines"][run_id]["cells"]
    assert list(cells) == list(headers)
    measured = records[-1]["confidence"]
    assert cells["confidence"]["text"] == SHARE.text(measured)
    assert cells["confidence"]["value"] == pytest.approx(measured, abs=1e-6)  # to order rows by
    assert cells["wrong_predictions"]["text"] == "hidden"
    group = news["lines"][news["order"][0]]["cells"]["confidence"]
    assert " ± " in group["text"]
    assert group["detail"].endswith("Mean probability of the predictions")
    service.close()


def test_it_is_among_the_figures_of_the_judgement(store: Store, trained: tuple[Path, str]) -> None:
    baseline, l2 = gather_methods(store, store.runs(trained[1]))
    figures = compare_figures(l2, baseline, "kept")
    last = [store.epochs(run.id)[-1]["confidence"] for run in l2.runs]
    assert figures["confidence"].value.mean == pytest.approx(np.mean(last))
    assert figures["confidence"].reference is not None
    assert {"confidence", "wrong_predictions"} <= figures.keys()


def figures_page() -> None:
    """A page with the figures of the comparison in the session."""
    import streamlit as st

    from regdash.services.methods import gather_methods
    from regdash.ui.judgement.figures import show_figures

    methods = gather_methods(st.session_state.store, st.session_state.runs)
    show_figures(methods, methods[0], "kept", revealed=False)


def test_the_page_shows_it(store: Store, trained: tuple[Path, str]) -> None:
    app = AppTest.from_function(figures_page)
    app.session_state["store"], app.session_state["runs"] = store, store.runs(trained[1])
    assert not app.run().exception
    figures = app.dataframe[0].value.set_index("Method")
    assert figures["Confidence"]["baseline"].endswith(" %")
    assert " % (" in figures["Confidence"]["L2 0.03"]
    assert set(figures["Wrong predictions"]) == {"hidden"}
    assert any("Confidence: mean probability of the predictions." in c.value for c in app.caption)


def test_the_terminal_prints_it(store: Store, trained: tuple[Path, str]) -> None:
    runs = store.runs(trained[1])
    out = io.StringIO()
    write_json(store, runs, out)
    for run, line in zip(runs, out.getvalue().splitlines(), strict=True):
        values = json.loads(line)
        history = [record["confidence"] for record in store.epochs(run.id)]
        assert values["history"]["confidence"] == history
        assert values["wrong_predictions"] == run.result("wrong_predictions")
    out = io.StringIO()
    with redirect_stdout(out):
        print_summary(store, trained[1], runs)
    head, baseline, *_ = out.getvalue().splitlines()
    assert head.split()[-1] == "confidence"
    assert " ± " in baseline[head.index("confidence") - 10 :]


def test_without_it_the_store_still_reads(trained: tuple[Path, str]) -> None:
    home, comparison = trained
    for metric in ADDED:
        METRICS.remove(metric.key)
    try:
        store = Store(home)
        run = store.runs(comparison)[0]
        assert "confidence" not in store.epochs(run.id)[0].values
        assert len(store.histories.load([run])[run.id]) == len(store.epochs(run.id))
        store.close()
    finally:
        for metric in ADDED:
            METRICS.add(metric)
