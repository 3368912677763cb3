"""A store full of curves that nobody trained, for questions about the page and not the training.

Rows are written straight into the store's tables: through `Store.add_epoch` a hundred thousand
epochs would take minutes.
"""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from sqlalchemy import create_engine, insert

from regdash.content.presets import find_preset
from regdash.metrics.record import EpochRecord
from regdash.spec import RunSpec
from regdash.store.encoding import encode_metrics, encode_results
from regdash.store.store import Store
from regdash.store.tables import EpochRow, RunRow

NOBODY = "nobody"
"""Owner of runs until a server takes them over; see `benchmarks.growing`."""


def curve(seed: int, first: int, last: int) -> Iterator[EpochRecord]:
    """Epochs of an overfitting network: training falls, validation turns up, both are noisy.

    Args:
        seed: Gives the curve's shape and its noise; a part of it is the same as in the whole.
        first: First epoch, from 1.
        last: Last epoch.
    """
    shape = np.random.default_rng(seed)
    speed, depth, rise = shape.uniform(0.005, 0.05), shape.uniform(0.3, 0.5), shape.uniform(0, 2e-4)
    for epoch in range(first, last + 1):
        noise = np.random.default_rng((seed, epoch)).normal(0, 0.01, 3)
        train = 2.0 * math.exp(-speed * epoch) + 0.01
        val = depth + (2.3 - depth) * math.exp(-speed * epoch) + rise * epoch
        yield EpochRecord(
            epoch,
            {
                "train_loss": train * math.exp(noise[0]),
                "val_loss": val * math.exp(noise[1]),
                "train_accuracy": 1 - 0.9 * math.exp(-speed * epoch),
                "val_accuracy": min(1.0, 0.93 - 0.8 * math.exp(-speed * epoch) + 0.2 * noise[2]),
                "penalty": 0.05 * (1 + 0.1 * noise[0]),
                "objective": train + 0.05,
                "learning_rate": 1e-3,
                "seconds": 0.1,
                "weight_norm": 20 + 0.01 * epoch,
                "near_zero": 0.02,
            },
        )


def specs(count: int, epochs: int, seeds: int = 1) -> list[RunSpec]:
    """Specs of different methods, or fewer methods with several seeds each."""
    plain = find_preset("overfit").specs(epochs=epochs)[0]
    methods = [
        {"l2": {"l2": round(1e-4 * (at + 1), 6)}}
        if at % 2
        else {"dropout": {"rate": (at + 1) / 128}}
        for at in range(-(-count // seeds))
    ]
    found = [
        plain.replace(techniques=techniques, seed=seed)
        for techniques in methods
        for seed in range(1, seeds + 1)
    ]
    return found[:count]


def fill(
    folder: Path, title: str, wanted: Sequence[RunSpec], epochs: int, status: str = "finished"
) -> str:
    """Add a comparison whose runs have come to some epoch; returns its id."""
    store = Store(folder)
    comparison_id = store.add_comparison(title)
    store.close()
    methods = list(dict.fromkeys(spec.method for spec in wanted))
    runs, rows = [], []
    for number, spec in enumerate(wanted):
        run_id = f"{comparison_id}-{number}"
        tested = {"test_loss": 0.4, "test_accuracy": 0.9}
        ended = {
            "kept_epoch": epochs,
            "best_epoch": epochs,
            "results": encode_results({"kept": tested, "best": tested}),
        }
        runs.append(
            {
                "id": run_id,
                "comparison_id": comparison_id,
                "name": spec.name,
                "spec": spec.to_json(),
                "spec_hash": spec.hash,
                "status": status,
                "owner": NOBODY,
                "parameters": 648_010,
                "number": number,
                "style_index": methods.index(spec.method),
                "method": spec.method,
                **(ended if status == "finished" else {}),
            }
        )
        rows += [
            {"run_id": run_id, "epoch": r.epoch, "metrics": encode_metrics(r.values)}
            for r in curve(number, 1, epochs)
        ]
    engine = create_engine(f"sqlite:///{folder / 'regdash.sqlite'}")
    with engine.begin() as connection:
        connection.execute(insert(RunRow), runs)
        connection.execute(insert(EpochRow), rows)
    engine.dispose()
    return comparison_id


def fill_others(folder: Path, comparisons: int, runs: int, epochs: int) -> None:
    """Add finished comparisons that nobody looks at."""
    for number in range(comparisons):
        fill(folder, f"Comparison {number + 1}", specs(runs, epochs), epochs)
