"""Pictures of searches: gathers what `regdash.reports.pictures` draws of them."""

import numpy as np

from regdash.figures.search_axes import choose_ticks, to_scale
from regdash.judging.searches import SearchResults
from regdash.metrics import METRICS
from regdash.reports.pictures.content import Dial, DialAxis, DialCurve, DialMark, DialPanel
from regdash.reports.runs import with_unit
from regdash.services.pictures import describe_shared
from regdash.services.shown_methods import MADE_WITH
from regdash.services.study_status import StudyStatus
from regdash.studies.search import Range, Search

_MOST_SETTINGS = 7
"""With their charts and that of the history, a slide is full."""


def describe_search(
    status: StudyStatus, search: Search, results: SearchResults, findings: str
) -> Dial:
    """Describe the course of a search, and the objective by each setting that it varies.

    Args:
        status: The search with its runs.
        search: What it varies.
        results: Its trials, of which at least one is complete.
        findings: Sentences for the caption.
    """
    metric = METRICS[results.objective]
    best_point = results.best
    assert best_point is not None
    values = np.array([value for _, value in results.measured], float)
    reached = next(value for point, value in results.measured if point is best_point)

    def panel(axis: DialAxis, *curves: DialCurve, best: float) -> DialPanel:
        mark = DialMark("best", best, reached, best=True)
        percent = metric.quantity.percent
        return DialPanel(
            with_unit(metric.title, metric.unit), axis, curves, percent, [mark], robust=not percent
        )

    panels = [panel(_trials_axis(search), *_history(results), best=best_point.number)]
    drawn = _choose_drawn(search, results)
    for index in drawn:
        each = search.ranges[index]
        places = np.array([to_scale(each, p.values[index]) for p, _ in results.measured], float)
        best = to_scale(each, best_point.values[index])
        panels.append(
            panel(_setting_axis(each, results), _dots("trial", places, values), best=best)
        )
    omitted = [r.found.title for at, r in enumerate(search.ranges) if at not in drawn]
    reason = ", since it mattered least" if results.importance else ""
    left_out = f" Not drawn{reason}: {', '.join(omitted)}." if omitted else ""
    return Dial(
        title=status.comparison.title,
        subtitle=describe_shared(status.comparison, status.runs),
        panels=panels,
        zones=[],
        caption=f"{findings} Each dot is a trial, at its kept epoch.{left_out} {MADE_WITH}",
    )


def _choose_drawn(search: Search, results: SearchResults) -> list[int]:
    """Return the positions of the settings for which there is room, in their order."""
    importance = results.importance or {}
    ranked = sorted(
        range(len(search.ranges)),
        key=lambda at: -importance.get(search.ranges[at].dimension, 0.0),
    )
    return sorted(ranked[:_MOST_SETTINGS])


def _history(results: SearchResults) -> list[DialCurve]:
    """Return the trials in their order, the best so far as steps, and the trials that were pruned."""
    numbers = np.array([point.number for point, _ in results.measured], float)
    values = np.array([value for _, value in results.measured], float)
    higher = METRICS[results.objective].direction == "higher"
    best = (np.maximum if higher else np.minimum).accumulate(values)
    last = max(point.number for point in results.points)
    steps = np.append(np.repeat(numbers, 2)[1:], last), np.repeat(best, 2)
    none = np.empty(0)
    curves = [
        DialCurve("best so far", *steps, np.zeros(len(steps[0])), (none, none), bold=True),
        _dots("trial", numbers, values),
    ]
    if results.pruned:
        places = np.array([point.number for point in results.pruned], float)
        ends = np.array([point.trial.epochs[-1] for point in results.pruned], float)
        curves.append(_dots("pruned, where it was stopped", places, ends, bold=False))
    return curves


def _dots(name: str, x: np.ndarray, y: np.ndarray, *, bold: bool = True) -> DialCurve:
    none = np.empty(0)
    return DialCurve(name, none, none, none, (x, y), bold)


def _trials_axis(search: Search) -> DialAxis:
    last = search.trial_count
    step = max(1, -(-last // 6))
    shown = [1, *range(step, last + 1, step)] if step > 1 else range(1, last + 1)
    return DialAxis("Trial", [(float(at), f"{at:,}") for at in shown], (0.5, last + 0.5))


def _setting_axis(each: Range, results: SearchResults) -> DialAxis:
    low, high = (to_scale(each, end) for end in each.ends)
    margin = (high - low) / 25
    share = (results.importance or {}).get(each.dimension)
    label = each.found.full_title + ("" if share is None else f", importance {share:.0%}")
    ticks = [(to_scale(each, value), each.found.write(value)) for value in choose_ticks(each)]
    return DialAxis(label, ticks, (low - margin, high + margin))
