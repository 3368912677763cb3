"""What the start page replays is what its races train."""

import base64
import io
import json
import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from regdash.cli.record_races import DIGITS, record_race
from regdash.content.presets import PRESETS, Preset
from regdash.content.recorded import FOLDER, RecordedRace, find_recorded
from regdash.datasets.preparation import prepare
from regdash.spec import RunSpec
from tests.conftest import TINY

MOST_BYTES = 30_000


@pytest.fixture(params=PRESETS, ids=lambda preset: preset.key)
def preset(request: pytest.FixtureRequest) -> Preset:
    return request.param


def test_a_changed_preset_is_recorded_again(preset: Preset) -> None:
    race = find_recorded(preset.key)
    assert race is not None, "run python -m regdash.cli.record_races"
    assert race.fits(preset.lineup([race.seed])), "run python -m regdash.cli.record_races"


def test_a_recording_has_every_epoch_and_the_colors_of_a_real_race(preset: Preset) -> None:
    race = find_recorded(preset.key)
    assert [line.style_index for line in race.lines] == list(range(len(race.lines)))
    for line, spec in zip(race.lines, preset.specs(), strict=True):
        assert line.epochs == spec.epochs
        stops_early = any(technique.key == "early_stopping" for technique in spec.techniques)
        assert (
            len(line.val_loss) <= spec.epochs if stops_early else len(line.val_loss) == spec.epochs
        )
        assert all(math.isfinite(loss) and loss > 0 for loss in line.val_loss)


def test_its_digits_are_training_images_with_their_labels(preset: Preset) -> None:
    race, data = find_recorded(preset.key), prepare(preset.specs()[0].data)
    assert len(race.digits) == DIGITS
    for index, digit in enumerate(race.digits):
        png = base64.b64decode(digit.image.removeprefix("data:image/png;base64,"))
        ink = np.asarray(Image.open(io.BytesIO(png)))[..., 1]
        assert np.array_equal(ink, (data.train.x[index].reshape(28, 28) * 255).round())
        assert digit.label == data.class_names[data.train.y[index]]
        assert digit.wrong == (data.train.y[index] != data.true_labels[index])


def test_a_preset_may_have_no_recording() -> None:
    assert find_recorded("no such preset") is None


def test_noisy_labels_show_some_of_the_wrong_ones() -> None:
    wrong = sum(digit.wrong for digit in find_recorded("noise").digits)
    assert 2 <= wrong < DIGITS / 2


def test_the_files_are_small_and_belong_to_a_preset() -> None:
    files = {path.stem: path.stat().st_size for path in FOLDER.glob("*.json")}
    assert files.keys() == {preset.key for preset in PRESETS}
    assert max(files.values()) < MOST_BYTES


def test_a_race_is_recorded_as_it_is_trained(tmp_path: Path) -> None:
    specs = [RunSpec.from_dict({**TINY, "techniques": t}) for t in ({}, {"dropout": {}})]
    tiny = Preset("tiny", "Tiny", "A tiny race.", lambda: specs)
    race = record_race(tiny, tmp_path)
    assert race.fits(tiny.lineup([1]))
    assert not race.fits(tiny.lineup([2]))
    assert not race.fits(tiny.lineup([1])[:1])
    assert [line.name for line in race.lines] == ["baseline", "dropout 0.25"]
    for line in race.lines:
        assert len(line.val_loss) == line.epochs == TINY["epochs"]
        assert line.val_loss[-1] < line.val_loss[0]
        assert all(loss == float(f"{loss:.3g}") for loss in line.val_loss)
    assert RecordedRace.from_dict(json.loads(race.to_json())) == race
