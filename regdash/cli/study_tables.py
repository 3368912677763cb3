"""What the terminal prints of a study."""

from collections.abc import Sequence

from regdash.judging.grids import Grid
from regdash.judging.lines import ZONES_EXPLAINED, Line
from regdash.judging.searches import SearchPoint, SearchResults
from regdash.metrics import METRICS
from regdash.services.runs import RunService
from regdash.services.study_results import TrialReader, list_findings, read_results
from regdash.services.study_status import StudyStatus
from regdash.settings.formatting import NOTHING, count_of, format_mean
from regdash.studies.study import Study

_FIGURES = ("val_loss", "train_loss", "val_accuracy", "train_accuracy", "hidden_norm")
"""Metrics in the table of a line."""


def print_results(service: RunService, status: StudyStatus) -> None:
    """Print how many trials have ended, what went wrong, and the table of a line or a grid."""
    comparison = status.comparison
    print(f"{comparison.title}: {status.ended} of {count_of(status.study.count, 'trial')} ended.")
    for run in status.runs:
        if run.message:
            print(f"{run.name}, seed {run.spec.seed}: {run.message}")
    results = read_results(TrialReader(service.store), status)
    if isinstance(results, SearchResults):
        _print_search(status, results)
    elif isinstance(results, Line):
        _print_line(status, results)
    else:
        _print_grid(status, results)
    print(f"\nStudy {comparison.id}: `regdash figure`, `report` and `export` take this id.")


def _print_line(status: StudyStatus, line: Line) -> None:
    (varied,) = status.study.dimensions
    values = [varied.write(point.value) for point in line.points]
    width = max([len(varied.title), *map(len, values)])
    heads = [f"{METRICS[key].title.lower():>18}" for key in _FIGURES]
    print("  ".join([f"{varied.title.lower():{width}}", *heads, "zone"]))
    for point, value in zip(line.points, values, strict=True):
        cells = []
        for key in _FIGURES:
            numbers = point.method.values(key, "kept")
            text = format_mean(numbers, METRICS[key].quantity) if numbers else NOTHING
            cells.append(f"{text:>18}")
        print("  ".join([f"{value:{width}}", *cells, line.zones.get(point.value, "")]).rstrip())
    _print_findings(list_findings(status, line))
    if line.zones:
        print(ZONES_EXPLAINED)


def _print_search(status: StudyStatus, results: SearchResults) -> None:
    """Print the trials, the best first, then those that were pruned or have no result."""
    metric = METRICS[results.objective]
    titles = [dimension.title.lower() for dimension in status.study.dimensions]
    widths = [max(10, len(title)) for title in titles]
    heads = [f"{title:>{width}}" for title, width in zip(titles, widths, strict=True)]
    print("  ".join(["trial", *heads, f"{metric.title.lower():>14}"]))
    sign = -1.0 if metric.direction == "higher" else 1.0

    def rank(point: SearchPoint) -> tuple[bool, float]:
        values = point.method.values(metric.key, "kept")
        return not values, sign * values[0] if values else point.number

    for point in sorted(results.points, key=rank):
        written = [
            f"{dimension.write(value):>{width}}"
            for dimension, value, width in zip(
                status.study.dimensions, point.values, widths, strict=True
            )
        ]
        values = point.method.values(metric.key, "kept")
        text = metric.quantity.text(values[0]) if values else point.trial.state
        print("  ".join([f"{point.number:5}", *written, f"{text:>14}"]))
    _print_findings(list_findings(status, results))


def _print_findings(sentences: Sequence[str]) -> None:
    if sentences:
        print()
    for sentence in sentences:
        print(sentence)


def _print_grid(status: StudyStatus, grid: Grid) -> None:
    """Print the mean of the objective for each pair of values, the best one marked."""
    study = status.study
    assert isinstance(study, Study)
    rows, columns = study.dimensions
    metric = METRICS[study.objective]
    best = grid.best and grid.best.values
    heads = [columns.write(value) for value in study.axes[1].typed_values]
    width = max(len(rows.title), 10)
    print(f"Mean {metric.title.lower()}; columns: {columns.title.lower()}")
    print("  ".join([f"{rows.title.lower():{width}}", *(f"{head:>10}" for head in heads)]))
    for row in study.axes[0].typed_values:
        texts = []
        for column in study.axes[1].typed_values:
            at = (row, column)
            text = metric.quantity.text(grid.means[at]) if at in grid.means else NOTHING
            texts.append(f"{text + '*' * (at == best):>10}")
        print("  ".join([f"{rows.write(row):{width}}", *texts]))
    _print_findings(list_findings(status, grid))
