"""Which runs are missing until every method has been trained with n seeds."""

from collections import Counter
from collections.abc import Sequence

from regdash.spec import RunSpec

MOST_SEEDS = 2**31
"""Seeds are whole numbers below this; after the last comes 0."""

Pair = tuple[int, int]
"""Seed and split seed."""


def plan_repeats(
    methods: Sequence[Sequence[RunSpec]], seeds: int, *, vary_split: bool = False
) -> list[tuple[int, RunSpec]]:
    """Plan the runs that give every method `seeds` seeds, shared as far as possible.

    Args:
        methods: For each method the specs of the runs it has, at least one; the first method sets
            the seeds.
        seeds: Wanted number of seeds of each method.
        vary_split: Whether every new seed brings another split of the images too.

    Returns:
        Position of the method and what to train, seed by seed, so that all methods grow together.
    """
    everywhere = Counter(pair for specs in methods for pair in {spec.pair for spec in specs})
    # Of too many seeds those that most methods have already.
    own = sorted(
        dict.fromkeys(spec.pair for spec in methods[0]), key=lambda pair: -everywhere[pair]
    )
    reference = _extend(own, seeds, vary_split)
    plan = []
    for position, specs in enumerate(methods):
        have = [spec.pair for spec in specs]
        # A method with seeds of its own (trained apart on purpose) goes on with those.
        wanted = reference if set(have) & set(reference) else _extend(have, seeds, vary_split)
        missing = [pair for pair in wanted if pair not in have]
        plan += [(wanted.index(pair), position, pair) for pair in missing]
    return [(position, _with(methods[position][0], pair)) for _, position, pair in sorted(plan)]


def _extend(have: Sequence[Pair], seeds: int, vary_split: bool) -> list[Pair]:
    """The first of the pairs a method has, and as many more as are missing."""
    pairs = list(dict.fromkeys(have))[:seeds]
    first_seed, first_split = pairs[0]
    taken = {seed for seed, _ in pairs}
    for step in range(1, 10 * seeds):
        seed = (first_seed + step) % MOST_SEEDS
        if len(pairs) < seeds and seed not in taken:
            split = (first_split + step) % MOST_SEEDS if vary_split else first_split
            pairs.append((seed, split))
    return pairs


def _with(spec: RunSpec, pair: Pair) -> RunSpec:
    seed, split = pair
    return spec.replace(seed=seed, data={**spec.data.model_dump(mode="json"), "split_seed": split})
