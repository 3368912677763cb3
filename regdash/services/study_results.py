"""What a study has shown so far, and whether its best value holds on fresh seeds."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Lock
from weakref import WeakKeyDictionary

from cachetools import LRUCache

from regdash.judging.grids import Grid, GridPoint
from regdash.judging.lines import Line, LinePoint, standard_error
from regdash.judging.methods import Method, TrainedRun
from regdash.judging.searches import SearchResults
from regdash.metrics import METRICS
from regdash.services.comparisons import Started, start_comparison
from regdash.services.methods import describe_run
from regdash.services.repeats import USUAL_SEEDS
from regdash.services.runs import RunService
from regdash.services.search_trials import read_search
from regdash.services.study_status import StudyStatus, name_trial
from regdash.settings.formatting import count_of, format_mean
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.store.records import Comparison, Run, RunRequest
from regdash.store.store import Store
from regdash.studies.base import OBJECTIVES
from regdash.studies.dimensions import Value
from regdash.studies.search import Search

Results = Line | Grid | SearchResults


class TrialReader:
    """Reads trials for analysis; those that have ended do not change and are read once per process."""

    def __init__(self, store: Store, *, predictions: bool = True) -> None:
        """Read nothing yet.

        Args:
            store: Contains the trials.
            predictions: Whether to load which images each trial classifies correctly, which verdicts
                need. It takes most of the time.
        """
        self.store = store
        self._predictions = predictions

    def cells(self, status: StudyStatus) -> dict[tuple[Value, ...], Method]:
        """Gather the trials of a study by the values of its axes; those of a cell differ in their seeds.

        If the seed itself is varied, each of its values has a cell.
        """
        self.store.histories.load(status.runs)  # all at once
        found: dict[tuple[Value, ...], Method] = {}
        for run in status.runs:
            values = tuple(v for v in status.study.values_of(run.spec) if v is not None)
            trained = self.read(run)
            if values in found:
                before = found[values]
                found[values] = replace(before, runs=(*before.runs, trained))
            else:
                found[values] = Method(run.method, run.name, run.style_index, (trained,))
        return found

    def line(self, status: StudyStatus) -> Line:
        """Gather the points of a study over one dimension, as far as they have been trained."""
        cells = self.cells(status)
        points = [LinePoint(value, cells[(value,)]) for (value,) in sorted(cells)]
        return Line(tuple(points), status.study.objective)

    def grid(self, status: StudyStatus) -> Grid:
        """Gather the points of a study over two dimensions, as far as they have been trained."""
        cells = self.cells(status)
        points = [GridPoint((one, two), cells[(one, two)]) for one, two in sorted(cells)]
        return Grid(tuple(points), status.study.objective)

    def read(self, run: Run) -> TrainedRun:
        """Describe a trial."""
        key = (run.id, self._predictions)
        with _LOCK:
            ended = _ENDED.setdefault(self.store, LRUCache(_MOST_KEPT))
            if key in ended:
                known: TrainedRun = ended[key]
                return known
        trained = describe_run(self.store, run, predictions=self._predictions)
        if not run.active:
            with _LOCK:
                ended[key] = trained
        return trained


_MOST_KEPT = 4_000
"""Trials that are kept in memory: those of two of the largest studies, or of many small ones."""

_ENDED: WeakKeyDictionary[Store, LRUCache[tuple[str, bool], TrainedRun]] = WeakKeyDictionary()

_LOCK = Lock()


def find_best(status: StudyStatus, results: Results) -> RunSpec | None:
    """Return the spec with the best values so far, with the seed of the base; None if there is none."""
    best = results.best
    if best is None:
        return None
    return status.study.spec_at(best.values)


def list_findings(status: StudyStatus, results: Results, *, tested: bool = True) -> list[str]:
    """Say in sentences what the trials show so far; empty before the first has ended.

    Args:
        status: Of the study.
        results: What it has found.
        tested: Whether to name the values that are not distinguishable from the best one, for which
            the predictions of the trials are needed.
    """
    best = results.best
    if best is None:
        return []
    metric = METRICS[results.objective]
    values = best.method.values(metric.key, "kept")
    sentences = [
        f"Best {OBJECTIVES[status.study.objective]}: {status.study.phrase(best.values)}, with"
        f" {format_mean(values, metric.quantity)}."
    ]
    if isinstance(results, SearchResults):
        return sentences + _search_findings(status, results)
    if len(values) < 2:
        sentences.append(
            "With one seed there is no standard error: more seeds show how sure that is."
        )
        return sentences
    if isinstance(results, Line):
        sentences += _standard_error_rule(status, results)
    if tested and results.indistinguishable:
        same = [_write(status, point) for point in results.indistinguishable]
        sentences.append(f"Accuracy not distinguishable from it: {', '.join(same)}.")
        if len(values) <= _FEW_SEEDS:
            sentences.append(
                f"{count_of(len(values), 'seed').capitalize()} distinguish only large differences; more seeds tell"
                " more."
            )
    if results.optimism is not None and metric.quantity.shown(results.optimism):
        gain = metric.quantity.text(results.optimism)
        sentences.append(
            "The best of many is chosen partly for its luck: measured on a seed that did not choose it, the best is"
            f" worse by about {gain}. Confirm it on fresh seeds."
        )
    return sentences


def _standard_error_rule(status: StudyStatus, line: Line) -> list[str]:
    simpler = line.one_standard_error
    if simpler is None or line.best is None or simpler.value == line.best.value:
        return []
    error = standard_error(line.best, line.objective)
    within = f" ({METRICS[line.objective].quantity.text(error)})" if error is not None else ""
    return [
        f"Most regularized within one standard error of it{within}: {status.study.phrase(simpler.values)}."
    ]


def _search_findings(status: StudyStatus, results: SearchResults) -> list[str]:
    """Say what mattered, what was stopped early and why, and how far to trust the best."""
    sentences = []
    if results.importance is not None:
        titles = {each.key: each.full_title for each in status.study.dimensions}
        ranked = sorted(results.importance.items(), key=lambda item: -item[1])
        shares = ", ".join(f"{titles[key]} {share:.0%}" for key, share in ranked)
        sentences.append(f"What mattered for a good result (PED-ANOVA): {shares}.")
    pruned = results.pruned
    if pruned:
        planned = sum(point.method.spec.epochs for point in pruned)
        trained = sum(len(run.records) for point in pruned for run in point.method.runs)
        sentences.append(
            f"{count_of(len(pruned), 'trial')} fell behind half of the others and"
            f" {'was' if len(pruned) == 1 else 'were'} stopped early, which saved"
            f" {count_of(planned - trained, 'epoch')} of {planned:,}."
        )
    complete = sum(bool(point.method.complete) for point in results.points)
    if complete > 1:
        sentences.append(
            f"The best of {count_of(complete, 'trial')} with one seed each is chosen partly for its luck. Confirm it"
            " on fresh seeds."
        )
    return sentences


def _write(status: StudyStatus, point: LinePoint | GridPoint) -> str:
    if isinstance(point, GridPoint):
        return f"({status.study.phrase(point.values)})"
    return status.study.dimensions[0].write(point.value)


def read_results(reader: TrialReader, status: StudyStatus) -> Results:
    """Gather what a study has measured: a search, a line, or a grid if two settings are varied."""
    if isinstance(status.study, Search):
        # No verdicts are made of its trials, so their predictions are not needed.
        read = TrialReader(reader.store, predictions=False).read
        return read_search(reader.store, status, read)
    return reader.line(status) if len(status.study.dimensions) == 1 else reader.grid(status)


def list_confirmations(service: RunService, comparison_id: str) -> list[Comparison]:
    """Return the comparisons that confirmed the best value of a study, the newest first."""
    found = service.store.comparisons(_RECENT)
    return [comparison for comparison in found if comparison.parent == comparison_id]


_FEW_SEEDS = 3

_RECENT = 200
"""Comparisons that are searched for confirmations."""


def read_seeds(status: StudyStatus) -> Sequence[int]:
    """Return all seeds that a study has used."""
    planned = {spec.seed for spec in status.study.examples()}
    return sorted({run.spec.seed for run in status.runs} | planned)


def confirm_best(service: RunService, status: StudyStatus, seeds: int = USUAL_SEEDS) -> Started:
    """Train the best values of a study against its base, on seeds that the study never saw.

    The best of many values is chosen partly for its luck with the study's seeds; on fresh seeds it is
    not. Both are methods of a new comparison, linked to the study's, with the base as baseline.

    Args:
        service: Where the runs are queued.
        status: Of the study.
        seeds: Number of fresh seeds, 1 to `MOST_SEEDS`.

    Raises:
        InputError: No trial has ended, the best value is the base's own, or the seed is varied.
    """
    if any(dimension.key == "seed" for dimension in status.study.dimensions):
        raise InputError(
            ["The study varies the seed; the best seed is luck, and cannot be confirmed."]
        )
    best = find_best(status, read_results(TrialReader(service.store, predictions=False), status))
    if best is None:
        raise InputError(["There is no best value yet: no trial has been trained to its end."])
    base = status.study.base
    if best.method == base.method:
        raise InputError(
            ["The best value is the one without any change; there is nothing to confirm."]
        )
    first = max(read_seeds(status)) + 1
    requests = [
        RunRequest(spec.replace(seed=seed), name=name_trial(status.study, spec))
        for seed in range(first, first + seeds)
        for spec in (base, best)
    ]
    title = f"{status.comparison.title}: best on fresh seeds"
    return start_comparison(service, requests, title=title, setup=base, parent=status.comparison.id)
