"""Records the races that the start page replays.

python -m regdash.cli.record_races [--all]

Trains one seed of each preset whose recorded race does not fit it any more (with --all: of every
preset), and writes `regdash/content/recorded/<key>.json`.
"""

import argparse
import base64
import io
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from regdash.content.presets import PRESETS, Preset
from regdash.content.recorded import (
    FOLDER,
    RecordedDigit,
    RecordedLine,
    RecordedRace,
    find_recorded,
)
from regdash.datasets.preparation import prepare
from regdash.services.comparisons import start_comparison
from regdash.services.runs import RunService
from regdash.spec import DataSpec

SEED = 1
DIGITS = 8
"""Number of training images shown with a race."""


def main() -> None:
    """Record the races and say which ones were."""
    parser = argparse.ArgumentParser(
        description="Record the races that the start page replays.", prog="record_races"
    )
    parser.add_argument("--all", action="store_true", help="also those that fit their presets")
    every = parser.parse_args().all
    for preset in PRESETS:
        if not every and _is_up_to_date(preset):
            print(f"{preset.key}: up to date")
            continue
        with tempfile.TemporaryDirectory() as home:
            race = record_race(preset, Path(home))
        path = FOLDER / f"{preset.key}.json"
        path.write_text(race.to_json(), "utf-8")
        print(f"{preset.key}: recorded, {path.stat().st_size:,} bytes")


def record_race(preset: Preset, home: Path) -> RecordedRace:
    """Train one seed of each method of a preset, in a store of its own, and return the curves.

    Args:
        preset: The race.
        home: An empty folder.

    Raises:
        RuntimeError: A run did not end as planned.
    """
    service = RunService(home)
    try:
        started = start_comparison(service, preset.lineup([SEED]), title=preset.title)
        service.wait(started.run_ids)
        runs = service.store.runs(started.comparison_id)
        failed = [f"{run.name} {run.status}: {run.message}" for run in runs if not run.complete]
        if failed:
            raise RuntimeError("; ".join(failed))
        lines = [
            RecordedLine(
                run.name,
                run.style_index,
                run.spec.hash,
                run.spec.epochs,
                tuple(
                    float(f"{epoch.values['val_loss']:.3g}")
                    for epoch in service.store.epochs(run.id)
                ),
            )
            for run in runs
        ]
    finally:
        service.close()
    return RecordedRace(SEED, tuple(lines), choose_digits(runs[0].spec.data))


def choose_digits(data: DataSpec) -> tuple[RecordedDigit, ...]:
    """Return the first `DIGITS` training images with the labels they are trained with."""
    prepared = prepare(data)
    return tuple(
        RecordedDigit(
            _draw(prepared.train.x[i].reshape(prepared.image_shape[:2])),
            prepared.class_names[prepared.train.y[i]],
            bool(prepared.train.y[i] != prepared.true_labels[i]),
        )
        for i in range(DIGITS)
    )


def _draw(pixels: np.ndarray) -> str:
    """Draw pixels from 0 to 1 as a PNG whose opacity they are, so that a page chooses the ink."""
    opacity = Image.fromarray((pixels * 255).round().astype(np.uint8))
    ink = Image.merge("LA", (Image.new("L", opacity.size), opacity))
    file = io.BytesIO()
    ink.save(file, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def _is_up_to_date(preset: Preset) -> bool:
    race = find_recorded(preset.key)
    return race is not None and race.fits(preset.lineup([SEED]))


if __name__ == "__main__":
    main()
