"""What a study has shown so far, and whether its best value holds on fresh seeds."""

from dataclasses import replace

from regdash.judging.lines import Line, LinePoint
from regdash.judging.methods import Method
from regdash.services.comparisons import Started, start_comparison
from regdash.services.methods import gather_methods
from regdash.services.repeats import USUAL_SEEDS
from regdash.services.runs import RunService
from regdash.services.studies import StudyStatus, name_trial
from regdash.settings.messages import InputError
from regdash.store.records import RunRequest
from regdash.studies.dimensions import Value


def describe_cells(service: RunService, status: StudyStatus) -> dict[tuple[Value, ...], Method]:
    """Gather the trials of a study by the values of its axes; those of one cell differ in their seeds.

    If the seed itself is varied, each of its values has a cell.
    """
    found: dict[tuple[Value, ...], Method] = {}
    for method in gather_methods(service.store, status.runs):
        for run in method.runs:
            values = status.study.values_of(run.spec)
            known = tuple(value for value in values if value is not None)
            before = found[known].runs if known in found else ()
            found[known] = replace(method, runs=(*before, run))
    return found


def describe_line(service: RunService, status: StudyStatus) -> Line:
    """Gather the points of a study over one dimension, as far as they have been trained.

    Args:
        service: Where its runs are.
        status: Of a study with one axis.
    """
    cells = describe_cells(service, status)
    points = [LinePoint(value, cells[(value,)]) for (value,) in sorted(cells)]
    return Line(tuple(points), status.study.objective)


def confirm_best(service: RunService, status: StudyStatus, seeds: int = USUAL_SEEDS) -> Started:
    """Train the best value of a line against the study's base, on seeds that the study never saw.

    The best of many values is chosen partly for its luck with the study's seeds; on fresh seeds it is
    not. Both are methods of a new comparison, linked to the study's, with the base as baseline.

    Args:
        service: Where the runs are queued.
        status: Of a study with one axis.
        seeds: Number of fresh seeds, 1 to `MOST_SEEDS`.

    Raises:
        InputError: No trial has ended, or the best value is the base's own.
    """
    line = describe_line(service, status)
    if line.best is None:
        raise InputError(["There is no best value yet: no trial has been trained to its end."])
    best = status.study.spec_at([line.best.value])
    base = status.study.base
    if best.method == base.method:
        raise InputError(
            ["The best value is the one without any change; there is nothing to confirm."]
        )
    first = max(status.study.seeds) + 1
    requests = [
        RunRequest(spec.replace(seed=seed), name=name_trial(status.study, spec))
        for seed in range(first, first + seeds)
        for spec in (base, best)
    ]
    title = f"{status.comparison.title}: best on fresh seeds"
    return start_comparison(service, requests, title=title, setup=base, parent=status.comparison.id)
