"""What the terminal prints of a study."""

from collections.abc import Mapping
from statistics import fmean

from regdash.judging.lines import ZONES_EXPLAINED, Line, standard_error
from regdash.judging.methods import Method
from regdash.metrics import METRICS
from regdash.services.runs import RunService
from regdash.services.studies import StudyStatus
from regdash.services.study_results import describe_cells, describe_line
from regdash.settings.formatting import NOTHING, count_of, format_mean
from regdash.studies.dimensions import Value

_FIGURES = ("val_loss", "train_loss", "val_accuracy", "train_accuracy", "weight_norm")
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
        _print_grid(status, describe_cells(service, status))
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
    _print_best(status, line)


def _print_best(status: StudyStatus, line: Line) -> None:
    axis, best = status.study.axes[0].found, line.best
    if best is None:
        return
    title = METRICS[line.objective].title.lower()
    print(f"\nBest {title}: {axis.phrase(best.value)}.")
    if standard_error(best, line.objective) is None:
        print("With one seed there is no standard error: more seeds show how sure that is.")
        return
    simpler = line.one_standard_error
    if simpler is not None and simpler.value != best.value:
        print(f"Most regularized within one standard error of it: {axis.phrase(simpler.value)}.")
    same = [axis.write(point.value) for point in line.indistinguishable]
    if same:
        print(f"Accuracy not distinguishable from it: {', '.join(same)}.")
    print(ZONES_EXPLAINED)


def _print_grid(status: StudyStatus, cells: Mapping[tuple[Value, ...], Method]) -> None:
    """Print the mean of the objective for each pair of values, the best one marked."""
    rows, columns = (axis.found for axis in status.study.axes)
    metric = METRICS[status.study.objective]
    means = {
        at: fmean(values) for at, m in cells.items() if (values := m.values(metric.key, "kept"))
    }
    choose = max if metric.direction == "higher" else min
    best = choose(means, key=lambda at: means[at], default=None)
    heads = [columns.write(value) for value in status.study.axes[1].typed_values]
    width = max(len(rows.title), 10)
    print(f"Mean {metric.title.lower()}; columns: {columns.title.lower()}")
    print("  ".join([f"{rows.title.lower():{width}}", *(f"{head:>10}" for head in heads)]))
    for row in status.study.axes[0].typed_values:
        texts = []
        for column in status.study.axes[1].typed_values:
            at = (row, column)
            text = metric.quantity.text(means[at]) if at in means else NOTHING
            texts.append(f"{text + '*' * (at == best):>10}")
        print("  ".join([f"{rows.write(row):{width}}", *texts]))
    if best is not None:
        print(f"\n* best: {rows.phrase(best[0])}, {columns.phrase(best[1])}.")
