"""The tables behind the store."""

from datetime import UTC, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

IMPORTED = "imported"
"""Owner of runs that were trained elsewhere."""


def now() -> datetime:
    """Return the time as stored in the tables: UTC without a time zone."""
    return datetime.now(UTC).replace(tzinfo=None)


class Base(DeclarativeBase):
    """Base class of the tables."""


class ComparisonRow(Base):
    """A few runs shown together."""

    __tablename__ = "comparisons"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    created: Mapped[datetime] = mapped_column(default=now)
    kind: Mapped[str] = mapped_column(default="", server_default="")
    """What created it, such as a case study; empty for a comparison made by the user."""
    baseline: Mapped[str | None]
    """The method all others are compared with; None: the one with the fewest techniques."""
    at: Mapped[str] = mapped_column(default="kept", server_default="kept")
    """Which epoch of each run is displayed and judged: the kept or the best one."""
    revealed: Mapped[datetime | None]
    """When the test results were revealed; they stay visible from then on."""
    images: Mapped[str | None]
    """Images that verdicts are based on; None: test images once they are revealed."""
    setup: Mapped[str | None]
    """JSON: a spec without techniques, which the runs share; None: that of the baseline."""
    parent: Mapped[str | None]
    """The comparison whose methods it trains again with another set-up."""
    deleted: Mapped[datetime | None]
    """When it was deleted; it can be restored until it is purged."""


class RunRow(Base):
    """One run: its spec, status and results."""

    __tablename__ = "runs"

    id: Mapped[str] = mapped_column(primary_key=True)
    comparison_id: Mapped[str] = mapped_column(ForeignKey("comparisons.id"), index=True)
    number: Mapped[int]
    """Position in the comparison; never reused."""
    style_index: Mapped[int] = mapped_column(default=0, server_default="0")
    """Determines the color; repeats of one method share it."""
    method: Mapped[str] = mapped_column(default="", server_default="")
    """Identifies the repeats of one method: `RunSpec.method`, or a name given by a study."""
    name: Mapped[str]
    spec: Mapped[str]
    spec_hash: Mapped[str] = mapped_column(index=True)
    status: Mapped[str] = mapped_column(index=True, default="queued")
    message: Mapped[str] = mapped_column(default="")
    owner: Mapped[str]
    """The process that trains it."""
    created: Mapped[datetime] = mapped_column(default=now)
    started: Mapped[datetime | None]
    ended: Mapped[datetime | None]
    parameters: Mapped[int | None]
    stopped_epoch: Mapped[int | None]
    kept_epoch: Mapped[int | None]
    best_epoch: Mapped[int | None]
    results: Mapped[str] = mapped_column(default="{}", server_default="{}")
    """JSON: the result metrics for `kept` and `best`, by key."""


class StudyRow(Base):
    """What a study trains; its trials are the runs of its comparison."""

    __tablename__ = "studies"

    comparison_id: Mapped[str] = mapped_column(
        ForeignKey("comparisons.id", ondelete="CASCADE"), primary_key=True
    )
    study: Mapped[str]
    """JSON; see `Study.to_json`."""
    state: Mapped[str]
    """See `StudyState`."""
    owner: Mapped[str]
    """The process that queues its trials."""


class EpochRow(Base):
    """One epoch's measurements."""

    __tablename__ = "epochs"

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True)
    metrics: Mapped[str]
    """JSON: the measured metrics by key. Written and read by Python's `json`, which restores every
    float bit by bit."""
