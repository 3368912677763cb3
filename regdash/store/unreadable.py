"""Stored runs whose specs this version cannot read, with their readable fields."""

from dataclasses import dataclass
from datetime import datetime

from regdash.spec.reading import UnreadableSpec, read_spec
from regdash.store.tables import RunRow


@dataclass(frozen=True)
class UnreadableRun:
    """A run of a newer version, or with a plug-in that is not installed."""

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
    reason: str
    """Why it cannot be shown, as the end of a sentence; see `UnreadableSpec.reason`."""

    @property
    def sentence(self) -> str:
        """`'mixup 0.2' uses the technique mixup, which this version of RegDash does not have.`"""
        return f"'{self.name}' {self.reason}."


def to_unreadable(row: RunRow) -> UnreadableRun | None:
    """Convert a row whose spec cannot be read; None if it can."""
    spec = read_spec(row.spec)
    if not isinstance(spec, UnreadableSpec):
        return None
    return UnreadableRun(
        id=row.id,
        comparison_id=row.comparison_id,
        number=row.number,
        style_index=row.style_index,
        method=row.method,
        name=row.name,
        status=row.status,
        message=row.message,
        created=row.created,
        ended=row.ended,
        reason=spec.reason,
    )
