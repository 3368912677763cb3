"""A Keras model that trains many batches in one XLA call.

`fit` on arrays spends much of a small network's step outside the arithmetic. Here the images
stay on the device, one call trains a stretch of batches in a compiled loop around Keras' own
`train_step`, and what `fit` is fed are just the stretches: first batch and number of batches. The
number is a run-time value, so one compiled program serves stretches of every length, and where
an epoch is cut changes no result.
"""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

Augment = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]

STRETCH_FLOPS = 8e9
"""Arithmetic in one call: about 0.1 s on two cores, so that stopping takes effect at once."""


def stretch_dataset(stretches: np.ndarray) -> tf.data.Dataset:
    """What `StretchModel.fit` is fed: one element a stretch, over and over."""
    dataset = tf.data.Dataset.from_tensor_slices(stretches).repeat()
    # Several datasets that tune themselves at once block each other for seconds; there is
    # nothing to tune here.
    options = tf.data.Options()
    options.autotune.enabled = False
    options.threading.private_threadpool_size = 1
    return dataset.with_options(options)


class StretchModel(keras.Model):
    """Trains `network` on resident images; build with `create`, then `fit` stretches."""

    @classmethod
    def create(
        cls,
        network: keras.Sequential,
        images: np.ndarray,
        labels: np.ndarray,
        batch_size: int,
        classes: int,
        *,
        augment: Augment | None = None,
        preprocessing: list[keras.Layer] | None = None,
    ) -> "StretchModel":
        """Put images on the device and wrap the network.

        Args:
            network: Built network, float32 (batch, pixels) -> (batch, classes).
            images: float32 (n, pixels).
            labels: int32 (n,).
            batch_size: 1 to n.
            classes: Number of classes.
            augment: Draws new versions of a batch, given the step.
            preprocessing: Layers applied after `augment`.
        """
        model = cls(inputs=network.inputs, outputs=network.outputs)
        batches = -(-len(labels) // batch_size)
        order = np.zeros((batches, batch_size), np.int32)
        # Kept away from Keras' tracking: images are no weights of the model.
        model.__dict__["_resident"] = tuple(
            tf.Variable(value, trainable=False) for value in (images, labels, order)
        )
        model.__dict__["_stages"] = (augment, tuple(preprocessing or ()))
        model.__dict__["_classes"] = classes
        return model

    def set_order(self, order: np.ndarray) -> None:
        """Set the coming epoch's order, int32 (batches, batch_size)."""
        self._resident[2].assign(order)

    def stretches(self) -> np.ndarray:
        """Cut an epoch into stretches, int32 (stretches, 2): first batch, number of batches."""
        batches, batch_size = self._resident[2].shape
        flops = 6.0 * self.count_params() * batch_size
        length = int(np.clip(STRETCH_FLOPS / flops, 1, batches))
        starts = np.arange(0, batches, length)
        return np.stack([starts, np.minimum(length, batches - starts)], axis=1).astype(np.int32)

    def compile_ahead(self) -> None:
        """Compile the training program by running a stretch of no batches: nothing changes."""
        self.optimizer.build(self.trainable_variables)
        self.make_train_function()
        nothing = np.zeros((1, 2), np.int32)
        self.train_function(iter(stretch_dataset(nothing)))

    def train_step(self, data: tf.Tensor) -> dict[str, tf.Tensor]:
        """Train one stretch with Keras' own step for every batch."""
        first, count = data[0], data[1]

        def train_batch(index: tf.Tensor, loss: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            logs = super(StretchModel, self).train_step(self._batch(index))
            return index + 1, logs["loss"]

        _, loss = tf.while_loop(
            lambda index, loss: index < first + count, train_batch, [first, tf.constant(0.0)]
        )
        return {"loss": loss}

    def _batch(self, index: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        images, labels, order = self._resident
        augment, preprocessing = self._stages
        chosen = tf.gather(order, index)
        x = tf.gather(images, chosen)
        if augment is not None:
            x = augment(x, tf.cast(self.optimizer.iterations, tf.int32))
        for layer in preprocessing:
            x = layer(x)
        return x, tf.one_hot(tf.gather(labels, chosen), self._classes)
