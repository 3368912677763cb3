"""The preview shows exactly what training uses."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from regdash.datasets.preparation import prepare
from regdash.models.seeding import derive_seed, epoch_order
from regdash.spec import RunSpec
from regdash.techniques import Dropout, GaussianNoise, Technique
from regdash.training import draws, pool, trainer
from regdash.training.preview import preview
from regdash.training.program import Program
from regdash.training.strengths import Parts, Strengths

Spec = Callable[..., RunSpec]
Record = Callable[[RunSpec], "Recorded"]


class Recorded(Program):
    """A program that records the inputs of the first few compiled steps of a run."""

    steps = 6

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        shape = (self.steps, self.batch_size, self.network.input_shape[1])
        self.drawn = tf.Variable(tf.zeros(shape))
        self.given = tf.Variable(tf.zeros(shape))
        self._stepping = False
        hidden = next(layer for layer in self.network.layers if layer.name == "hidden_1")
        call = hidden.call

        def recording(x: tf.Tensor, **kwargs: Any) -> tf.Tensor:
            if self._stepping:
                self._keep(self.given, x)
            return call(x, **kwargs)

        hidden.call = recording

    def step(self, x: tf.Tensor, y: tf.Tensor, weights: tf.Tensor | None) -> tf.Tensor:
        self._keep(self.drawn, x)
        self._stepping = True
        objective = super().step(x, y, weights)
        self._stepping = False
        return objective

    def _keep(self, where: tf.Variable, x: tf.Tensor) -> None:
        step = tf.cast(self.optimizer.iterations, tf.int32)
        # XLA clips an index beyond the end to the last one.
        kept = tf.tensor_scatter_nd_update(where, [[tf.minimum(step, self.steps - 1)]], [x])
        where.assign(tf.where(step < self.steps, kept, where))


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch, fresh_programs: None) -> Callable[[RunSpec], Recorded]:
    """Train a run as the app does, and return the program with the inputs of its first steps."""

    def train_and_record(spec: RunSpec) -> Recorded:
        monkeypatch.setattr(trainer, "Program", Recorded)
        trainer.train(spec, lambda: prepare(spec.data))
        ((_, program),) = pool.PROGRAMS.idle
        return program

    return train_and_record


def shown(spec: RunSpec, step: int, count: int) -> dict[str, np.ndarray]:
    """Preview the first images of the run's batch at a step; return images by group."""
    data = prepare(spec.data)
    order = epoch_order(spec.seed, 0, len(data.train), spec.batch_size).ravel()
    start = step * spec.batch_size
    views = preview(spec, data.train.x[order[start : start + count]], draws=1, first_step=step)
    return {view.group: view.images for view in views}


TOGETHER = "All together: what is trained on"


def test_augmented_images_are_those_the_compiled_steps_drew(tiny: Spec, record: Record) -> None:
    dials = {"rotation": 33.0, "shift": 7.0, "zoom": 21.0, "shear": 9.0, "horizontal_flip": True}
    spec = tiny(techniques={"augmentation": dials}, epochs=1, seed=4)
    program = record(spec)
    for step in range(3):
        pictures = shown(spec, step, 6)["Augmented"]
        assert np.array_equal(pictures, program.drawn[step, :6])
        assert np.array_equal(pictures, program.given[step, :6])


@pytest.mark.parametrize(
    ("technique", "dials", "batch_size"),
    [
        ("gaussian_noise", {"stddev": 0.15}, 32),
        ("gaussian_noise", {"stddev": 0.15}, 33),
        ("dropout", {"input_rate": 0.35}, 33),
    ],
)
def test_noise_is_what_the_compiled_steps_drew(
    tiny: Spec, record: Record, technique: str, dials: dict, batch_size: int
) -> None:
    spec = tiny(techniques={technique: dials}, epochs=1, seed=4, batch_size=batch_size)
    program = record(spec)
    for step in range(3):
        assert np.array_equal(shown(spec, step, 6)["With noise"], program.given[step, :6])


@pytest.mark.parametrize("technique", [GaussianNoise(stddev=0.3), Dropout(input_rate=0.3)])
@pytest.mark.parametrize("pixels", [20, 15])
@pytest.mark.parametrize("batch_size", [8, 9, 31])
def test_noise_in_few_images_is_that_of_the_layer_in_a_whole_batch(
    technique: Technique, pixels: int, batch_size: int
) -> None:
    (layer,) = technique.layers_after_input((pixels,), lambda *place: 11)
    x = tf.random.stateless_uniform((batch_size, pixels), seed=(3, 4))
    # As a program has it: dropout draws other masks there than in Keras.
    network = keras.Sequential([keras.Input((pixels,)), layer, keras.layers.Dense(2)])
    Strengths(Parts(network, keras.losses.CategoricalCrossentropy(), keras.optimizers.Adam()))
    whole = tf.function(lambda x: layer.call(x, training=True), jit_compile=True)(x)
    drawn = draws.noise_layer(technique, 11, (batch_size, pixels))
    for count in (1, 2, 5, 6):
        assert np.array_equal(drawn(x[:count], tf.constant(0)), whole[:count])


def test_all_together_is_what_the_compiled_steps_gave_the_network(
    tiny: Spec, record: Record
) -> None:
    techniques = {
        "augmentation": {"rotation": 30.0},
        "zca_whitening": {"epsilon": 0.02},
        "gaussian_noise": {"stddev": 0.2},
        "dropout": {"rate": 0.5, "input_rate": 0.2},
    }
    spec = tiny(techniques=techniques, epochs=1)
    program = record(spec)
    for step in range(3):
        pictures = shown(spec, step, 6)
        assert np.array_equal(pictures["Augmented"], program_draws(program, spec, step))
        # Whitening is a matrix product, which is summed in another order there.
        assert np.allclose(pictures[TOGETHER], program.given[step, :6], atol=1e-5)


def program_draws(program: Program, spec: RunSpec, step: int) -> np.ndarray:
    """Return the program's first augmented images of a batch, before whitening."""
    data = prepare(spec.data)
    batch = epoch_order(spec.seed, 0, len(data.train), spec.batch_size)[step]
    program.optimizer.iterations.assign(step)
    draw = tf.function(program.draw, jit_compile=True)
    seed = tf.constant(derive_seed(spec.seed, "augmentation"))
    return np.asarray(draw(tf.constant(data.train.x[batch]), seed, []))[:6]


def test_more_images_than_fit_into_a_batch_continue_in_the_next_step(
    tiny: Spec, record: Record
) -> None:
    spec = tiny(techniques={"augmentation": {}, "gaussian_noise": {}}, epochs=1, batch_size=4)
    program = record(spec)
    pictures = shown(spec, 0, 6)[TOGETHER]
    assert np.allclose(pictures[:4], program.given[0], atol=1e-6)
    assert np.allclose(pictures[4:], program.given[1, :2], atol=1e-6)


def test_changing_amounts_does_not_compile_again(tiny: Spec) -> None:
    images = prepare(tiny().data).train.x[:3]
    compiled = (draws.compiled_augmentation, draws.compiled_noise)

    def count_compilations(amount: float) -> list[int]:
        techniques = {
            "augmentation": {"rotation": 90 * amount, "zoom": 50 * amount},
            "gaussian_noise": {"stddev": amount},
            "dropout": {"rate": amount, "input_rate": amount},
        }
        preview(tiny(techniques=techniques), images)
        return [function.cache_info().misses for function in compiled]

    assert count_compilations(0.1) == count_compilations(0.2) == count_compilations(0.5)


def test_groups_follow_the_techniques(tiny: Spec) -> None:
    images = prepare(tiny().data).validation.x[:3]

    def groups(**techniques: dict) -> list[tuple[str, int]]:
        views = preview(tiny(techniques=techniques), images, draws=4)
        assert all(view.images.shape == (3, 784) for view in views)
        names = [view.group for view in views]
        return [(name, names.count(name)) for name in dict.fromkeys(names)]

    assert groups() == [("Original", 1)]
    assert groups(l2={}, dropout={}) == [("Original", 1)]
    assert groups(augmentation={}) == [("Original", 1), ("Augmented", 4)]
    assert groups(gaussian_noise={}) == [("Original", 1), ("With noise", 4)]
    assert groups(dropout={"input_rate": 0.2})[1] == ("With noise", 4)
    whitened = preview(tiny(techniques={"zca_whitening": {"epsilon": 0.02}}), images)
    assert [v.title for v in whitened[1:]] == [f"Epsilon {e}" for e in (0.001, 0.01, 0.02, 0.1, 1)]
    assert [v.chosen for v in whitened[1:]] == [False, False, True, False, False]
    together = ("All together: what is trained on", 4)
    assert groups(augmentation={}, zca_whitening={})[-1] == together
    assert groups(zca_whitening={}, gaussian_noise={})[-1] == together


def test_equal_steps_give_equal_draws(tiny: Spec) -> None:
    spec = tiny(techniques={"augmentation": {}})
    images = prepare(spec.data).validation.x[:3]
    first, again, later = (preview(spec, images, first_step=s)[1].images for s in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, later)
    noisy = tiny(techniques={"gaussian_noise": {}})
    first, again, later = (preview(noisy, images, first_step=s)[1].images for s in (0, 0, 4))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, later)
    other = preview(spec.replace(seed=2), images)[1].images
    assert not np.array_equal(first, other)
