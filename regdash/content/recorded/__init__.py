"""Recorded races: what the start page replays, one JSON file per preset.

`python -m regdash.cli.record_races` trains the presets and writes the files again.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from regdash.spec import RunSpec

FOLDER = Path(__file__).parent
"""Where the files are: `<key of the preset>.json`."""


@dataclass(frozen=True)
class RecordedLine:
    """The validation loss of one run."""

    name: str
    """Name of its method, as in a real race."""
    style_index: int
    """Determines its color, as in a real race; see `regdash.figures.palette`."""
    spec_hash: str
    """Identifies what was trained; see `RunSpec.hash`."""
    epochs: int
    """Epochs planned; early stopping may have ended the run before."""
    val_loss: tuple[float, ...]
    """In nats, after each epoch, with three significant digits."""


@dataclass(frozen=True)
class RecordedDigit:
    """A training image and the label it was trained with."""

    image: str
    """Data URI of a PNG: ink on a transparent background."""
    label: str
    """Name of the class it was trained as."""
    wrong: bool
    """Whether label noise replaced the right one."""


@dataclass(frozen=True)
class RecordedRace:
    """One seed of each method of a preset."""

    seed: int
    lines: tuple[RecordedLine, ...]
    """In the order of the preset; the first is the baseline."""
    digits: tuple[RecordedDigit, ...]

    def fits(self, specs: list[RunSpec]) -> bool:
        """Return whether these specs, for its seed, are what was recorded."""
        recorded = [(line.name, line.spec_hash) for line in self.lines]
        return recorded == [(spec.name, spec.hash) for spec in specs]

    def to_json(self) -> str:
        """Return it as JSON, one line per run and image."""
        lines, digits = (
            ",\n".join(f"    {json.dumps(asdict(item))}" for item in items)
            for items in (self.lines, self.digits)
        )
        return (
            f'{{\n  "seed": {self.seed},\n  "lines": [\n{lines}\n  ],\n'
            f'  "digits": [\n{digits}\n  ]\n}}\n'
        )

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Build it from plain data; the reverse of `to_json`."""
        lines = [
            RecordedLine(**{**line, "val_loss": tuple(line["val_loss"])})
            for line in values["lines"]
        ]
        digits = [RecordedDigit(**digit) for digit in values["digits"]]
        return cls(values["seed"], tuple(lines), tuple(digits))


@lru_cache
def find_recorded(key: str) -> RecordedRace | None:
    """Read the recorded race of a preset; None if none was recorded."""
    path = FOLDER / f"{key}.json"
    return RecordedRace.from_dict(json.loads(path.read_text("utf-8"))) if path.exists() else None
