"""Random affine maps of image batches, compiled with XLA together with the training step."""

import math
from typing import TypeAlias

import tensorflow as tf

Amount: TypeAlias = float | tf.Tensor
"""A float, compiled in, or a float64 scalar tensor, known at run time; both give equal images."""


def random_affine(
    images: tf.Tensor,
    seed: tf.Tensor,
    *,
    rotation_degrees: Amount = 0.0,
    shift: Amount = 0.0,
    zoom: Amount = 0.0,
    shear: Amount = 0.0,
    horizontal_flip: bool = False,
    vertical_flip: bool = False,
) -> tf.Tensor:
    """Rotate, shear, zoom, shift and flip every image by its own random amounts.

    Each amount is uniform between minus and plus its limit; a flip has probability 1/2. The map
    goes from output to input pixels, so one bilinear lookup gives the new image; pixels from
    outside are 0.

    Args:
        images: float32 (batch, height, width, channels).
        seed: int32 (2,); equal seeds give equal images.
        rotation_degrees: 0 to 180.
        shift: Share of height and width, 0 to 0.5.
        zoom: Relative change of size, 0 to 0.5.
        shear: Horizontal shear as a share of the height, 0 to 0.5.

    Returns:
        float32 with the shape of `images`.
    """
    height, width = images.shape[1], images.shape[2]
    count = tf.shape(images)[0]
    u = tf.random.stateless_uniform((7, count), seed=seed, minval=-1.0, maxval=1.0)
    limits = (rotation_degrees * math.pi / 180, shift * height, shift * width, zoom, shear)
    angle, down, right, growth, slant = (
        u[n] * tf.cast(limit, tf.float32) for n, limit in enumerate(limits)
    )
    scale = 1.0 / (1.0 + growth)
    one = tf.ones_like(slant)
    mirror_x = tf.where(u[5] < 0, -one, one) if horizontal_flip else one
    mirror_y = tf.where(u[6] < 0, -one, one) if vertical_flip else one

    cos, sin = tf.cos(angle) * scale, tf.sin(angle) * scale
    # Rows of the 2x2 map: rotation and scale, then shear, then flip.
    x_from_x, x_from_y = mirror_x * cos, mirror_x * (slant * cos - sin)
    y_from_x, y_from_y = mirror_y * sin, mirror_y * (slant * sin + cos)

    grid_y, grid_x = tf.meshgrid(
        tf.range(height, dtype=tf.float32) - (height - 1) / 2,
        tf.range(width, dtype=tf.float32) - (width - 1) / 2,
        indexing="ij",
    )
    flat_x = tf.reshape(grid_x, (1, -1)) - right[:, None]
    flat_y = tf.reshape(grid_y, (1, -1)) - down[:, None]
    x = x_from_x[:, None] * flat_x + x_from_y[:, None] * flat_y + (width - 1) / 2
    y = y_from_x[:, None] * flat_x + y_from_y[:, None] * flat_y + (height - 1) / 2
    return _sample_bilinear(images, y, x)


def _sample_bilinear(images: tf.Tensor, y: tf.Tensor, x: tf.Tensor) -> tf.Tensor:
    """Read `images` at fractional rows `y` and columns `x`, both (batch, pixels)."""
    height, width, channels = images.shape[1], images.shape[2], images.shape[3]
    # A border of zeros makes every lookup valid; positions beyond it are clipped to it.
    padded = tf.pad(images, [[0, 0], [1, 1], [1, 1], [0, 0]])
    y = tf.clip_by_value(y + 1.0, 0.0, height + 1.0)
    x = tf.clip_by_value(x + 1.0, 0.0, width + 1.0)
    top = tf.minimum(tf.floor(y), float(height))
    left = tf.minimum(tf.floor(x), float(width))
    weight_y, weight_x = (y - top)[..., None], (x - left)[..., None]
    first = tf.cast(top, tf.int32) * (width + 2) + tf.cast(left, tf.int32)
    flat = tf.reshape(padded, (-1, (height + 2) * (width + 2), channels))

    def at(offset: int) -> tf.Tensor:
        return tf.gather(flat, first + offset, batch_dims=1)

    upper = at(0) * (1 - weight_x) + at(1) * weight_x
    lower = at(width + 2) * (1 - weight_x) + at(width + 3) * weight_x
    return tf.reshape(upper * (1 - weight_y) + lower * weight_y, tf.shape(images))
