import csv
import io
from collections.abc import Mapping

import pandas as pd

from regdash.live.feed import LiveFeed
from regdash.metrics import METRICS
from regdash.metrics.base import Column, DerivedMetric, Values
from regdash.reports.runs import unit_of
from regdash.reports.settings import setting_columns
from regdash.reports.tables import epochs_table, history_table, runs_table
from regdash.services.runs import RunService
from regdash.settings.formatting import LOSS, NOTHING
from regdash.spec.settings import setting_names
from regdash.techniques import TECHNIQUES
from tests.reports.conftest import HOSTILE, Trained


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_one_row_per_run_with_its_settings(trained: Trained) -> None:
    runs = trained.gather()
    rows = read(runs_table(runs))
    assert [row["run_id"] for row in rows] == [run.id for run in runs]
    assert {row["comparison"] for row in rows} == {f"'{HOSTILE}"}
    assert [row["run"] for row in rows][:2] == ["baseline, seed 1", "baseline, seed 2"]
    assert [row["method"] for row in rows][:2] == ["baseline", "baseline"]
    assert [row["seed"] for row in rows] == ["1", "2", "1", "1"]
    assert rows[0]["status"] == "finished"
    assert rows[2]["techniques"] == "l2, dropout"
    assert [row["dropout.rate"] for row in rows] == ["", "", "0.3", ""]
    assert [row["l2.l2"] for row in rows] == ["", "", "0.001", ""]
    assert [row["early_stopping.patience (epochs)"] for row in rows] == ["", "", "", "1"]
    assert {row["hidden_layers"] for row in rows} == {"32"}
    assert {row["train_size"] for row in rows} == {"300"}
    assert {row["dataset_name"] for row in rows} == {runs[0].dataset}
    assert rows[3]["kept_epoch"] == str(runs[3].kept_epoch)


def test_settings_of_all_techniques_have_columns(trained: Trained) -> None:
    names = [column.name for column in setting_columns()]
    assert set(setting_names()) < set(names)
    assert len(names) == len(set(names))
    assert sum(len(technique.model_fields) for technique in TECHNIQUES) + len(
        setting_names()
    ) == len(names)
    first, *_ = read(runs_table(trained.gather()[:1]))
    assert list(first) == list(read(runs_table(trained.gather()))[0])


def test_metrics_are_those_of_the_page_before_rounding(trained: Trained) -> None:
    trained.store.reveal_test(trained.comparison)
    trained.store.set_epoch(trained.comparison, "best")
    service = RunService(trained.store.folder)
    comparison = service.store.comparison(trained.comparison)
    update = LiveFeed(service).updates(service.store.runs(trained.comparison), comparison)
    runs = trained.gather()
    compared = 0
    for run, row in zip(runs, read(runs_table(runs)), strict=True):
        shown = update["lines"][run.id]["cells"]
        assert row["epoch_choice"] == "best"
        for metric, _ in METRICS.columns:
            unit = unit_of(metric)
            cell = row[f"{metric.key} ({unit})" if unit else metric.key]
            if shown[metric.key]["text"] == NOTHING:
                assert cell == ""
                continue
            assert metric.quantity.text(float(cell)) == shown[metric.key]["text"]
            assert float(f"{float(cell):.6g}") == shown[metric.key]["value"]
            compared += 1
    assert compared == len(runs) * len(METRICS.columns)
    service.close()


def test_test_results_are_absent_until_they_are_revealed(trained: Trained) -> None:
    hidden = read(runs_table(trained.gather()))[0]
    assert not any("test" in name for name in hidden)
    trained.store.reveal_test(trained.comparison)
    (run, *_) = runs = trained.gather()
    row = read(runs_table(runs))[0]
    assert len(row) == len(next(csv.reader([runs_table(runs).decode().split("\r\n")[0]])))
    assert float(row["elapsed (s)"]) == sum(r["seconds"] for r in run.history.records)
    assert (row["learning_rate"], row["measured_learning_rate"][:6]) == ("0.001", "0.0010")
    assert row["test_accuracy (share)"] == repr(run.reading.results["test_accuracy"])
    assert row["test_loss (nats)"] == repr(run.reading.results["test_loss"])


def test_epochs_are_tidy_and_exact(trained: Trained) -> None:
    runs = trained.gather()
    table = pd.read_csv(io.BytesIO(epochs_table(runs)), keep_default_na=False)
    assert list(table) == ["run_id", "run", "method", "seed", "epoch", "metric", "value", "unit"]
    compared = 0
    for run in runs:
        for record in trained.store.epochs(run.id):
            for key, value in record.values.items():
                here = table[(table.run_id == run.id) & (table.epoch == record.epoch)]
                assert here[here.metric == key].value.tolist() == [value]
                compared += 1
    assert compared > 50
    units = dict(zip(table.metric, table.unit, strict=True))
    assert (units["val_loss"], units["val_accuracy"], units["seconds"]) == ("nats", "share", "s")
    assert units["weight_norm"] == ""


def test_history_is_the_same_in_columns(trained: Trained) -> None:
    runs = trained.gather()
    wide = pd.read_csv(io.BytesIO(history_table(runs)))
    assert wide._step.tolist() == [
        epoch for run in runs for epoch in range(1, len(run.history) + 1)
    ]
    for run in runs:
        here = wide[wide.run_id == run.id]
        assert here["val_loss (nats)"].tolist() == run.history["val_loss"].tolist()
        assert here["loss_gap (nats)"].tolist() == run.history["loss_gap"].tolist()


class LossRatio(DerivedMetric):
    """Validation loss divided by training loss."""

    key = "loss_ratio"
    title = "Ratio"
    quantity = LOSS
    needs = ("val_loss", "train_loss")
    column = Column("Validation loss divided by training loss")

    def derive(self, values: Mapping[str, Values]) -> Values:
        return values["val_loss"] / values["train_loss"]


def test_a_new_metric_needs_no_change_here(trained: Trained) -> None:
    with METRICS.added(LossRatio()):
        runs = trained.gather()
        row = read(runs_table(runs))[0]
        assert float(row["loss_ratio"]) > 0
        assert "loss_ratio" in history_table(runs).decode().splitlines()[0]
        assert ",loss_ratio," in epochs_table(runs).decode()


def test_a_run_that_has_not_begun_has_a_row(trained: Trained, tiny) -> None:
    run_id = trained.store.add_run(trained.comparison, tiny(seed=9), "me", name="-1+1")
    runs = trained.gather()
    row = read(runs_table(runs))[-1]
    assert (row["run_id"], row["status"], row["run"]) == (run_id, "queued", "'-1+1")
    assert row["val_loss (nats)"] == row["epoch"] == ""
    assert run_id not in epochs_table(runs).decode()
