"""Another kind of network, vectors instead of images, and sample weights."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from regdash.datasets.preparation import PreparedData, Samples, prepare
from regdash.models import NETWORKS
from regdash.models.seeding import epoch_order
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.training.network import build_loss, build_network, build_optimizer
from regdash.training.outcome import Outcome
from regdash.training.preview import preview
from regdash.training.state import TrainingState
from regdash.training.trainer import train
from tests.support.networks import SmallCNN
from tests.support.recording import Recorder, train_recorded


@pytest.fixture
def cnn() -> Iterator[None]:
    with NETWORKS.added(SmallCNN):
        yield


ATTACHED: dict[str, Any] = {
    "dropout": {"rate": 0.1, "input_rate": 0.1},
    "batch_norm": {"momentum": 0.8},
    "l2": {"l2": 1e-3},
    "max_norm": {"max_value": 3.0},
    "augmentation": {"rotation": 5.0, "shift": 2.0, "zoom": 2.0},
}


def train_on(spec: RunSpec, data: PreparedData, **arguments: Any) -> tuple[Outcome, Recorder]:
    recorder = Recorder()
    outcome = train(spec, lambda: data, recorder, recorder, recorder, **arguments)
    return outcome, recorder


@pytest.mark.usefixtures("cnn")
def test_another_kind_of_network_trains_resumes_and_is_saved(tiny, tmp_path: Path) -> None:
    spec = tiny(
        network={"kind": "small_cnn", "filters": 8},
        optimizer={"learning_rate": 0.01},
        techniques=ATTACHED,
        epochs=6,
    )
    assert RunSpec.from_dict(json.loads(spec.to_json())) == spec
    states: list[TrainingState] = []
    data, path = prepare(spec.data), tmp_path / "model.keras"
    outcome, recorder = train_on(spec, data, save_to=path, checkpoint=states.append)
    first, *_, last = recorder.records
    assert last.val_loss < first.val_loss
    assert last.val_accuracy > 0.5
    assert last.penalty > 0
    weights = spec.network.count_weights((28, 28, 1), 10)
    assert recorder.parameters == weights + 2 * (8 + 8)  # and those of batch normalization

    states[1].save(tmp_path / "state")
    resume = TrainingState.load(tmp_path / "state")
    rest, later = train_on(spec, data, resume=resume)
    assert later.curve() == recorder.curve()[2:]
    assert np.array_equal(rest.test_probabilities, outcome.test_probabilities)

    saved = keras.models.load_model(path)
    assert saved.input_shape == (None, 784)  # flat, as for every kind
    again = saved.predict(data.test.x, verbose=0)
    assert np.abs(again - outcome.test_probabilities.astype(float)).max() < 2e-3


@pytest.mark.usefixtures("cnn")
def test_techniques_attach_to_another_kind(tiny) -> None:
    network = build_network(
        tiny(network={"kind": "small_cnn"}, techniques={**ATTACHED, "gaussian_noise": {}}),
        (28, 28, 1),
        10,
    )
    assert [type(layer).__name__ for layer in network.layers] == [
        "InputLayer", "Dropout", "GaussianNoise",
        "Conv2D", "BatchNormalization", "Activation", "Dropout",
        "AveragePooling2D", "Flatten",
        "Dense", "BatchNormalization", "Activation", "Dropout",
        "Concatenate", "Dense",
    ]  # fmt: skip
    convolution, hidden, output = (layer for layer in network.layers if hasattr(layer, "kernel"))
    assert convolution.kernel_regularizer.l2 == hidden.kernel_regularizer.l2
    assert convolution.kernel_constraint.axis == [0, 1, 2]
    assert hidden.kernel_constraint.axis == 0
    assert output.kernel_regularizer is output.kernel_constraint is None


@pytest.mark.usefixtures("cnn")
def test_kinds_do_not_share_programs(tiny) -> None:
    _, plain = train_recorded(tiny())
    _, other = train_recorded(tiny(network={"kind": "small_cnn"}))
    _, again = train_recorded(tiny())
    assert again.curve() == plain.curve() != other.curve()


@pytest.mark.usefixtures("cnn")
@pytest.mark.parametrize("batch_size", [32, 33])
def test_the_preview_draws_noise_in_the_shape_the_network_takes(tiny, batch_size: int) -> None:
    """The preview's noise equals that of the layer on a whole batch of two-dimensional images."""
    import tensorflow as tf

    spec = tiny(
        network={"kind": "small_cnn"}, techniques={"gaussian_noise": {}}, batch_size=batch_size
    )
    images = prepare(spec.data).train.x[:batch_size]
    network = build_network(spec, (28, 28, 1), 10)
    noise = network.layers[1]
    whole = tf.function(lambda x: noise(x, training=True), jit_compile=True)(
        images.reshape(-1, 28, 28, 1)
    )
    shown = preview(spec, images[:5], draws=1)[-1].images
    assert np.array_equal(shown, np.reshape(whole, (batch_size, 784))[:5])


def vectors(samples: int = 240, features: int = 12, classes: int = 3) -> PreparedData:
    """Return clouds of points, one per class, with positive and negative coordinates."""
    rng = np.random.default_rng(0)
    centers = rng.normal(size=(classes, features))

    def draw(count: int) -> Samples:
        y = rng.integers(classes, size=count).astype(np.int32)
        x = centers[y] + rng.normal(scale=0.7, size=(count, features))
        return Samples(x.astype(np.float32), y)

    train, validation, test = (draw(count) for count in (samples, 150, 200))
    return PreparedData(train, validation, test, ("a", "b", "c"), (features,), train.y)


def test_vectors_are_trained_on_resumed_and_saved(tiny, tmp_path: Path) -> None:
    techniques = {
        "zca_whitening": {}, "gaussian_noise": {}, "dropout": {"input_rate": 0.1},
        "early_stopping": {"patience": 3},
    }  # fmt: skip
    spec = tiny(techniques=techniques, epochs=8, optimizer={"learning_rate": 0.01})
    data, path = vectors(), tmp_path / "model.keras"
    states: list[TrainingState] = []
    outcome, recorder = train_on(spec, data, save_to=path, checkpoint=states.append)
    assert recorder.parameters == 12 * 32 + 32 + 32 * 3 + 3
    assert outcome.kept.test_accuracy > 0.9
    assert outcome.test_probabilities.shape == (200, 3)
    assert outcome.validation_probabilities.shape == (150, 3)
    kept = recorder.records[outcome.kept.epoch - 1].val_accuracy
    assert outcome.kept.val_accuracy == pytest.approx(kept, abs=0.02)
    states[0].save(tmp_path)
    rest, _ = train_on(spec, data, resume=TrainingState.load(tmp_path))
    assert np.array_equal(rest.test_probabilities, outcome.test_probabilities)
    again = keras.models.load_model(path).predict(data.test.x, verbose=0)
    assert np.abs(again - outcome.test_probabilities.astype(float)).max() < 2e-3


def test_vectors_are_not_augmented(tiny) -> None:
    spec = tiny(techniques={"augmentation": {}})
    with pytest.raises(InputError, match=r"received features of shape \(12,\); allowed: images"):
        train_on(spec, vectors())


def test_vectors_have_no_image_shape() -> None:
    with pytest.raises(ValueError, match="expected 3"):
        _ = vectors().image_shape


def weighted(data: PreparedData, weights: Any) -> PreparedData:
    return replace(data, train=replace(data.train, weights=np.asarray(weights, np.float32)))


@pytest.mark.parametrize(
    "techniques", [{}, {"l2": {"l2": 1e-3}, "label_smoothing": {}, "batch_norm": {}}]
)
def test_weights_are_those_of_keras_train_on_batch(tiny, techniques: dict[str, Any]) -> None:
    spec = tiny(epochs=2, techniques=techniques)
    weights = np.random.default_rng(1).gamma(2.0, 0.5, 240).astype(np.float32)
    data = weighted(vectors(), weights)
    _, recorder = train_on(spec, data)
    model = build_network(spec, (12,), 3)
    model.compile(optimizer=build_optimizer(spec), loss=build_loss(spec))
    onehot = keras.utils.to_categorical(data.train.y, 3)
    for epoch, record in enumerate(recorder.records):
        objectives = []
        for batch in epoch_order(spec.seed, epoch, 240, spec.batch_size):
            model.reset_metrics()
            x, y = data.train.x[batch], onehot[batch]
            objectives.append(model.train_on_batch(x, y, sample_weight=weights[batch]))
        assert record.objective == pytest.approx(np.mean(objectives), rel=1e-3)


def test_weights_of_one_give_the_same_numbers_as_no_weights(tiny) -> None:
    spec, data = tiny(), vectors()
    _, plain = train_on(spec, data)
    _, ones = train_on(spec, weighted(data, np.ones(240)))
    assert np.allclose(ones.curve(), plain.curve(), rtol=1e-5)


def test_a_weight_of_zero_removes_a_sample_from_the_loss(tiny) -> None:
    """Its label then has no effect."""
    spec, data = tiny(techniques={"l2": {}}), vectors()
    weights = np.ones(240)
    weights[::3] = 0
    wrong = data.train.y.copy()
    wrong[::3] = (wrong[::3] + 1) % 3
    relabeled = replace(data, train=Samples(data.train.x, wrong))
    _, ours = train_on(spec, weighted(data, weights))
    _, theirs = train_on(spec, weighted(relabeled, weights))
    _, unweighted = train_on(spec, relabeled)
    validation = [(r.val_loss, r.objective) for r in ours.records]
    assert validation == [(r.val_loss, r.objective) for r in theirs.records]
    assert validation != [(r.val_loss, r.objective) for r in unweighted.records]


def test_doubled_weights_double_the_loss_and_plain_sgds_steps(tiny) -> None:
    data = vectors()
    slow = tiny(optimizer={"name": "sgd", "momentum": 0.0, "learning_rate": 0.01})
    fast = tiny(optimizer={"name": "sgd", "momentum": 0.0, "learning_rate": 0.02})
    _, doubled = train_on(slow, weighted(data, np.full(240, 2.0)))
    _, quick = train_on(fast, data)
    for ours, theirs in zip(doubled.records, quick.records, strict=True):
        assert ours.objective == pytest.approx(2 * theirs.objective, rel=1e-4)
        # Measurements ignore weights.
        assert ours.train_loss == pytest.approx(theirs.train_loss, rel=1e-4)


def test_weights_are_resumed(tiny, tmp_path: Path) -> None:
    spec, data = tiny(), weighted(vectors(), np.linspace(0, 2, 240))
    states: list[TrainingState] = []
    whole, _ = train_on(spec, data, checkpoint=states.append)
    states[0].save(tmp_path)
    state = TrainingState.load(tmp_path)
    rest, _ = train_on(spec, data, resume=state)
    assert np.array_equal(rest.test_probabilities, whole.test_probabilities)
    with pytest.raises(InputError, match="its data has weighted True, the run's has False"):
        train_on(spec, vectors(), resume=state)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ([1.0, 2.0], r"received shape \(2,\); allowed: \(240,\), one per sample"),
        ([-1.0] * 240, "received -1.0; allowed: finite numbers from 0"),
        ([np.nan] * 240, "received nan; allowed: finite numbers from 0"),
    ],
)
def test_invalid_weights_are_rejected(weights: list[float], words: str) -> None:
    with pytest.raises(InputError, match=f"Sample weights: {words}"):
        weighted(vectors(), weights)
