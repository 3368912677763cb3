"""How long does a tiny run take, the first of its shape and later ones, compared with plain Keras?

1,000 images, a network 784-128-10, 20 epochs, from the call to the test result. Each round starts a
fresh process for each side, alternately, which imports Keras, loads the images and then trains the
same settings with seeds 1, 2, 3, ...: only the first run compiles. Importing and loading are not
included, because the dashboard does both before a run is started.

    python -m benchmarks.tiny
"""

import argparse
import json
from collections.abc import Callable
from functools import partial

from benchmarks.fresh_process import run_in_fresh_process
from benchmarks.interleaving import Seconds, interleave
from benchmarks.ours import fit_ours
from benchmarks.plain_keras import fit_plain
from benchmarks.report import faster, print_findings, timed
from regdash.datasets.preparation import prepare
from regdash.spec import RunSpec
from regdash.training.runtime import load_keras

TIMES_KERAS_LATER = 3.0
"""How many times as fast as plain Keras later runs must be."""

SIDES: dict[str, Callable[[RunSpec], object]] = {"plain Keras": fit_plain, "ours": fit_ours}


def tiny_spec(seed: int) -> RunSpec:
    """Return the spec that is trained."""
    return RunSpec.from_dict(
        {
            "data": {"train_size": 1000, "validation_share": 0.1},
            "network": {"hidden_layers": [128]},
            "epochs": 20,
            "seed": seed,
        }
    )


def main() -> None:
    """Train and print; with `--side`, only train one side in this process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="processes of each side")
    parser.add_argument("--runs", type=int, default=4, help="runs of each process")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        print(json.dumps(train_here(options.side, options.runs)))
        return
    rounds: dict[str, list[Seconds]] = {side: [] for side in SIDES}

    def train(side: str) -> Seconds:
        rounds[side].append(train_in_fresh_process(side, options.runs))
        return rounds[side][-1]

    interleave({side: partial(train, side) for side in SIDES}, options.rounds)
    first = {side: [seconds[0] for seconds in found] for side, found in rounds.items()}
    later = {side: [s for seconds in found for s in seconds[1:]] for side, found in rounds.items()}
    print_findings(
        "How long does a tiny run take, the first of its shape and later ones?",
        [
            faster(f"tiny run, {what}", found["ours"], "plain Keras", found["plain Keras"], target)
            for what, found, target in (
                ("first in its process", first, 1.0),
                ("later", later, TIMES_KERAS_LATER),
            )
        ],
        seconds_of_each_process=rounds,
    )


def train_in_fresh_process(side: str, runs: int) -> Seconds:
    """Train in a fresh process; return the seconds of each run."""
    return run_in_fresh_process("tiny", "--side", side, "--runs", str(runs))


def train_here(side: str, runs: int) -> Seconds:
    """Train in this process; return the seconds of each run."""
    load_keras()
    prepare(tiny_spec(1).data)
    return [timed(partial(SIDES[side], tiny_spec(seed))) for seed in range(1, runs + 1)]


if __name__ == "__main__":
    main()
