"""Which runs are missing until every method has been trained with n seeds."""

from collections import Counter
from collections.abc import Sequence
from itertools import count
from typing import NamedTuple

from regdash.judging.verdict import Verdict
from regdash.services.methods import group_runs
from regdash.spec import RunSpec
from regdash.stats.sequential import FIRST_LOOK
from regdash.store.records import Run, RunRequest

USUAL_SEEDS = 5
"""With fewer, methods are seldom told apart whose seeds differ as much as they usually do."""

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


def request_repeats(
    runs: Sequence[Run], methods: Sequence[str], seeds: int, *, vary_split: bool = False
) -> list[RunRequest]:
    """Plan the runs that are missing until stored methods have `seeds` seeds.

    Args:
        runs: Those of a comparison. Runs that were stopped, interrupted or failed do not count;
            runs that diverged do, since they would diverge again.
        methods: Keys of the methods; the first one that has runs sets the seeds.
        seeds: Wanted number of seeds of each method.
        vary_split: Whether every new seed brings another split of the images too.

    Returns:
        What to submit, in this order; empty if nothing is missing.
    """
    usable = group_runs([r for r in runs if r.active or r.complete or r.status == "diverged"])
    groups = [usable[method] for method in methods if method in usable]
    if not groups:
        return []
    planned = plan_repeats(
        [[run.spec for run in group] for group in groups], seeds, vary_split=vary_split
    )
    firsts = [group[0] for group in groups]
    return [RunRequest(spec, firsts[at].method, firsts[at].name) for at, spec in planned]


class Suggestion(NamedTuple):
    """More seeds that would settle what is open."""

    seeds: int
    """Of each method, those it has included."""
    requests: list[RunRequest]


def suggest_repeats(runs: Sequence[Run], verdicts: Sequence[Verdict]) -> Suggestion | None:
    """Plan the seeds that would settle a verdict that is open.

    Args:
        runs: Those of a comparison.
        verdicts: On its methods.

    Returns:
        None while runs are going, and if no number of seeds would settle anything.
    """
    if any(run.active for run in runs):
        return None
    few = any(v.accuracies is not None and min(v.seeds) < FIRST_LOOK for v in verdicts)
    telling = [v.seeds_needed for v in verdicts if v.seeds_needed is not None]
    complete = [run for run in runs if run.complete]
    vary = len({run.spec.data.split_seed for run in complete}) > 1
    methods = list(group_runs(complete))
    for seeds in ([USUAL_SEEDS] if few else []) + ([min(telling)] if telling else []):
        requests = request_repeats(runs, methods, seeds, vary_split=vary)
        if requests:
            return Suggestion(seeds, requests)
    return None


def next_repeat(run: Run, runs: Sequence[Run]) -> RunRequest:
    """The same run with the next seed that its method does not have among `runs`."""
    taken = {twin.spec.seed for twin in runs if twin.method == run.method}
    following = (seed % MOST_SEEDS for seed in count(run.spec.seed + 1))
    seed = next(seed for seed in following if seed not in taken)
    return RunRequest(run.spec.replace(seed=seed), run.method, run.name)


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
