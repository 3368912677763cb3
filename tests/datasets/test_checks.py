from pathlib import Path

import numpy as np
import pytest

from regdash.datasets import collection
from regdash.datasets.checks import check_data, complete_data, complete_spec
from regdash.datasets.importing import import_images
from regdash.datasets.sizes import available_size, usual_train_size, validation_size
from regdash.settings.messages import InputError
from regdash.spec import DataSpec, RunSpec
from tests.support.archives import npz, shapes, upload


@pytest.fixture
def bars(home: Path) -> str:
    """A set of 60 labeled images in 3 classes, with the test images held out."""
    pixels, labels = shapes(75)
    return import_images([upload("a.npz", npz(images=pixels, labels=labels))], name="Bars").info.id


def test_sizes_of_the_digits() -> None:
    data = DataSpec()
    assert (validation_size(data), available_size(data)) == (14_700, 34_300)


def test_names_and_missing_sizes_are_completed(bars: str) -> None:
    labelled = collection.info_of(bars).labelled
    spec = complete_spec({"data": {"dataset": "bars", "validation_share": 0.5}})
    assert spec.data == DataSpec(dataset=bars, validation_share=0.5, train_size=labelled // 2)
    assert complete_spec({}) == RunSpec()
    assert complete_data({"dataset": "Bars", "train_size": 20})["train_size"] == 20
    assert usual_train_size("0123456789abcdef", 0.5) == 34_300


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"train_size": 9}, "received 9; there are 10 classes, and each needs at least one"),
        (
            {"train_size": 40_000},
            "received 40,000; with 30% held out for validation there are 34,3",
        ),
        ({"dataset": "cats"}, "Data set (dataset): received 'cats'; allowed: digits."),
        ({"dataset": 3}, "Data set (dataset): received 3; allowed: text."),
        ({"validation_share": "x"}, "Validation share (validation_share): received 'x'; allowed"),
        ({"validation_share": 7}, "Validation share (validation_share): received 7; allowed"),
        (3, "expected a group of settings"),
    ],
)
def test_what_the_data_do_not_allow_is_told(home: Path, data: object, words: str) -> None:
    with pytest.raises(InputError) as caught:
        complete_spec({"data": data})
    assert words in str(caught.value)


def test_too_few_held_out(home: Path) -> None:
    labels = np.repeat(np.arange(10), 6)
    pixels = np.random.default_rng(0).integers(0, 256, (60, 8, 8), dtype=np.uint8)
    id = import_images([upload("a.npz", npz(images=pixels, labels=labels))]).info.id
    with pytest.raises(InputError, match=r"received 10%, which is 5 images; there are 10 classes"):
        complete_spec({"data": {"dataset": id, "validation_share": 0.1}})


def test_specs_are_read_where_their_data_are_not(bars: str) -> None:
    spec = complete_spec({"data": {"dataset": bars}, "techniques": {"zca_whitening": {}}})
    collection.remove(bars)
    assert RunSpec.from_dict(spec.model_dump(mode="json")).hash == spec.hash
    with pytest.raises(InputError, match=r"The data set 'Bars' .* is not in this store; import it"):
        check_data(spec)
    nowhere = spec.replace(data={"dataset": "0123456789abcdef"})
    with pytest.raises(InputError, match="is not in this store"):
        check_data(nowhere)
    with pytest.raises(InputError, match="is not in this store"):
        validation_size(nowhere.data)
