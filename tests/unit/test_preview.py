"""What the preview shows is what training is given."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf

from regdash.preparation import prepare
from regdash.spec import RunSpec
from regdash.training.preprocessing import fit_preprocessing
from regdash.training.preview import look
from regdash.training.program import Program
from regdash.training.seeds import derive_seed

Spec = Callable[..., RunSpec]


def test_what_is_shown_is_what_is_trained_on(tiny: Spec) -> None:
    spec = tiny(techniques={"augmentation": {"rotation": 30}, "zca_whitening": {"epsilon": 0.02}})
    data = prepare(spec.data)
    batch = data.train.x[:32]
    shown = look(spec, batch, draws=2)

    program = Program(spec, 300, data.image_shape, 10)
    layers = fit_preprocessing(spec.techniques, data.train.x)
    whiten = [(layer.kernel.value, layer.bias.value) for layer in layers]
    together = [view for view in shown if view.group.startswith("All together")]
    for step, view in enumerate(together):
        program.optimizer.iterations.assign(step)
        seed = tf.constant(derive_seed(spec.seed, "augmentation"))
        trained = program.draw(tf.constant(batch), seed, whiten)
        assert np.allclose(view.images, trained, atol=1e-5)
    assert len(together) == 2
    assert not np.allclose(together[0].images, together[1].images)


def test_groups_follow_the_techniques(tiny: Spec) -> None:
    images = prepare(tiny().data).validation.x[:3]

    def groups(**techniques: dict) -> list[tuple[str, int]]:
        views = look(tiny(techniques=techniques), images, draws=4)
        assert all(view.images.shape == (3, 784) for view in views)
        names = [view.group for view in views]
        return [(name, names.count(name)) for name in dict.fromkeys(names)]

    assert groups() == [("Original", 1)]
    assert groups(l2={}, dropout={}) == [("Original", 1)]
    assert groups(augmentation={}) == [("Original", 1), ("Augmented", 4)]
    assert groups(gaussian_noise={}) == [("Original", 1), ("With noise", 4)]
    assert groups(dropout={"input_rate": 0.2})[1] == ("With noise", 4)
    whitened = look(tiny(techniques={"zca_whitening": {"epsilon": 0.02}}), images)
    assert [v.title for v in whitened[1:]] == [f"Epsilon {e}" for e in (0.001, 0.01, 0.02, 0.1, 1)]
    assert [v.chosen for v in whitened[1:]] == [False, False, True, False, False]
    together = ("All together: what is trained on", 4)
    assert groups(augmentation={}, zca_whitening={})[-1] == together
    assert groups(zca_whitening={}, gaussian_noise={})[-1] == together


def test_equal_steps_give_equal_draws(tiny: Spec) -> None:
    spec = tiny(techniques={"augmentation": {}})
    images = prepare(spec.data).validation.x[:3]
    first, again, later = (look(spec, images, first_step=s)[1].images for s in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, later)
    noisy = tiny(techniques={"gaussian_noise": {}})
    first, again, later = (look(noisy, images, first_step=s)[1].images for s in (0, 0, 4))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, later)
    other = look(spec.replace(seed=2), images)[1].images
    assert not np.array_equal(first, other)
