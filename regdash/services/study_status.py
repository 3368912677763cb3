"""How far studies are, and what they and their trials are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from regdash.services.comparisons import current_runs
from regdash.services.estimates import estimate_queue, estimate_runs
from regdash.services.runs import RunService
from regdash.settings.messages import InputError, shorten
from regdash.spec import RunSpec
from regdash.store.records import Comparison, Run, StoredStudy
from regdash.studies.base import StudyBase
from regdash.studies.reading import AnyStudy
from regdash.studies.search import Search
from regdash.studies.trials import PRUNED

State = Literal["running", "paused", "interrupted", "ended"]


@dataclass(frozen=True)
class StudyStatus:
    """How far a study is."""

    comparison: Comparison
    study: AnyStudy
    state: State
    runs: tuple[Run, ...]
    """Its trials so far, in the order of training."""
    missing: tuple[RunSpec, ...]
    """Trials that are known, but not queued yet."""

    @property
    def ended(self) -> int:
        """Number of trials that need no more training."""
        return sum(not run.active for run in self.runs)

    @property
    def unchosen(self) -> int:
        """Number of trials of a search whose values have not been chosen yet."""
        if not isinstance(self.study, Search) or self.state == "ended":
            return 0
        return self.study.trial_count - len(self.study.chosen)

    @property
    def incomplete(self) -> bool:
        """Whether continuing it would train something."""
        retried = any(not run.counts_as_trained and not was_pruned(run) for run in self.runs)
        return bool(self.missing or self.unchosen or retried)

    @property
    def active(self) -> int:
        """Number of trials in progress."""
        return len(self.runs) - self.ended


def read_status(service: RunService, comparison_id: str) -> StudyStatus:
    """Return how far a study is.

    Raises:
        InputError: There is no such study, or this version cannot read it.
    """
    stored, study = require_study(service, comparison_id)
    comparison = service.store.comparison(comparison_id)
    assert comparison is not None  # the study's row refers to it
    known = {trial.hash for trial in study.hashed_trials()}
    # Other runs may have been added to the comparison.
    runs = [run for run in current_runs(service, comparison_id) if run.spec.hash in known]
    return StudyStatus(
        comparison=comparison,
        study=study,
        state=state_of(service, stored),
        runs=tuple(runs),
        missing=tuple(missing_trials(study, runs)),
    )


def was_pruned(run: Run) -> bool:
    """Return whether a search stopped a run because it fell behind; it is not trained again."""
    return run.status == "stopped" and run.message.startswith(PRUNED)


def missing_trials(study: StudyBase, runs: Sequence[Run]) -> list[RunSpec]:
    """Return the trials without a run, in the order of training."""
    known = {run.spec.hash for run in runs}
    return [trial.spec for trial in study.hashed_trials() if trial.hash not in known]


def estimate_study(service: RunService, status: StudyStatus) -> float:
    """Estimate the seconds until all trials will have ended, if it goes on."""
    queue = max((times.end for times in estimate_queue(service).values()), default=0.0)
    if isinstance(status.study, Search):
        return max(queue, _estimate_search(service, status, status.study))
    return estimate_runs(service, status.missing) if status.missing else queue


def _estimate_search(service: RunService, status: StudyStatus, search: Search) -> float:
    """Estimate what is left of a search: as long as usual trials, less what pruning has saved so far."""
    usual = [run.spec for run in status.runs] or search.examples()
    count = status.active + len(status.missing) + status.unchosen
    seconds = estimate_runs(service, usual) / len(usual) * count
    histories = service.store.histories.load(status.runs)
    used = [run for run in status.runs if run.complete or was_pruned(run)]
    planned = sum(run.spec.epochs for run in used)
    if planned:
        trained = sum(len(histories[run.id]) for run in used)
        seconds *= trained / planned
    if search.minutes is None:
        return seconds
    return min(seconds, max(0.0, 60 * search.minutes - spent_seconds(service, status)))


def spent_seconds(service: RunService, status: StudyStatus) -> float:
    """Return how long the trials of a study have been trained and measured, in seconds."""
    histories = service.store.histories.load(status.runs)
    return sum(float(history["seconds"].sum()) for history in histories.values())


def title_of_study(study: AnyStudy) -> str:
    """Return a title such as `L2 strength, 1e-6 to 0.1`, or `Search over L2 strength, Width`."""
    if isinstance(study, Search):
        return f"Search over {', '.join(each.full_title for each in study.dimensions)}"
    parts = []
    for axis in study.axes:
        first, last = axis.typed_values[0], axis.typed_values[-1]
        parts.append(
            f"{axis.found.full_title}, {axis.found.write(first)} to {axis.found.write(last)}"
        )
    return " and ".join(parts)


def name_trial(study: StudyBase, spec: RunSpec) -> str:
    """Return the name of a trial: its techniques, and the settings that the study varies."""
    phrases = [
        dimension.phrase(value)
        for dimension, value in zip(study.dimensions, study.values_of(spec), strict=True)
        if value is not None and not dimension.of_technique
    ]
    techniques = [spec.name] if spec.techniques or not phrases else []
    return ", ".join([*techniques, *phrases])


def require_study(service: RunService, comparison_id: str) -> tuple[StoredStudy, AnyStudy]:
    """Return a study as it is stored, and what it trains.

    Raises:
        InputError: There is no such study, or this version cannot read it.
    """
    stored = service.store.study(comparison_id)
    if stored is None:
        raise InputError(
            [f"There is no study {shorten(comparison_id)}. `regdash studies` lists the ids."]
        )
    if stored.study is None:
        raise InputError([stored.problem])
    return stored, stored.study


def state_of(service: RunService, stored: StoredStudy) -> State:
    """Return the state of a study; `interrupted` if its process has ended."""
    if stored.state == "running" and not service.is_alive(stored.owner):
        return "interrupted"
    return stored.state
