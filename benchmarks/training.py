"""How fast is an epoch of the article's baseline, compared with Keras, PyTorch and scikit-learn?

Trains the 784-500x5-10 network on 34,300 images alternately and compares the seconds of an epoch.
All evaluate the 14,700 validation images after each epoch; RegDash, PyTorch and scikit-learn also
5,000 training images, which the script of the article does not. First epochs, which include warm-up,
are left out. Also reports the share of the speed of the machine: the arithmetic of the epoch,
compared with the best float32 product of two 2048 x 2048 matrices in TensorFlow or NumPy. PyTorch is
measured if it is installed (`pip install -e '.[bench]'`).

    python -m benchmarks.training
"""

import argparse
import time
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise
from statistics import median

import numpy as np
from threadpoolctl import threadpool_info

from benchmarks.hidden import hidden_units
from benchmarks.interleaving import Seconds, interleave
from benchmarks.ours import epoch_seconds
from benchmarks.plain_keras import fit_plain
from benchmarks.plain_sklearn import fit_sklearn
from benchmarks.report import Finding, Spread, faster, print_findings, timed
from regdash.content.presets import find_preset
from regdash.datasets.preparation import prepare
from regdash.spec import RunSpec
from regdash.training.runtime import load_keras

TIMES_KERAS = 2.0

SHARE_OF_PEAK = 0.6

SIDE = 2048
"""Side of the matrices whose product measures the speed of the machine."""


def main() -> None:
    """Train and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=4, help="how often each is trained")
    parser.add_argument("--epochs", type=int, default=4, help="epochs of each training")
    options = parser.parse_args()
    load_keras()
    spec = find_preset("article").specs(epochs=options.epochs)[0]
    contenders: dict[str, Callable[[], Seconds]] = {
        "ours": lambda: epoch_seconds(spec)[1:],
        "plain Keras fit": lambda: fit_plain(spec).seconds[1:],
        "scikit-learn MLPClassifier": lambda: fit_sklearn(spec)[1:],
    }
    if find_spec("torch") is not None:
        from benchmarks.plain_torch import fit_torch

        contenders["PyTorch"] = lambda: fit_torch(spec)[1:]
    peaks: dict[str, float] = {}

    def measure_peaks() -> Seconds:
        for name, speed in matmul_speeds().items():
            peaks[name] = max(speed, peaks.get(name, 0.0))
        return []

    found = interleave({**contenders, "peak": measure_peaks}, options.rounds)
    ours = found["ours"]
    targets = {"plain Keras fit": TIMES_KERAS, "PyTorch": 1.0}
    what = "epoch of the article's baseline"
    findings = [
        faster(what, ours, name, found[name], targets.get(name))
        for name in contenders
        if name != "ours"
    ]
    work = epoch_flops(spec)
    peak = max(peaks.values())
    speeds = [work / seconds / 1e9 for seconds in ours]
    share = median(speeds) / peak
    findings.append(
        Finding(
            f"{what}: arithmetic per second",
            "GFLOP/s",
            Spread.of(speeds),
            f"product of two {SIDE} x {SIDE} matrices",
            Spread.of([peak]),
            share,
            f"at least {SHARE_OF_PEAK:.0%} of it",
            share >= SHARE_OF_PEAK,
        )
    )
    print_findings(
        "How fast is an epoch of the article's baseline?",
        findings,
        gflop_per_epoch=work / 1e9,
        gflop_per_second_of_a_matmul=peaks,
        numpy_blas=[
            {name: pool.get(name) for name in ("internal_api", "version", "architecture")}
            for pool in threadpool_info()
            if pool["user_api"] == "blas"
        ],
    )


def epoch_flops(spec: RunSpec) -> float:
    """Return the floating-point operations of the matrix products of an epoch, evaluation included."""
    data = prepare(spec.data)
    units = [data.train.x.shape[1], *hidden_units(spec), data.classes]
    weights = [inputs * outputs for inputs, outputs in pairwise(units)]
    # Forward, gradient of the weights, and gradient of the inputs of all layers but the first.
    step = 6 * sum(weights) - 2 * weights[0]
    measured = len(data.train_sample) + len(data.validation)
    return float(step * len(data.train) + 2 * sum(weights) * measured)


def matmul_speeds(times: int = 8) -> dict[str, float]:
    """Return the best GFLOP/s of a large float32 product, by library."""
    import tensorflow as tf

    array = np.random.default_rng(0).random((SIDE, SIDE), dtype=np.float32)
    tensor = tf.constant(array)
    products = {
        "TensorFlow": lambda: tf.matmul(tensor, tensor).numpy(),
        "NumPy": lambda: array @ array,
    }
    speeds = {}
    for name, multiply in products.items():
        multiply()
        time.sleep(0.1)
        speeds[name] = 2 * SIDE**3 / min(timed(multiply) for _ in range(times)) / 1e9
    return speeds


if __name__ == "__main__":
    main()
