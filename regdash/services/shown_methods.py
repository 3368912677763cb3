"""What pictures show of the methods of a stored comparison: their curves, and how to read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regdash.datasets.sizes import validation_size
from regdash.figures.mean_curves import MeanCurves, Member, smooth
from regdash.figures.view import ChartView
from regdash.judging import verdict as judging
from regdash.judging.names import name_repeats
from regdash.metrics import METRICS
from regdash.metrics.base import Chart
from regdash.reports.pictures.content import Line, Panel
from regdash.services.judgement import Judgement
from regdash.services.methods import group_runs, name_methods
from regdash.services.run_states import RunState, one_per_seed
from regdash.services.selection import Selection
from regdash.settings.choices import EpochChoice
from regdash.settings.formatting import count_of, join_words
from regdash.settings.messages import InputError
from regdash.stats.proportions import LEVEL
from regdash.store.store import Store

MADE_WITH = "Made with RegDash."


@dataclass(frozen=True)
class Shown:
    """The methods that are shown of a comparison, or the runs of one of them; by their keys."""

    view: ChartView
    at: EpochChoice
    states: Mapping[str, Sequence[RunState]]
    names: Mapping[str, str]
    curves: Mapping[str, MeanCurves]

    @classmethod
    def of_methods(cls, store: Store, selection: Selection, view: ChartView) -> "Shown":
        """Gather the methods that a view shows.

        Args:
            store: Contains the curves.
            selection: The comparison and its runs.
            view: Which of them are hidden.
        """
        at = selection.comparison.at
        histories = store.histories.load(selection.runs)
        states = {
            method: [RunState(run, histories[run.id], at=at) for run in group]
            for method, group in group_runs(selection.runs).items()
            if not view.hides(method, [run.id for run in group])
        }
        return cls._of(view, at, states, name_methods(selection.judged))

    def of_runs(self) -> "Shown":
        """Return the runs of these methods instead, by their seeds; there must be at most one method."""
        states = [state for group in self.states.values() for state in group]
        names = name_repeats([state.run.spec for state in states])
        return self._of(
            self.view,
            self.at,
            {state.run.id: [state] for state in states},
            {state.run.id: name for state, name in zip(states, names, strict=True)},
        )

    @classmethod
    def _of(
        cls,
        view: ChartView,
        at: EpochChoice,
        states: Mapping[str, Sequence[RunState]],
        names: Mapping[str, str],
    ) -> "Shown":
        curves = {key: _mean_curves(group) for key, group in states.items()}
        return cls(view, at, states, names, curves)

    def panels(self, *keys: str) -> list[Panel]:
        """Return the charts of the view, with the lines of these methods; none: of all."""
        chosen = keys or tuple(self.states)
        return [self._panel(METRICS.charts[key], chosen) for key in self.view.charts]

    def describe(self, panels: Sequence[Panel]) -> list[str]:
        """Return sentences on what charts show, and how to read their lines."""
        lines = [line for panel in panels for line in panel.lines]
        sentences = []
        if any(line.training is not None for line in lines):
            sentences.append("Bold: validation; thin and dashed: training.")
        sizes = _validation_sizes(self.states)
        if sizes:
            sentences.append(f"Measured on {sizes} validation images, without penalties.")
        if any(line.half is not None for line in lines):
            sentences.append(f"Lines are means of seeds; bands: {_BANDS[self.view.band]}.")
        if any(line.mark is not None for line in lines):
            sentences.append(f"Large markers: {EPOCHS[self.at]}.")
        if self.view.smoothing:
            sentences.append(f"Smoothed with weight {self.view.smoothing:g}.")
        active = sum(state.run.active for group in self.states.values() for state in group)
        if active:
            sentences.append(f"{count_of(active, 'run')} in progress.")
        return sentences

    def _panel(self, chart: Chart, keys: Sequence[str]) -> Panel:
        view = self.view
        (main,) = METRICS.curves(chart, "validation")
        lines = [self._line(chart, key) for key in keys]
        if view.x == "epoch":
            runs = [state.run for key in keys for state in self.states[key]]
            end = max((run.spec.epochs for run in runs), default=1) + 0.5
        else:
            end = 1.02 * max((float(line.x[-1]) for line in lines if len(line.x)), default=1.0)
        return Panel(
            title=chart.title,
            x_label="Epoch" if view.x == "epoch" else "Training time (s)",
            y_label=chart.axis,
            end=end,
            lines=lines,
            percent=chart.percent,
            log=view.is_log(chart),
            robust=not chart.percent and METRICS[main].direction is not None,
        )

    def _line(self, chart: Chart, key: str) -> Line:
        view, curves = self.view, self.curves[key]
        runs = [state.run for state in self.states[key]]
        (main,) = METRICS.curves(chart, "validation")
        training = next(iter(METRICS.curves(chart, "training")), None)
        column = "epoch" if view.x == "epoch" else "elapsed"
        x = curves.values(column)
        stopped = runs[0].stopped_epoch if len(runs) == 1 else None
        at_end = float(x[-1]) if view.x == "seconds" and len(x) else None
        return Line(
            name=self.names[key],
            style_index=runs[0].style_index,
            x=x,
            validation=smooth(curves.values(main), view.smoothing),
            training=smooth(curves.values(training), view.smoothing) if training else None,
            half=curves.half(main, view.band),
            mark=curves.mark(column, main) if chart.marked else None,
            stopped=None if stopped is None else (at_end or float(stopped)),
            diverged=all(run.status == "diverged" for run in runs),
        )


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


def explain_intervals(judgement: Judgement, *, on: str = "") -> list[str]:
    """Return sentences on what the verdicts of a picture say.

    Args:
        judgement: The verdicts.
        on: Images they are based on, if the picture does not say it elsewhere.
    """
    if not any(verdict.interval for verdict in judgement.verdicts.values()):
        return []
    images = f" on {on} images" if on else ""
    sentences = [
        f"Verdicts: difference in accuracy{images} from {_name_references(judgement)} in percentage"
        f" points, with its {LEVEL:.0%} interval."
    ]
    stricter = [verdict for verdict in judgement.verdicts.values() if _is_stricter(verdict)]
    if stricter:
        sentences.append(_explain_strictness(stricter))
    return sentences


def _explain_strictness(verdicts: Sequence[judging.Verdict]) -> str:
    """Say why an interval that excludes 0 can be too little for a verdict."""
    counts = {verdict.variants for verdict in verdicts}
    # Methods with different references are counted for each of these.
    methods = "several methods" if len(counts) > 1 else count_of(counts.pop(), "method")
    several = "" if methods == "1 method" else f"{methods} and for "
    return (
        "An interval without 0 may not be enough: it is for one method at one time, while verdicts"
        f" also allow for {several}looking after every seed."
    )


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

EPOCHS: dict[EpochChoice, str] = {
    "kept": "the kept epoch",
    "best": "the epoch with the best validation accuracy",
}


def _validation_sizes(states: Mapping[str, Sequence[RunState]]) -> str:
    """Return the numbers of validation images as text; empty if a data set is not known."""
    try:
        sizes = {validation_size(group[0].run.spec.data) for group in states.values()}
    except InputError:
        return ""
    return " or ".join(f"{size:,}" for size in sorted(sizes))
