"""The baseline of the article in scikit-learn's MLPClassifier."""

import time
import warnings

from sklearn.neural_network import MLPClassifier

from benchmarks.hidden import hidden_units
from regdash.datasets.preparation import prepare
from regdash.spec import RunSpec


def fit_sklearn(spec: RunSpec) -> list[float]:
    """Train a spec without techniques, with validation; return the seconds of each epoch."""
    data = prepare(spec.data)
    model = MLPClassifier(
        hidden_units(spec),
        batch_size=spec.batch_size,
        learning_rate_init=spec.optimizer.learning_rate,
        alpha=0.0,
        random_state=spec.seed,
    )
    seconds = []
    for _ in range(spec.epochs):
        began = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.partial_fit(data.train.x, data.train.y, classes=range(data.classes))
        model.score(data.train_sample.x, data.train_sample.y)
        model.score(data.validation.x, data.validation.y)
        seconds.append(time.perf_counter() - began)
    return seconds
