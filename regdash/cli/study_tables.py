"""What the terminal prints of a study."""

from collections.abc import Sequence

from regdash.judging.grids import Grid
from regdash.judging.lines import ZONES_EXPLAINED, Line
from regdash.metrics import METRICS
from regdash.services.runs import RunService
from regdash.services.study_results import describe_grid, describe_line, list_findings
from regdash.services.study_status import StudyStatus
from regdash.settings.formatting import NOTHING, count_of, format_mean

_FIGURES = ("val_loss", "train_loss", "val_accuracy", "train_accuracy", "hidden_norm")
"""Metrics in the table of a line."""


def print_results(service: RunService, status: StudyStatus) -> None:
    """Print how many trials have ended, what went wrong, and the table of a line or a grid."""
    comparison = status.comparison
    print(f"{comparison.title}: {status.ended} of {count_of(status.study.count, 'trial')} ended.")
    for run in status.runs:
        if run.message:
            print(f"{run.name}, seed {run.spec.seed}: {run.message}")
    if len(status.study.axes) == 1:
        _print_line(status, describe_line(service, status))
    else:
        _print_grid(status, describe_grid(service, status))
    print(f"\nStudy {comparison.id}: `regdash figure`, `report` and `export` take this id.")


def _print_line(status: StudyStatus, line: Line) -> None:
    axis = status.study.axes[0].found
    values = [axis.write(point.value) for point in line.points]
    width = max([len(axis.title), *map(len, values)])
    heads = [f"{METRICS[key].title.lower():>18}" for key in _FIGURES]
    print("  ".join([f"{axis.title.lower():{width}}", *heads, "zone"]))
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


def _print_findings(sentences: Sequence[str]) -> None:
    if sentences:
        print()
    for sentence in sentences:
        print(sentence)


def _print_grid(status: StudyStatus, grid: Grid) -> None:
    """Print the mean of the objective for each pair of values, the best one marked."""
    rows, columns = (axis.found for axis in status.study.axes)
    metric = METRICS[status.study.objective]
    best = grid.best and grid.best.values
    heads = [columns.write(value) for value in status.study.axes[1].typed_values]
    width = max(len(rows.title), 10)
    print(f"Mean {metric.title.lower()}; columns: {columns.title.lower()}")
    print("  ".join([f"{rows.title.lower():{width}}", *(f"{head:>10}" for head in heads)]))
    for row in status.study.axes[0].typed_values:
        texts = []
        for column in status.study.axes[1].typed_values:
            at = (row, column)
            text = metric.quantity.text(grid.means[at]) if at in grid.means else NOTHING
            texts.append(f"{text + '*' * (at == best):>10}")
        print("  ".join([f"{rows.write(row):{width}}", *texts]))
    _print_findings(list_findings(status, grid))
