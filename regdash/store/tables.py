"""The tables behind the store."""

from datetime import UTC, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


def now() -> datetime:
    """The time as the tables keep it: UTC without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


class Base(DeclarativeBase):
    """Root of the tables."""


class ComparisonRow(Base):
    """A few runs shown together."""

    __tablename__ = "comparisons"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    created: Mapped[datetime] = mapped_column(default=now)
    kind: Mapped[str] = mapped_column(default="", server_default="")
    """What made it, such as a case study; empty for a comparison of one's own."""
    baseline: Mapped[str | None]
    """The method all others are compared with; None: the plainest one."""
    at: Mapped[str] = mapped_column(default="kept", server_default="kept")
    """Which epoch of each run is looked at: the kept one, or the best."""
    revealed: Mapped[datetime | None]
    """When somebody asked to see the test results; they stay visible from then on."""


class RunRow(Base):
    """One run: its spec, where it stands and how it ended."""

    __tablename__ = "runs"

    id: Mapped[str] = mapped_column(primary_key=True)
    comparison_id: Mapped[str] = mapped_column(ForeignKey("comparisons.id"), index=True)
    number: Mapped[int]
    """Place in the comparison, never given twice."""
    style_index: Mapped[int] = mapped_column(default=0, server_default="0")
    """Fixes the colour; repeats of one method share it."""
    method: Mapped[str] = mapped_column(default="", server_default="")
    """What its repeats have in common: `RunSpec.method`, or a name given by a study."""
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
    """JSON: for `kept` and `best` the metrics that are known at the end, by key."""


class EpochRow(Base):
    """One epoch's measurements."""

    __tablename__ = "epochs"

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True)
    metrics: Mapped[str]
    """JSON: the measured metrics by key. Written and read by Python's `json`, which gives back every
    float bit by bit."""
