import numpy as np
import pytest

from regdash.datasets.digits import load_digits
from regdash.datasets.label_noise import add_label_noise
from regdash.datasets.preparation import prepare
from regdash.datasets.splitting import split, take_stratified
from regdash.spec import DataSpec


def test_the_built_in_digits() -> None:
    digits = load_digits()
    images, labels = digits.images, digits.labels
    assert images.shape == (49_000, 28, 28, 1)
    assert digits.test_images.shape == (10_000, 28, 28, 1)
    assert digits.test_labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    assert len({image.tobytes() for image in images}) == 49_000
    with pytest.raises(ValueError, match="read-only"):
        labels[0] = 1


def test_default_split_is_that_of_the_article() -> None:
    data = prepare(DataSpec())
    assert (len(data.train), len(data.validation), len(data.test)) == (34_300, 14_700, 10_000)
    assert data.train.x.dtype == np.float32
    assert 0.0 <= data.train.x.min() < data.train.x.max() == 1.0
    shares = np.bincount(data.train.y) / 34_300 - np.bincount(data.validation.y) / 14_700
    assert abs(shares).max() < 1e-3


def test_no_image_is_in_two_sets() -> None:
    data = prepare(DataSpec(train_size=1000, validation_share=0.1))
    train = {row.tobytes() for row in data.train.x}
    assert not train & {row.tobytes() for row in data.validation.x}


def test_split_depends_only_on_its_seed() -> None:
    labels = np.arange(1000) % 10
    first, again, other = split(labels, 300, 1), split(labels, 300, 1), split(labels, 300, 2)
    assert np.array_equal(first[0], again[0])
    assert not np.array_equal(first[1], other[1])
    assert sorted(np.concatenate(first)) == list(range(1000))


def test_smaller_training_sets_are_nested_and_balanced() -> None:
    labels = np.random.default_rng(0).integers(0, 10, 5000)
    small, large = take_stratified(labels, 100), take_stratified(labels, 1000)
    assert set(small) <= set(large)
    wanted = 1000 * np.bincount(labels) / 5000
    assert abs(np.bincount(labels[large]) - wanted).max() <= 1


def test_label_noise_replaces_exactly_the_share_with_other_classes() -> None:
    labels = np.random.default_rng(0).integers(0, 10, 2000).astype(np.uint8)
    noisy = add_label_noise(labels, 0.3, 10, seed=1)
    assert (noisy != labels).sum() == 600
    assert noisy.max() <= 9
    counts = np.bincount((noisy.astype(int) - labels)[noisy != labels] % 10, minlength=10)[1:]
    assert counts.min() > 40  # all nine wrong classes occur, about 67 times each


def test_only_training_labels_are_wrong() -> None:
    clean = prepare(DataSpec(train_size=500, validation_share=0.1))
    noisy = prepare(DataSpec(train_size=500, validation_share=0.1, label_noise=0.5))
    assert (clean.train.y != noisy.train.y).mean() == 0.5
    assert np.array_equal(clean.validation.y, noisy.validation.y)
    assert np.array_equal(clean.test.y, noisy.test.y)
    assert np.array_equal(clean.train.x, noisy.train.x)
