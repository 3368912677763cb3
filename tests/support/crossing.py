"""Synthetic methods with seeds and images as crossed random effects."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regdash.judging.methods import Method, TrainedRun
from regdash.spec import RunSpec
from tests.support.records import make_epoch

SPEC = RunSpec.from_dict({"data": {"train_size": 1000, "validation_share": 0.1}, "epochs": 1})


@dataclass(frozen=True)
class Population:
    """Distribution of one method's correct predictions.

    The network of seed s is correct on image i with probability
    `Phi(skill + shift_s + ease_i + taste_i)`: `ease` is shared by all methods, `taste` is specific
    to the method. Calibrated to the overfit race: accuracy 90 %, standard deviation over seeds 0.15
    to 0.7 points.
    """

    skill: float = 2.2
    seed_sd: float = 0.03
    taste_sd: float = 0.0

    def draw(
        self, rng: np.random.Generator, ease: np.ndarray, taste: np.ndarray, seeds: int
    ) -> np.ndarray:
        """Draw which predictions are correct.

        Args:
            rng: Source of random numbers.
            ease: Standard normal, float64 (images,).
            taste: Standard normal, float64 (images,).
            seeds: Number of networks.

        Returns:
            bool (seeds, images).
        """
        shift = self.seed_sd * rng.standard_normal((seeds, 1))
        latent = self.skill + shift + 1.6 * ease + self.taste_sd * taste
        return latent + 0.35 * rng.standard_normal((seeds, len(ease))) > 0

    def accuracy(self, taste_counts: bool = True) -> float:
        """Return the expected accuracy over all seeds and images, 0 to 1."""
        from scipy.stats import norm

        variance = 1.6**2 + 0.35**2 + self.seed_sd**2 + self.taste_sd**2 * taste_counts
        return float(norm.cdf(self.skill / np.sqrt(variance)))


def make_method(key: str, right: np.ndarray, seeds: Sequence[int] | None = None) -> Method:
    """Return a method with one complete run per row of correct predictions.

    Args:
        key: Key and name of the method.
        right: bool (seeds, images), used for validation and test images alike.
        seeds: Seed of each row; 1, 2, 3, ... if left out.
    """
    numbers = seeds if seeds is not None else range(1, len(right) + 1)
    return Method(
        key, key, 0, tuple(_run(row, seed) for row, seed in zip(right, numbers, strict=True))
    )


def _run(right: np.ndarray, seed: int) -> TrainedRun:
    accuracy = float(right.mean())
    return TrainedRun(
        id=f"{seed}",
        spec=SPEC.model_copy(update={"seed": seed}),
        status="finished",
        records=(
            make_epoch(
                1,
                train_loss=0.1,
                val_loss=0.3,
                train_accuracy=0.99,
                val_accuracy=accuracy,
                objective=0.5,
            ),
        ),
        kept_epoch=1,
        best_epoch=1,
        results={
            "kept": {
                "held_out_val_accuracy": accuracy,
                "test_accuracy": accuracy,
                "test_loss": 0.3,
            }
        },
        right={("kept", "validation"): right, ("kept", "test"): right},
    )
