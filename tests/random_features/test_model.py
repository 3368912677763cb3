"""Random features and their fits, against references that do everything explicitly."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from regdash.random_features.model import RandomFeatures

IMAGES, HELD_OUT, INPUTS, CLASSES = 40, 25, 12, 3

RNG = np.random.default_rng(0)
TRAIN = RNG.random((IMAGES, INPUTS), np.float32)
VALIDATION = RNG.random((HELD_OUT, INPUTS), np.float32)
TARGETS = RNG.standard_normal((IMAGES, CLASSES))


def explicit(images: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Return the features of images as float64 (images, count)."""
    rows = np.random.default_rng(seed).standard_normal((count, INPUTS + 1))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    scale = np.sqrt(2 * (INPUTS + 1) / (np.square(TRAIN).sum(axis=1) + 1).mean() / count)
    return scale * np.maximum(images @ rows[:, :-1].T + rows[:, -1], 0)


def grown(count: int, seed: int = 5) -> RandomFeatures:
    features = RandomFeatures(TRAIN, VALIDATION, seed)
    features.grow(count)
    return features


@pytest.mark.parametrize("count", [8, 30, IMAGES, 50, 400])
def test_without_ridge_it_is_the_pseudo_inverse(count: int) -> None:
    train, validation = (explicit(images, count, 5) for images in (TRAIN, VALIDATION))
    weights = np.linalg.pinv(train) @ TARGETS
    (fit,) = grown(count).fit(TARGETS, [0.0])
    # Features are float32, and near as many features as images, rounding is amplified most.
    close = 0.02 if count == IMAGES else 2e-4
    np.testing.assert_allclose(fit.train, train @ weights, rtol=close, atol=close)
    np.testing.assert_allclose(fit.validation, validation @ weights, rtol=close, atol=close)


@pytest.mark.parametrize("count", [8, IMAGES, 400])
def test_ridge_is_that_of_scikit_learn(count: int) -> None:
    train, validation = (explicit(images, count, 5) for images in (TRAIN, VALIDATION))
    strengths = [1e-3, 1e-1, 10.0]
    for strength, fit in zip(strengths, grown(count).fit(TARGETS, strengths), strict=True):
        # It minimizes the sum of the squared errors, not their mean.
        reference = Ridge(alpha=IMAGES * strength, fit_intercept=False).fit(train, TARGETS)
        np.testing.assert_allclose(fit.train, reference.predict(train), atol=1e-5)
        np.testing.assert_allclose(fit.validation, reference.predict(validation), atol=1e-5)


def test_features_have_the_mean_squared_length_1() -> None:
    assert np.square(explicit(TRAIN, 4000, 5)).sum(axis=1).mean() == pytest.approx(1, abs=0.05)
    (fit,) = grown(4000).fit(TARGETS, [1e6])
    # So strong a ridge leaves the targets times the products of the features, divided by it.
    among = explicit(TRAIN, 4000, 5) @ explicit(TRAIN, 4000, 5).T
    np.testing.assert_allclose(fit.train, among @ TARGETS / IMAGES / 1e6, rtol=1e-3, atol=1e-9)


def test_the_first_features_stay_and_seeds_differ() -> None:
    slowly = RandomFeatures(TRAIN, VALIDATION, 5)
    for count in (3, 10, 30):
        slowly.grow(count)
    assert slowly.count == 30
    (one,), (other,) = slowly.fit(TARGETS, [1e-3]), grown(30).fit(TARGETS, [1e-3])
    np.testing.assert_allclose(one.validation, other.validation, rtol=1e-8)
    (third,) = grown(30, seed=6).fit(TARGETS, [1e-3])
    assert np.abs(third.validation - other.validation).max() > 0.01
