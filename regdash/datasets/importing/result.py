"""Result of an import."""

from collections import Counter
from dataclasses import dataclass, field

from regdash.datasets.info import DatasetInfo

MAX_LISTED = 20
"""Maximum number of left-out files that are listed by name."""


@dataclass
class LeftOut:
    """Files that were left out, and why."""

    count: int = 0
    first: list[tuple[str, str]] = field(default_factory=list)
    """Name and reason of the first few."""
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, reason: str) -> None:
        """Record a file that is left out."""
        self.count += 1
        self.reasons[reason] += 1
        if len(self.first) < MAX_LISTED:
            self.first.append((name, reason))


@dataclass(frozen=True)
class ImportResult:
    """Result of a completed import."""

    info: DatasetInfo
    new: bool
    """False if the same images and labels were already stored."""
    layout: str
    left_out: LeftOut
    notes: tuple[str, ...]

    @property
    def images(self) -> int:
        """Number of labeled images, test images included."""
        return self.info.labelled + self.info.test

    def sentences(self) -> list[str]:
        """Summarize the import in sentences."""
        info = self.info
        known = (
            ""
            if self.new
            else " The same images were already in this store; they are stored only once."
        )
        return [
            f"Layout: {self.layout}.",
            f"{self.images:,} images of {info.sizes}, {info.classes:,} classes:"
            f" {_list(info.class_names)}.",
            f"{info.labelled:,} for training and validation, {info.test:,} for testing.{known}",
            *self.notes,
        ]


def _list(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:12])
    return shown if len(names) <= 12 else f"{shown} and {len(names) - 12:,} more"
