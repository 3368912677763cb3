"""The curve: what is measured, and that it peaks where it must."""

from dataclasses import replace

import numpy as np
import pytest

from regdash.datasets.preparation import PreparedData, Samples
from regdash.random_features.curve import (
    CurvePoint,
    CurveSettings,
    measure_curve,
    usual_sizes,
)
from regdash.spec import DataSpec

IMAGES, INPUTS, CLASSES = 50, 60, 3

SETTINGS = CurveSettings(
    data=DataSpec(train_size=IMAGES),
    sizes=(5, 15, 40, 50, 62, 200, 1500),
    strengths=(0.0, 1e-3, 1e-2),
    seeds=(1, 2, 3),
    validation_images=300,
)


def made_data(validation: int = 400) -> PreparedData:
    """Return classes that overlap, and a test set that would break what used it.

    There are many inputs, so that no feature is 0 for all images.
    """
    rng = np.random.default_rng(3)
    centers = rng.random((CLASSES, INPUTS))

    def samples(count: int) -> Samples:
        labels = rng.integers(0, CLASSES, count).astype(np.int32)
        x = centers[labels] + 0.8 * rng.standard_normal((count, INPUTS))
        return Samples(x.astype(np.float32), labels)

    train = samples(IMAGES)
    broken = Samples(np.full((5, INPUTS), np.nan, np.float32), np.full(5, -1, np.int32))
    names = tuple(map(str, range(CLASSES)))
    return PreparedData(train, samples(validation), broken, names, (INPUTS,), train.y)


@pytest.fixture(scope="module")
def points() -> list[CurvePoint]:
    return list(measure_curve(SETTINGS, made_data()))


def typical(points: list[CurvePoint], strength: int) -> dict[int, float]:
    return {point.features: point.typical("val_loss", strength) for point in points}


def test_it_peaks_where_features_equal_images_and_ridge_lowers_the_peak(points) -> None:
    without, weak, strong = (typical(points, strength) for strength in range(3))
    assert max(without, key=without.__getitem__) == IMAGES
    assert without[50] > 10 * without[5]
    assert without[50] > 10 * without[1500]
    assert without[50] > 10 * weak[50]
    assert list(strong.values()) == sorted(strong.values(), reverse=True)


def test_models_with_more_features_than_images_fit_every_label(points) -> None:
    for point in points:
        fits = point.features >= IMAGES
        assert bool((point.train_loss[:, 0] < 1e-10).all()) == fits
        assert not fits or not point.train_error[:, 0].any()
        # Ridge keeps the training loss above that of the exact fit.
        assert (point.train_loss[:, 1:] > point.train_loss[:, :1]).all()


def test_shapes_and_ranges(points) -> None:
    assert [point.features for point in points] == list(SETTINGS.sizes)
    for point in points:
        for measure in ("val_loss", "train_loss", "val_error", "train_error"):
            values = point.measured(measure)
            assert values.shape == (3, 3)
            assert np.isfinite(values).all()
            assert (values >= 0).all()
        assert point.typical("val_error", 1) == sorted(point.val_error[:, 1])[1]
        assert (point.val_error <= 1).all()


def test_equal_settings_give_equal_numbers_and_seeds_differ(points) -> None:
    short = replace(SETTINGS, sizes=SETTINGS.sizes[:3])
    for one, other in zip(points, measure_curve(short, made_data()), strict=False):
        assert (one.val_loss == other.val_loss).all()
        assert (one.train_error == other.train_error).all()
    assert len(set(points[1].val_loss[:, 0])) == 3


def test_only_the_first_validation_images_count() -> None:
    few = replace(SETTINGS, sizes=(15,))
    data = made_data()
    shown = Samples(data.validation.x[:300], data.validation.y[:300])
    (one,), (other,) = (
        list(measure_curve(few, each)) for each in (data, replace(data, validation=shown))
    )
    assert (one.val_error == other.val_error).all()
    every = replace(few, validation_images=10**6)
    (third,) = measure_curve(every, data)
    assert (third.val_loss != one.val_loss).all()


def test_usual_sizes_are_dense_near_the_number_of_images() -> None:
    sizes = usual_sizes(300)
    assert list(sizes) == sorted(set(sizes))
    assert (sizes[0], sizes[-1]) == (10, 5000)
    assert [size for size in sizes if 200 < size < 400] == [240, 270, 300, 330, 375]
