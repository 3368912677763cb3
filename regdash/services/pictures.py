"""Pictures of stored comparisons: gathers what `regdash.reports.pictures` draws."""

from collections.abc import Sequence

from regdash.figures.verdicts import VERDICT_COLORS
from regdash.figures.view import ChartView
from regdash.judging import verdict as judging
from regdash.metrics import METRICS
from regdash.reports.pictures.content import Picture, Row, Table, Verdict
from regdash.services.judgement import Judgement, judge_comparison
from regdash.services.run_states import counted_states, describe_cells
from regdash.services.selection import Selection
from regdash.services.setups import describe_setup, find_deviations, seeds_of, setup_of
from regdash.services.shown_methods import MADE_WITH, Shown, explain_intervals
from regdash.settings.formatting import format_range
from regdash.spec import RunSpec
from regdash.store.records import Comparison, Run
from regdash.store.store import Store

MOST_ROWS = 12
"""A table with more methods would be unreadable; the picture then has a legend."""

_COLUMNS = ("val_accuracy", "val_loss", "loss_gap")
"""Metrics in the table, the most important first."""


def describe_picture(
    store: Store, selection: Selection, view: ChartView, *, with_table: bool = True
) -> Picture:
    """Describe a picture of a comparison as its page shows it.

    Args:
        store: Contains the curves and predictions of the runs.
        selection: The comparison, and at least one of its runs.
        view: Charts, axes, and hidden rows.
        with_table: Whether it has key figures and verdicts, if there is room for them.
    """
    comparison, runs = selection.comparison, selection.runs
    shown = Shown.of_methods(store, selection, view)
    panels = shown.panels()
    with_table = with_table and 0 < len(shown.states) <= MOST_ROWS
    judgement = None
    if with_table:  # loads the predictions of all runs
        judgement = judge_comparison(store, selection)
    setup = setup_of(comparison, runs)
    verdicts = [] if judgement is None else explain_intervals(judgement)
    return Picture(
        title=comparison.title,
        subtitle=describe_shared(comparison, runs),
        panels=panels,
        caption=" ".join([*shown.describe(panels), *verdicts, MADE_WITH]),
        table=None if judgement is None else _table(setup, shown, judgement),
    )


def describe_shared(comparison: Comparison, runs: Sequence[Run]) -> str:
    """Return what the runs of a comparison share, as the line below the title of its pictures."""
    setup = setup_of(comparison, runs)
    return "" if setup is None else describe_setup(setup, seeds_of(comparison, runs))


def _table(setup: RunSpec | None, shown: Shown, judgement: Judgement) -> Table:
    columns = [key for key in _COLUMNS if key in METRICS]
    rows = []
    for method, group in shown.states.items():
        cells = describe_cells(counted_states(group), judgement.revealed)
        spec = group[0].run.spec
        name = shown.names[method]
        deviations = [] if setup is None else [d.text for d in find_deviations(spec, setup)]
        techniques = [] if name.startswith(spec.name) else [spec.name]
        rows.append(
            Row(
                name=name,
                style_index=group[0].run.style_index,
                cells=[cells[key]["text"] for key in columns],
                verdict=verdict_of(method, judgement),
                settings=", ".join(t for t in [*techniques, *deviations] if t not in name),
            )
        )
    return Table([METRICS[key].title for key in columns], rows, on=judgement.on)


def verdict_of(method: str, judgement: Judgement) -> Verdict | None:
    """Return the verdict on a method; `baseline` if others are only compared with it."""
    found: judging.Verdict | None = judgement.verdicts.get(method)
    if found is None:
        return Verdict("baseline", "gray") if method in judgement.unjudged else None
    return describe_verdict(found)


def describe_verdict(found: judging.Verdict) -> Verdict:
    """Return the texts of a verdict as the table on the page shows them."""
    return Verdict(
        word=found.word,
        color=VERDICT_COLORS[found.word],
        difference="" if found.accuracies is None else found.points,
        interval=""
        if found.interval is None
        else format_range(found.interval.low, found.interval.high),
    )
