"""The README.txt of an export: what each file and each column means."""

import inspect
import textwrap
from collections.abc import Mapping, Sequence

from regdash.metrics.base import Metric, ResultMetric
from regdash.reports.runs import ReportedRun, curve_metrics, metric_heading, shown_metrics
from regdash.reports.settings import setting_columns
from regdash.reports.tables import EPOCH_COLUMNS, RUN_COLUMNS, STEP_COLUMNS, run_heading
from regdash.settings.formatting import count_of

_FILES = {
    "runs.csv": "one row per run: its settings, and its metrics at one epoch",
    "epochs.csv": "one row per run, epoch and metric",
    "history.csv": "one row per run and epoch, one column per metric",
    "specs.json": "for each run, everything that determines it",
    "regdash.json": "for 'regdash import': comparisons, and the runs that have ended",
    "arrays/": "for 'regdash import': their epochs, and which images they classify correctly",
    "figures/": "figures",
    "code/": "Keras code",
}

_MEASURED = """
Losses are cross-entropies in nats, measured in inference mode, without penalties and label
smoothing. Training losses and accuracies are those of a fixed sample of at most 5,000 training
images without augmentation; validation losses and accuracies are those of all validation images.

A share is a number from 0 to 1; a difference of shares is from -1 to 1.

In runs.csv, seconds is the median over epochs, and the validation accuracy of a completed run is
that on images held out from the choice of the epoch, if that is known. In epochs.csv and
history.csv, it is that of the epoch on all validation images.

Test images are used once, at the end of a run. Their results are in the tables if they have been
revealed. regdash.json and arrays/ contain them in any case, so that they can be revealed later.

Text cells of the tables that a spreadsheet would take for a formula begin with an apostrophe.
Numbers are exact: 64-bit floats, written with as many digits as they need. Losses and accuracies
were computed with 32-bit floats. Numbers from other machines may differ in the last digits.
"""


def write_readme(runs: Sequence[ReportedRun], names: Sequence[str]) -> bytes:
    """Return the text, in UTF-8.

    Args:
        runs: The exported runs.
        names: Paths of the other files.
    """
    curves = {metric_heading(metric): describe_metric(metric) for metric in curve_metrics()}
    parts = [
        _title(runs),
        _section("Files", _present(names)),
        _section("Columns of runs.csv", {**RUN_COLUMNS, **_settings(), **_metrics(runs)}),
        _section("Columns of epochs.csv", EPOCH_COLUMNS),
        _section("Columns of history.csv", {**STEP_COLUMNS, "(other columns)": "the metrics"}),
        _section("Metrics of epochs.csv and history.csv", curves),
        f"How the numbers were measured\n\n{_MEASURED.strip()}",
    ]
    return ("\n\n\n".join(parts) + "\n").encode("utf-8", errors="replace")


def _title(runs: Sequence[ReportedRun]) -> str:
    titles = dict.fromkeys(f"{run.comparison} ({run.comparison_id})" for run in runs)
    # One line per title, whatever it contains.
    lines = [" ".join(title.split()) for title in titles]
    return "\n".join([f"{count_of(len(runs), 'run')} of RegDash", "", *lines])


def _present(names: Sequence[str]) -> dict[str, str]:
    """Describe the files that are there; those of a folder together."""
    found = {name: "" for name in names if f"{name.split('/')[0]}/" not in _FILES}
    told = {
        name: text
        for name, text in _FILES.items()
        if any(other == name or (name.endswith("/") and other.startswith(name)) for other in names)
    }
    return told | {name: "" for name in found if name not in told}


def _settings() -> dict[str, str]:
    return {
        column.heading: f"{column.dial.title}. {column.dial.help}" for column in setting_columns()
    }


def _metrics(runs: Sequence[ReportedRun]) -> dict[str, str]:
    return {run_heading(metric): describe_metric(metric) for metric in shown_metrics(runs)}


def describe_metric(metric: Metric) -> str:
    """Return what a metric is, in sentences."""
    text = metric.note or (inspect.getdoc(type(metric)) or metric.title).splitlines()[0]
    at_end = " Measured at the end of the run." if isinstance(metric, ResultMetric) else ""
    return f"{text[0].upper()}{text[1:].rstrip('.')}.{at_end}"


def _section(title: str, items: Mapping[str, str]) -> str:
    width = max((len(name) for name in items), default=0) + 2
    lines = [
        textwrap.fill(
            text, 100, initial_indent=f"  {name:{width}}", subsequent_indent=" " * (width + 2)
        )
        if text
        else f"  {name}"
        for name, text in items.items()
    ]
    return "\n".join([title, "", *lines])
