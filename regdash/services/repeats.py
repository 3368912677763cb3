"""Plan the runs needed to train every method with n seeds."""

from collections import Counter
from collections.abc import Sequence
from itertools import count
from typing import NamedTuple

from regdash.judging.verdict import Verdict
from regdash.services.methods import group_runs
from regdash.services.setups import Pair, with_pair
from regdash.spec import RunSpec
from regdash.stats.sequential import FIRST_LOOK
from regdash.store.records import Run, RunRequest

USUAL_SEEDS = 5
"""With fewer, methods with a typical spread over seeds can seldom be distinguished."""

SEED_LIMIT = 2**31
"""Seeds are whole numbers below this; the one after the last is 0."""


def plan_repeats(
    methods: Sequence[Sequence[RunSpec]], seeds: int, *, vary_split: bool = False
) -> list[tuple[int, RunSpec]]:
    """Plan the runs that give every method `seeds` seeds, shared as far as possible.

    Args:
        methods: For each method the specs of its runs, at least one; the first method determines
            the seeds.
        seeds: Wanted number of seeds per method.
        vary_split: Whether every new seed also has another split of the images.

    Returns:
        Index of the method and spec to train, seed by seed, so that all methods progress together.
    """
    everywhere = Counter(pair for specs in methods for pair in {spec.pair for spec in specs})
    # If there are too many seeds, prefer those that most methods already have.
    own = sorted(
        dict.fromkeys(spec.pair for spec in methods[0]), key=lambda pair: -everywhere[pair]
    )
    reference = _extend(own, seeds, vary_split)
    plan = []
    for position, specs in enumerate(methods):
        have = [spec.pair for spec in specs]
        # A method that shares no seed with the first one continues with its own.
        wanted = reference if set(have) & set(reference) else _extend(have, seeds, vary_split)
        missing = [pair for pair in wanted if pair not in have]
        plan += [(wanted.index(pair), position, pair) for pair in missing]
    return [(position, with_pair(methods[position][0], pair)) for _, position, pair in sorted(plan)]


def request_repeats(
    runs: Sequence[Run], methods: Sequence[str], seeds: int, *, vary_split: bool = False
) -> list[RunRequest]:
    """Plan the runs that stored methods need to have `seeds` seeds.

    Args:
        runs: Runs of a comparison. Runs that were stopped, interrupted or failed do not count;
            runs that diverged do, since they would diverge again.
        methods: Keys of the methods; the first one that has runs determines the seeds.
        seeds: Wanted number of seeds per method.
        vary_split: Whether every new seed also has another split of the images.

    Returns:
        What to submit, in this order; empty if nothing is missing.
    """
    usable = group_runs([run for run in runs if run.counts_as_trained])
    groups = [usable[method] for method in methods if method in usable]
    if not groups:
        return []
    planned = plan_repeats(
        [[run.spec for run in group] for group in groups], seeds, vary_split=vary_split
    )
    firsts = [group[0] for group in groups]
    return [RunRequest(spec, firsts[at].method, firsts[at].name) for at, spec in planned]


class Suggestion(NamedTuple):
    """More seeds that would settle open verdicts."""

    seeds: int
    """Total number per method, including existing ones."""
    requests: list[RunRequest]


def suggest_repeats(runs: Sequence[Run], verdicts: Sequence[Verdict]) -> Suggestion | None:
    """Plan the seeds that would settle an open verdict.

    Args:
        runs: Runs of a comparison.
        verdicts: Verdicts on its methods.

    Returns:
        None while runs are in progress, and if no number of seeds would settle a verdict.
    """
    if any(run.active for run in runs):
        return None
    few = any(v.accuracies is not None and min(v.seeds) < FIRST_LOOK for v in verdicts)
    needed = [v.seeds_needed for v in verdicts if v.seeds_needed is not None]
    complete = [run for run in runs if run.complete]
    vary = len({run.spec.data.split_seed for run in complete}) > 1
    methods = list(group_runs(complete))
    for seeds in ([USUAL_SEEDS] if few else []) + ([min(needed)] if needed else []):
        requests = request_repeats(runs, methods, seeds, vary_split=vary)
        if requests:
            return Suggestion(seeds, requests)
    return None


def next_repeat(run: Run, runs: Sequence[Run]) -> RunRequest:
    """Return the same run with the next seed that its method does not have among `runs`."""
    taken = {other.spec.seed for other in runs if other.method == run.method}
    following = (seed % SEED_LIMIT for seed in count(run.spec.seed + 1))
    seed = next(seed for seed in following if seed not in taken)
    return RunRequest(run.spec.replace(seed=seed), run.method, run.name)


def _extend(have: Sequence[Pair], seeds: int, vary_split: bool) -> list[Pair]:
    """Return the first pairs of a method, extended to `seeds` pairs."""
    pairs = list(dict.fromkeys(have))[:seeds]
    first_seed, first_split = pairs[0]
    taken = {seed for seed, _ in pairs}
    for step in range(1, 10 * seeds):
        seed = (first_seed + step) % SEED_LIMIT
        if len(pairs) < seeds and seed not in taken:
            split = (first_split + step) % SEED_LIMIT if vary_split else first_split
            pairs.append((seed, split))
    return pairs
