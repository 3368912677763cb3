"""Types that techniques and kinds of network share."""

from collections.abc import Callable

Shape = tuple[int, ...]
"""Shape of one sample, without the batch: `(28, 28, 1)`, `(12,)`."""

SeedFor = Callable[..., int]
"""`seed_for("dropout", 2)` returns the run's seed for that place, 0 to 2**31 - 1."""
