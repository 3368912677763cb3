"""What the store hands out: plain, frozen copies that any thread may keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from regdash.settings.choices import EpochChoice
from regdash.settings.status import ACTIVE, COMPLETE
from regdash.spec import RunSpec


@dataclass(frozen=True)
class RunRequest:
    """A run to be queued; see `Store.add_run`."""

    spec: RunSpec
    method: str = ""
    name: str = ""


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


@dataclass(frozen=True)
class Run:
    """A run as it stands now."""

    id: str
    comparison_id: str
    number: int
    style_index: int
    method: str
    name: str
    spec: RunSpec
    status: str
    message: str
    owner: str
    created: datetime
    ended: datetime | None
    parameters: int | None
    stopped_epoch: int | None
    kept_epoch: int | None
    best_epoch: int | None
    results: Mapping[EpochChoice, Mapping[str, float]]
    """Metrics that are known at the end, by key; see `regdash.metrics.base.ResultMetric`."""

    def result(self, key: str, at: EpochChoice = "kept") -> float | None:
        """A metric that is known at the end, at the kept or the best epoch; None before."""
        return self.results.get(at, {}).get(key)

    @property
    def active(self) -> bool:
        """Whether it is still going to change by itself."""
        return self.status in ACTIVE

    @property
    def complete(self) -> bool:
        """Whether it came to its own end."""
        return self.status in COMPLETE
