"""Pictures of stored comparisons: gathers what `regdash.reports.pictures` draws."""

from collections.abc import Mapping, Sequence

from regdash.datasets.sizes import validation_size
from regdash.figures.mean_curves import MeanCurves, Member, smooth
from regdash.figures.verdicts import VERDICT_COLORS
from regdash.figures.view import ChartView
from regdash.judging import verdict as judging
from regdash.metrics import METRICS
from regdash.metrics.base import Chart
from regdash.reports.pictures.content import Line, Panel, Picture, Row, Table, Verdict
from regdash.services.judgement import Judgement, judge_comparison
from regdash.services.methods import group_runs, name_methods
from regdash.services.run_states import RunState, counted_states, describe_cells, one_per_seed
from regdash.services.setups import describe_setup, find_deviations, seeds_of, setup_of
from regdash.settings.formatting import count_of, format_range, join_words
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.stats.proportions import LEVEL
from regdash.store.records import Comparison, Run
from regdash.store.store import Store

MOST_ROWS = 12
"""A table with more methods would be unreadable; the picture then has a legend."""

_COLUMNS = ("val_accuracy", "val_loss", "loss_gap")
"""Metrics in the table, the most important first."""


def describe_picture(
    store: Store,
    comparison: Comparison,
    runs: Sequence[Run],
    view: ChartView,
    *,
    with_table: bool = True,
    references: Mapping[str, str] | None = None,
) -> Picture:
    """Describe a picture of a comparison as its page shows it.

    Args:
        store: Contains the curves and predictions of the runs.
        comparison: The comparison.
        runs: Its runs; at least one.
        view: Charts, axes, and hidden rows.
        with_table: Whether it has key figures and verdicts, if there is room for them.
        references: What methods are compared with, as on the page; see `judge_comparison`.
    """
    shown = _shown_methods(runs, view)
    histories = store.histories.load(runs)
    states = {
        method: [RunState(run, histories[run.id], at=comparison.at) for run in group]
        for method, group in shown.items()
    }
    names = name_methods(runs)
    curves = {method: _mean_curves(states[method]) for method in shown}
    panels = [_panel(METRICS.charts[key], view, shown, names, curves) for key in view.charts]
    with_table = with_table and 0 < len(shown) <= MOST_ROWS
    judgement = None
    if with_table:  # loads the predictions of all runs
        judgement = judge_comparison(store, comparison, runs, references)
    setup = setup_of(comparison, runs)
    return Picture(
        title=comparison.title,
        subtitle="" if setup is None else describe_setup(setup, seeds_of(comparison, runs)),
        panels=panels,
        caption=_caption(comparison, states, view, judgement, panels),
        table=None if judgement is None else _table(setup, states, names, judgement),
    )


def _shown_methods(runs: Sequence[Run], view: ChartView) -> dict[str, list[Run]]:
    return {
        method: group
        for method, group in group_runs(runs).items()
        if not view.hides(method, [run.id for run in group])
    }


def _mean_curves(states: Sequence[RunState]) -> MeanCurves:
    counted = one_per_seed(states)
    return MeanCurves(
        [
            Member(
                state.history,
                active=state.run.active,
                broken=state.broken,
                duplicate=state.run.complete and state not in counted,
                marked_epoch=state.epoch,
            )
            for state in states
        ]
    )


def _panel(
    chart: Chart,
    view: ChartView,
    shown: Mapping[str, Sequence[Run]],
    names: Mapping[str, str],
    curves: Mapping[str, MeanCurves],
) -> Panel:
    (main,) = METRICS.curves(chart, "validation")
    lines = [
        _line(chart, view, group, names[method], curves[method]) for method, group in shown.items()
    ]
    if view.x == "epoch":
        end = max((run.spec.epochs for group in shown.values() for run in group), default=1) + 0.5
    else:
        end = 1.02 * max((float(line.x[-1]) for line in lines if len(line.x)), default=1.0)
    return Panel(
        title=chart.title,
        x_label="Epoch" if view.x == "epoch" else "Training time (s)",
        y_label=chart.axis,
        end=end,
        lines=lines,
        percent=chart.percent,
        log=view.is_log(chart.key, chart.log),
        robust=not chart.percent and METRICS[main].direction is not None,
    )


def _line(
    chart: Chart, view: ChartView, runs: Sequence[Run], name: str, curves: MeanCurves
) -> Line:
    (main,) = METRICS.curves(chart, "validation")
    training = next(iter(METRICS.curves(chart, "training")), None)
    column = "epoch" if view.x == "epoch" else "elapsed"
    x = curves.values(column)
    stopped = runs[0].stopped_epoch if len(runs) == 1 else None
    at_end = float(x[-1]) if view.x == "seconds" and len(x) else None
    return Line(
        name=name,
        style_index=runs[0].style_index,
        x=x,
        validation=smooth(curves.values(main), view.smoothing),
        training=smooth(curves.values(training), view.smoothing) if training else None,
        half=curves.half(main, view.band),
        mark=curves.mark(column, main) if chart.marked else None,
        stopped=None if stopped is None else (at_end or float(stopped)),
        diverged=all(run.status == "diverged" for run in runs),
    )


def _table(
    setup: RunSpec | None,
    states: Mapping[str, Sequence[RunState]],
    names: Mapping[str, str],
    judgement: Judgement,
) -> Table:
    columns = [key for key in _COLUMNS if key in METRICS]
    rows = []
    for method, group in states.items():
        cells = describe_cells(counted_states(group), judgement.revealed)
        spec = group[0].run.spec
        name = names[method]
        deviations = [] if setup is None else [d.text for d in find_deviations(spec, setup)]
        techniques = [] if name.startswith(spec.name) else [spec.name]
        rows.append(
            Row(
                name=name,
                style_index=group[0].run.style_index,
                cells=[cells[key]["text"] for key in columns],
                verdict=_verdict(method, judgement),
                settings=", ".join(t for t in [*techniques, *deviations] if t not in name),
            )
        )
    return Table([METRICS[key].title for key in columns], rows, on=judgement.on)


def _verdict(method: str, judgement: Judgement) -> Verdict | None:
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


def _caption(
    comparison: Comparison,
    states: Mapping[str, Sequence[RunState]],
    view: ChartView,
    judgement: Judgement | None,
    panels: Sequence[Panel],
) -> str:
    """Say what was measured on what, and how to read the lines."""
    lines = [line for panel in panels for line in panel.lines]
    sentences = []
    if any(line.training is not None for line in lines):
        sentences.append("Bold: validation; thin and dashed: training.")
    sizes = _validation_sizes(states)
    if sizes:
        sentences.append(f"Measured on {sizes} validation images, without penalties.")
    if any(line.half is not None for line in lines):
        sentences.append(f"Lines are means of seeds; bands: {_BANDS[view.band]}.")
    if any(line.mark is not None for line in lines):
        sentences.append(f"Markers: {_EPOCHS[comparison.at]}.")
    if view.smoothing:
        sentences.append(f"Smoothed with weight {view.smoothing:g}.")
    active = sum(state.run.active for group in states.values() for state in group)
    if active:
        sentences.append(f"{count_of(active, 'run')} in progress.")
    if judgement is not None and any(verdict.interval for verdict in judgement.verdicts.values()):
        sentences.append(
            f"Verdicts: difference in accuracy from {_name_references(judgement)} in percentage points,"
            f" with its {LEVEL:.0%} interval."
        )
        if any(_is_stricter(verdict) for verdict in judgement.verdicts.values()):
            sentences.append("A verdict must hold for all methods and looks together.")
    return " ".join([*sentences, "Made with RegDash."])


def _name_references(judgement: Judgement) -> str:
    """Return what methods are compared with: `baseline`, or `a, and of c and d from b`."""
    first, *others = judgement.compared_with.items()
    names = {key: method.name for key, method in judgement.by_key.items()}
    texts = [
        f", and of {join_words([names[key] for key in keys])} from {names[reference]}"
        for reference, keys in others
    ]
    return "".join([names[first[0]], *texts, "," * bool(texts)])


def _is_stricter(verdict: judging.Verdict) -> bool:
    """Return whether there is no difference by the verdict although its interval excludes 0."""
    interval = verdict.interval
    return (
        verdict.word == "not distinguishable"
        and interval is not None
        and not interval.low <= 0.0 <= interval.high
    )


_BANDS = {
    "sd": "± 1 standard deviation of the seeds",
    "ci": f"{LEVEL:.0%} interval of the mean",
}

_EPOCHS = {"kept": "the kept epoch", "best": "the epoch with the best validation accuracy"}


def _validation_sizes(states: Mapping[str, Sequence[RunState]]) -> str:
    """Return the numbers of validation images as text; empty if a data set is not known."""
    try:
        sizes = {validation_size(group[0].run.spec.data) for group in states.values()}
    except InputError:
        return ""
    return " or ".join(f"{size:,}" for size in sorted(sizes))
