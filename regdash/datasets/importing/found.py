"""What an import says at its end."""

from collections import Counter
from dataclasses import dataclass, field

from regdash.datasets.about import About

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
class Found:
    """A finished import."""

    about: About
    new: bool
    """False: the very same images and labels were here already."""
    layout: str
    left_out: LeftOut
    notes: tuple[str, ...]

    @property
    def images(self) -> int:
        """Images with labels, test images included."""
        return self.about.labelled + self.about.test

    def sentences(self) -> list[str]:
        """What was found, in words."""
        about = self.about
        known = "" if self.new else " These very images were here already; they are stored once."
        return [
            f"Read as: {self.layout}.",
            f"{self.images:,} images of {about.sizes}, {about.classes:,} classes:"
            f" {_list(about.class_names)}.",
            f"{about.labelled:,} for training and validation, {about.test:,} for the test.{known}",
            *self.notes,
        ]


def _list(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:12])
    return shown if len(names) <= 12 else f"{shown} and {len(names) - 12:,} more"
