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
from regdash.studies.study import Study

State = Literal["running", "paused", "interrupted", "ended"]


@dataclass(frozen=True)
class StudyStatus:
    """How far a study is."""

    comparison: Comparison
    study: Study
    state: State
    runs: tuple[Run, ...]
    """Its trials so far, in the order of training."""
    missing: tuple[RunSpec, ...]
    """Trials that are not queued yet."""

    @property
    def ended(self) -> int:
        """Number of trials that need no more training."""
        return sum(not run.active for run in self.runs)

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


def missing_trials(study: Study, runs: Sequence[Run]) -> list[RunSpec]:
    """Return the trials without a run, in the order of training."""
    known = {run.spec.hash for run in runs}
    return [trial.spec for trial in study.hashed_trials() if trial.hash not in known]


def estimate_study(service: RunService, status: StudyStatus) -> float:
    """Estimate the seconds until all trials will have ended, if it goes on."""
    queue = max((times.end for times in estimate_queue(service).values()), default=0.0)
    return estimate_runs(service, status.missing) if status.missing else queue


def title_of_study(study: Study) -> str:
    """Return a title such as `L2 strength, 1e-6 to 0.1`."""
    parts = []
    for axis in study.axes:
        first, last = axis.typed_values[0], axis.typed_values[-1]
        parts.append(
            f"{axis.found.full_title}, {axis.found.write(first)} to {axis.found.write(last)}"
        )
    return " and ".join(parts)


def name_trial(study: Study, spec: RunSpec) -> str:
    """Return the name of a trial: its techniques, and the settings that the study varies."""
    phrases = [
        axis.found.phrase(value)
        for axis, value in zip(study.axes, study.values_of(spec), strict=True)
        if value is not None and not axis.found.of_technique
    ]
    techniques = [spec.name] if spec.techniques or not phrases else []
    return ", ".join([*techniques, *phrases])


def require_study(service: RunService, comparison_id: str) -> tuple[StoredStudy, Study]:
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
