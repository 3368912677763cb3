"""What an import says at its end."""

from collections import Counter
from dataclasses import dataclass, field

from regdash.datasets.info import DatasetInfo

SHOWN = 20
"""Files left out that are named; the others are counted."""


@dataclass
class LeftOut:
    """Files that were not used, and why."""

    count: int = 0
    first: list[tuple[str, str]] = field(default_factory=list)
    """Name and reason of the first ones."""
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, reason: str) -> None:
        """Note a file that is not used."""
        self.count += 1
        self.reasons[reason] += 1
        if len(self.first) < SHOWN:
            self.first.append((name, reason))


@dataclass(frozen=True)
class ImportResult:
    """A finished import."""

    info: DatasetInfo
    new: bool
    """False: the very same images and labels were here already."""
    layout: str
    left_out: LeftOut
    notes: tuple[str, ...]

    @property
    def images(self) -> int:
        """Images with labels, test images included."""
        return self.info.labelled + self.info.test

    def sentences(self) -> list[str]:
        """What was found, in words."""
        info = self.info
        known = "" if self.new else " These very images were here already; they are stored once."
        return [
            f"Read as: {self.layout}.",
            f"{self.images:,} images of {info.sizes}, {info.classes:,} classes:"
            f" {_list(info.class_names)}.",
            f"{info.labelled:,} for training and validation, {info.test:,} for the test.{known}",
            *self.notes,
        ]


def _list(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:12])
    return shown if len(names) <= 12 else f"{shown} and {len(names) - 12:,} more"
