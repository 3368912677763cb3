"""What the store returns: plain, frozen copies that any thread may keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.settings.status import ACTIVE, COMPLETE
from regdash.spec import RunSpec
from regdash.studies.reading import AnyStudy


@dataclass(frozen=True)
class RunRequest:
    """A run to be queued; see `Store.add_run`."""

    spec: RunSpec
    method: str = ""
    name: str = ""
    copy_of: str = ""
    """Id of a run with this spec that was trained here: it is copied, not trained; see
    `Store.find_twins`."""


@dataclass(frozen=True)
class Comparison:
    """A few runs shown together."""

    id: str
    title: str
    created: datetime
    kind: str
    baseline: str | None
    revealed: datetime | None
    at: EpochChoice
    images: EvaluationSet | None = None
    """The chosen images that verdicts are based on; see `on`."""
    setup: RunSpec | None = None
    """What its runs share, without techniques; None: not stored, or unreadable."""
    parent: str | None = None
    """Id of the comparison whose methods it trains again with another set-up."""
    deleted: datetime | None = None

    @property
    def on(self) -> EvaluationSet:
        """Images that verdicts are based on: those chosen, once test results are revealed."""
        if self.revealed is None:
            return "validation"
        return self.images or "test"


StudyState = Literal["running", "paused", "ended"]
"""`running` until it is paused or all trials have ended; it stays so if its process is killed."""


@dataclass(frozen=True)
class StoredStudy:
    """A study, whose trials are the runs of a comparison."""

    comparison_id: str
    study: AnyStudy | None
    """None if this version cannot read it."""
    problem: str
    """Why it cannot, as a sentence; empty if it can."""
    state: StudyState
    owner: str
    """The process that queues its trials, or did."""


@dataclass(frozen=True)
class StoredRun:
    """The fields of a run that can be read whatever its spec contains."""

    id: str
    comparison_id: str
    number: int
    style_index: int
    method: str
    name: str
    status: str
    message: str
    created: datetime
    ended: datetime | None


@dataclass(frozen=True)
class UnreadableRun(StoredRun):
    """A run of a newer version, or with a plug-in that is not installed."""

    reason: str
    """Why it cannot be shown, as the end of a sentence; see `UnreadableSpec.reason`."""

    @property
    def sentence(self) -> str:
        """`'mixup 0.2' uses the technique mixup, which this version of RegDash does not have.`"""
        return f"'{self.name}' {self.reason}."


@dataclass(frozen=True)
class Run(StoredRun):
    """A run with its current status."""

    spec: RunSpec
    owner: str
    parameters: int | None
    stopped_epoch: int | None
    kept_epoch: int | None
    best_epoch: int | None
    results: Mapping[EpochChoice, Mapping[str, float]]
    """Result metrics by key; see `regdash.metrics.base.ResultMetric`."""
    started: datetime | None = None
    """When its training began; None if it has not."""

    def result(self, key: str, at: EpochChoice = "kept") -> float | None:
        """Return a result metric at the kept or the best epoch; None if not measured (yet)."""
        return self.results.get(at, {}).get(key)

    @property
    def active(self) -> bool:
        """Whether it is queued or running."""
        return self.status in ACTIVE

    @property
    def complete(self) -> bool:
        """Whether it was completed, by all its epochs or by early stopping."""
        return self.status in COMPLETE

    @property
    def counts_as_trained(self) -> bool:
        """Whether an equal run would tell nothing new: it is in progress, complete, or diverged."""
        return self.active or self.complete or self.status == "diverged"
