import threading
from dataclasses import replace
from pathlib import Path
from typing import ClassVar
from unittest.mock import ANY

import keras
import numpy as np
import pytest
import tensorflow as tf

from regdash.datasets.collection import info_of
from regdash.datasets.preparation import prepare
from regdash.models.seeding import derive_seed, epoch_order
from regdash.settings.types import SeedFor, Shape
from regdash.spec import RunSpec
from regdash.techniques import TECHNIQUES, Technique
from regdash.training.network import build_loss, build_network, build_optimizer
from regdash.training.outcome import RunDiverged, RunStopped
from regdash.training.pool import PROGRAMS, ProgramPool
from regdash.training.program import Program
from regdash.training.shapes import DataShape, shape_key
from regdash.training.trainer import train
from regdash.training.warm_up import warm_up
from tests.support.recording import Recorder

DIGITS = DataShape(samples=300, features=(28, 28, 1), classes=10)


def run(spec: RunSpec, recorder: Recorder | None = None, save_to: Path | None = None):
    recorder = recorder or Recorder()
    return train(
        spec, lambda: prepare(spec.data), recorder, recorder, recorder, save_to=save_to
    ), recorder


def test_every_epoch_is_reported_with_finite_values(tiny) -> None:
    outcome, recorder = run(tiny())
    assert [r.epoch for r in recorder.records] == [1, 2, 3]
    assert recorder.parameters == 784 * 32 + 32 + 32 * 10 + 10
    first, *_, last = recorder.records
    assert last.train_loss < first.train_loss
    assert last.train_accuracy > 0.6
    assert 0.5 < outcome.kept.test_accuracy < 1
    assert (outcome.kept.epoch, outcome.stopped_epoch) == (3, None)
    assert outcome.test_probabilities.shape == (10_000, 10)
    assert outcome.validation_probabilities.shape == (4_900, 10)
    assert all(
        r.penalty == 0 and r.seconds > 0 and r["learning_rate"] == pytest.approx(0.001)
        for r in recorder.records
    )


def test_the_permit_is_released_between_epochs_and_after_the_last(tiny) -> None:
    _, recorder = run(tiny())
    assert recorder.turns == ["begins", "ends"] * 3


def test_it_is_the_same_as_keras_train_on_batch(tiny) -> None:
    """Compare the compiled stretches with Keras' own step on the same batches."""
    spec = tiny(techniques={"l2": {"l2": 1e-3}}, epochs=2)
    _, recorder = run(spec)
    data = prepare(spec.data)
    model = build_network(spec, (28, 28, 1), 10)
    model.compile(optimizer=build_optimizer(spec), loss=build_loss(spec))
    onehot = keras.utils.to_categorical(data.train.y, 10)
    for epoch, record in enumerate(recorder.records):
        losses = [
            model.train_on_batch(data.train.x[b], onehot[b])
            for b in epoch_order(spec.seed, epoch, 300, spec.batch_size)
        ]
        assert record.objective == pytest.approx(np.mean(losses), rel=1e-3)
        model.reset_metrics()
        predicted = np.asarray(model(data.validation.x, training=False))
        right = (predicted.argmax(axis=1) == data.validation.y).mean()
        picked = predicted[np.arange(len(predicted)), data.validation.y]
        assert record.val_accuracy == pytest.approx(right, abs=2e-3)
        assert record.val_loss == pytest.approx(-np.log(picked).mean(), rel=2e-3)
        assert record.penalty == pytest.approx(float(sum(model.losses)), rel=1e-3)


def test_loss_is_measured_without_penalty_dropout_and_smoothing(tiny) -> None:
    plain, _ = run(tiny(epochs=1))
    for techniques in ({"l2": {"l2": 0.5}}, {"label_smoothing": {"label_smoothing": 0.9}}):
        _, recorder = run(tiny(epochs=1, techniques=techniques))
        (record,) = recorder.records
        assert record.val_loss < 2.4  # with the penalty it would be far more
        assert record.objective > record.train_loss
    assert plain.kept.test_loss < 2.4


def test_equal_spec_equal_numbers_while_others_train(tiny) -> None:
    spec = tiny(techniques={"dropout": {}, "augmentation": {}, "gaussian_noise": {}}, seed=5)
    _, alone = run(spec)
    together = [Recorder() for _ in range(3)]
    specs = [spec, tiny(seed=8, techniques={"dropout": {}}), spec]
    threads = [
        threading.Thread(target=run, args=(s, r)) for s, r in zip(specs, together, strict=True)
    ]
    for thread in threads:
        thread.start()
    tf.random.set_seed(99)  # other code sets the global seed
    for thread in threads:
        thread.join()
    assert together[0].curve() == alone.curve()
    assert together[2].curve() == alone.curve()
    assert together[1].curve() != alone.curve()


@pytest.mark.usefixtures("fresh_programs")
def test_a_program_used_before_gives_the_same_numbers(tiny) -> None:
    techniques = {"dropout": {}, "augmentation": {}, "batch_norm": {}, "zca_whitening": {}}
    spec = tiny(techniques=techniques, seed=5)
    first_outcome, first = run(spec)
    run(tiny(techniques=techniques, seed=6, optimizer={"learning_rate": 0.01}, epochs=1))
    used = PROGRAMS.idle[0][1]
    assert float(used.optimizer.learning_rate) == pytest.approx(0.01)
    again_outcome, again = run(spec)
    assert PROGRAMS.idle == [(ANY, used)]
    assert again.curve() == first.curve()
    assert np.array_equal(again_outcome.test_probabilities, first_outcome.test_probabilities)


@pytest.mark.usefixtures("fresh_programs")
def test_warming_up_does_not_change_numbers(tiny) -> None:
    spec = tiny(techniques={"dropout": {}, "augmentation": {}}, batch_size=30)
    _, cold = run(spec)
    PROGRAMS.clear()
    warm_up([spec], may_continue=lambda: False)
    assert PROGRAMS.idle == []
    warm_up([spec, spec], may_continue=lambda: True)
    ((_, program),) = PROGRAMS.idle
    _, warm = run(spec)
    assert PROGRAMS.idle == [(ANY, program)]
    assert warm.curve() == cold.curve()


def test_programs_are_distinguished_by_what_is_compiled_in(tiny) -> None:
    def key(size: int = 300, weighted: bool = False, **changes) -> str:
        return shape_key(tiny(**changes), replace(DIGITS, samples=size, weighted=weighted))

    same = [{"seed": 9}, {"epochs": 99}, {"optimizer": {"learning_rate": 0.5}}]
    assert {key(**changes) for changes in same} == {key()}
    others = [
        {"batch_size": 7},
        {"optimizer": {"name": "sgd"}},
        {"network": {"hidden_layers": [33]}},
        {"techniques": {"l2": {"l2": 1e-4}}},
        {"techniques": {"batch_norm": {"momentum": 0.9}}},
        {"techniques": {"batch_norm": {"momentum": 0.8}}},
        {"size": 301},
        {"weighted": True},
    ]
    assert len({key(**changes) for changes in [{}, *others]}) == 9
    # Strengths are inputs, but whether there is a layer is compiled in.
    assert key(techniques={"l2": {"l2": 1e-3}}) == key(techniques={"l2": {"l2": 1e-4}})

    def with_dropout(*rates: float) -> str:
        return key(techniques={"dropout": dict(zip(("rate", "input_rate"), rates, strict=True))})

    assert with_dropout(0.2, 0.1) == with_dropout(0.3, 0.4)
    assert len({with_dropout(*rates) for rates in [(0.2, 0.1), (0.2, 0.0), (0.0, 0.1)]}) == 3
    # A constant of 1 is left out of the arithmetic.
    noise = [key(techniques={"gaussian_noise": {"stddev": s}}) for s in (0.5, 0.9, 1.0)]
    assert noise[0] == noise[1] != noise[2]
    vectors = replace(DIGITS, features=(784,))
    assert shape_key(tiny(), vectors) != shape_key(tiny(), DIGITS)


def test_the_pool_drops_the_oldest_programs(tiny) -> None:
    pool = ProgramPool(max_programs=2)
    for shape in "abac":
        with pool.borrow(shape, lambda: Program(tiny(), DIGITS)):
            pass
    assert [key for key, _ in pool.idle] == ["a", "c"]
    with pytest.raises(KeyError), pool.borrow("a", lambda: pytest.fail("it was there")):
        raise KeyError
    assert [key for key, _ in pool.idle] == ["c"]
    with pytest.raises(RunStopped), pool.borrow("c", lambda: pytest.fail("it was there")):
        raise RunStopped
    assert [key for key, _ in pool.idle] == ["c"]


def test_a_run_waits_for_the_program_that_is_being_built_ahead(tiny) -> None:
    pool = ProgramPool()
    lent: list[Program] = []

    def borrow() -> None:
        with pool.borrow("a", lambda: pytest.fail("it was being built")) as program:
            lent.append(program)

    thread = threading.Thread(target=borrow)
    with pool.build_ahead("a", lambda: Program(tiny(), DIGITS)) as built:
        assert pool.has("a")
        thread.start()
        thread.join(0.2)
        assert thread.is_alive()
        assert lent == []
    thread.join(10)
    assert lent == [built]
    # One that fails is waited for no longer.
    with pytest.raises(KeyError), pool.build_ahead("b", lambda: Program(tiny(), DIGITS)):
        raise KeyError
    assert not pool.has("b")


@pytest.mark.usefixtures("fresh_programs")
@pytest.mark.parametrize(
    ("optimizer", "activation"),
    [("adam", "relu"), ("sgd", "tanh"), ("rmsprop", "gelu"), ("adam", "sigmoid")],
)
def test_padding_computes_the_same(
    tiny, tmp_path: Path, optimizer, activation, monkeypatch
) -> None:
    techniques = {"batch_norm": {}, "l1": {}, "l2": {}, "max_norm": {}, "weight_decay": {}}
    spec = tiny(
        techniques=techniques,
        network={"hidden_layers": [130, 129], "activation": activation},
        optimizer={"name": optimizer},
        epochs=2,
    )
    _, padded = run(spec, save_to=tmp_path / "padded.keras")
    monkeypatch.setattr("regdash.models.padding.LANES", 1)
    PROGRAMS.clear()
    _, plain = run(spec, save_to=tmp_path / "plain.keras")
    assert np.allclose(padded.curve(), plain.curve(), rtol=2e-3, atol=2e-3)
    saved = [keras.models.load_model(tmp_path / f"{name}.keras") for name in ("padded", "plain")]
    for ours, theirs in zip(*(model.weights for model in saved), strict=True):
        assert ours.shape == theirs.shape
        assert np.allclose(ours, theirs, atol=5e-3)
    assert padded.parameters == plain.parameters == saved[0].count_params() - 2 * (130 + 129)


def test_padding_stays_zero(tiny) -> None:
    techniques = {cls.key: {} for cls in TECHNIQUES if cls.key not in ("l1_l2", "batch_norm")}
    spec = tiny(techniques=techniques, network={"hidden_layers": [130]}, epochs=2)
    run(spec)
    (wide,) = (p.network for key, p in PROGRAMS.idle if '"hidden_layers": [130]' in key)
    first, second = (v.numpy() for v in wide.trainable_variables if v.name == "kernel")
    assert first.shape == (784, 144)
    assert not first[:, 130:].any()
    assert not second[130:].any()


def test_different_seeds_give_different_curves(tiny) -> None:
    assert run(tiny(seed=1))[1].curve() != run(tiny(seed=2))[1].curve()


def test_the_length_of_stretches_does_not_change_numbers(
    tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = tiny(techniques={"dropout": {}}, batch_size=16)
    _, whole = run(spec)
    monkeypatch.setattr("regdash.training.program.STRETCH_FLOPS", 1.0)
    _, cut = run(spec)
    assert cut.curve() == whole.curve()
    assert len(cut.shares) > len(whole.shares)
    assert cut.shares[:3] == [pytest.approx(i / 19) for i in (1, 2, 3)]


def test_techniques_share_initial_weights(tiny) -> None:
    plain = build_network(tiny(), (28, 28, 1), 10)
    dropped = build_network(tiny(techniques={"dropout": {}, "batch_norm": {}}), (28, 28, 1), 10)
    assert np.array_equal(plain.layers[0].kernel, dropped.layers[0].kernel)
    assert np.array_equal(plain.layers[-1].kernel, dropped.layers[-1].kernel)


def test_the_order_contains_every_image() -> None:
    order = epoch_order(1, 0, 300, 128)
    assert order.shape == (3, 128)
    assert sorted(set(order.ravel())) == list(range(300))
    assert np.array_equal(order.ravel()[300:], order.ravel()[:84])
    assert not np.array_equal(order, epoch_order(1, 1, 300, 128))


def test_places_have_their_own_seeds() -> None:
    numbers = {
        derive_seed(s, name, i) for s in (1, 2) for name in ("kernel", "dropout") for i in (0, 1)
    }
    assert len(numbers) == 8
    assert all(0 <= n < 2**31 for n in numbers)


def test_early_stopping_stops_and_keeps_the_best(tiny) -> None:
    stopping = {"monitor": "val_loss", "patience": 2}
    outcome, recorder = run(
        tiny(epochs=40, optimizer={"learning_rate": 0.02}, techniques={"early_stopping": stopping})
    )
    losses = [r.val_loss for r in recorder.records]
    assert outcome.stopped_epoch == len(losses) < 40
    assert outcome.kept.epoch == int(np.argmin(losses)) + 1 == len(losses) - 2
    data = prepare(tiny().data)
    kept = outcome.validation_probabilities.astype(float)
    accuracy = (kept.argmax(axis=1) == data.validation.y).mean()
    assert accuracy == pytest.approx(
        recorder.records[outcome.kept.epoch - 1].val_accuracy, abs=1e-3
    )


def test_early_stopping_may_keep_the_last(tiny) -> None:
    settings = {"monitor": "val_loss", "patience": 1, "restore_best_weights": False}
    outcome, recorder = run(
        tiny(epochs=40, optimizer={"learning_rate": 0.02}, techniques={"early_stopping": settings})
    )
    assert outcome.kept.epoch == len(recorder.records) == outcome.stopped_epoch


def test_stopping_reports_no_partial_epoch(tiny) -> None:
    recorder = Recorder(stop_after=6)
    with pytest.raises(RunStopped):
        run(tiny(epochs=500), recorder)
    assert len(recorder.records) <= 2
    assert recorder.turns[-1] == "ends"


def test_a_program_is_known_while_it_is_in_use_and_afterwards(tiny) -> None:
    spec = tiny(epochs=2, network={"hidden_layers": [17]})
    data = prepare(spec.data)
    key = shape_key(spec, DataShape.planned(spec, info_of(spec.data.dataset)))
    assert key == shape_key(spec, DataShape.of(data))
    assert not PROGRAMS.has(key)
    during: list[tuple[bool, bool]] = []
    train(
        spec,
        lambda: data,
        checkpoint=lambda state: during.append((PROGRAMS.has(key), key in dict(PROGRAMS.idle))),
    )
    assert during == [(True, False)] * 2
    assert PROGRAMS.has(key)
    assert PROGRAMS.compile_seconds is not None
    assert PROGRAMS.compile_seconds > 0


def test_divergence_is_reported_with_its_epoch(tiny) -> None:
    recorder = Recorder()
    with pytest.raises(RunDiverged, match="not a number in epoch 1") as caught:
        run(
            tiny(
                optimizer={"name": "sgd", "learning_rate": 10.0},
                techniques={"l2": {"l2": 1.0}},
                batch_size=4,
            ),
            recorder,
        )
    assert caught.value.epoch == 1
    assert recorder.records == []
    assert recorder.turns[-1] == "ends"


@pytest.mark.parametrize("cls", TECHNIQUES, ids=lambda cls: cls.key)
def test_every_technique_trains(tiny, cls) -> None:
    _, recorder = run(tiny(epochs=2, techniques={cls.key: {}}))
    assert len(recorder.records) == 2
    assert np.isfinite(recorder.curve()).all()


def test_everything_at_once_and_the_saved_network(tiny, tmp_path: Path) -> None:
    techniques = {cls.key: {} for cls in TECHNIQUES if cls.key != "l1_l2"}
    spec = tiny(techniques=techniques)
    path = tmp_path / "model.keras"
    outcome, _ = run(spec, save_to=path)
    saved = keras.models.load_model(path)
    pixels = prepare(spec.data).test.x
    again = saved.predict(pixels, verbose=0)
    assert np.abs(again - outcome.test_probabilities.astype(float)).max() < 2e-3


class ActivityL2(Technique):
    """A penalty on the output of hidden layers, added by its layer."""

    key: ClassVar[str] = "activity_l2"
    title: ClassVar[str] = "Activity L2"

    def layers_after_activation(self, index: int, shape: Shape, seed_for: SeedFor) -> list:
        return [keras.layers.ActivityRegularization(l2=1.0)]


def test_losses_added_by_layers_are_trained_on_as_in_keras(tiny) -> None:
    spec = tiny(epochs=1).model_copy(update={"techniques": (ActivityL2(),)})
    _, recorder = run(spec)
    (record,) = recorder.records
    data = prepare(spec.data)
    model = build_network(spec, (28, 28, 1), 10)
    model.compile(optimizer=build_optimizer(spec), loss=build_loss(spec))
    objectives = []
    for batch in epoch_order(spec.seed, 0, 300, spec.batch_size):
        model.reset_metrics()
        y = keras.utils.to_categorical(data.train.y[batch], 10)
        objectives.append(model.train_on_batch(data.train.x[batch], y))
    assert record.objective == pytest.approx(np.mean(objectives), rel=1e-3)
    assert record.objective > record.train_loss + 0.5
    assert record.penalty == 0  # which covers weights only


@pytest.mark.parametrize("optimizer", ["sgd", "rmsprop"])
def test_other_optimizers_learn(tiny, optimizer: str) -> None:
    _, recorder = run(tiny(epochs=5, optimizer={"name": optimizer}))
    assert recorder.records[-1].train_loss < recorder.records[0].train_loss


def test_sizes_of_weights_equal_those_of_numpy(tiny, tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    _, recorder = run(tiny(techniques={"l1": {"l1": 1e-3}, "batch_norm": {}}), save_to=path)
    saved = keras.models.load_model(path)
    weights = np.concatenate(
        [layer.kernel.numpy().ravel() for layer in saved.layers if hasattr(layer, "kernel")]
    )
    last = recorder.records[-1]
    assert last["weight_norm"] == pytest.approx(np.linalg.norm(weights), rel=1e-5)
    hidden = saved.get_layer("hidden_1").kernel.numpy()
    assert last["hidden_norm"] == pytest.approx(np.linalg.norm(hidden), rel=1e-5)
    assert last["near_zero"] == pytest.approx(np.mean(np.abs(weights) < 1e-3), abs=1e-6)
    assert 0.01 < last["near_zero"] < 1


def test_batch_larger_than_the_training_set(tiny) -> None:
    _, recorder = run(tiny(batch_size=8192, epochs=1))
    assert len(recorder.records) == 1
