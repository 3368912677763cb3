"""The layer that augments in exported scripts: what `affine.random_affine` does, in plain Keras."""

RANDOM_AFFINE = '''
class RandomAffine(keras.layers.Layer):
    """In training, rotate, shear, zoom, shift and flip every image by random amounts of its own.

    Each amount is uniform between minus and plus its limit: degrees for the rotation, percent for
    the others. All changes are composed to one map and the image is looked up once. Several
    layers of Keras in a row (RandomRotation, RandomZoom, ...) would blur it and cut its edges at
    every step. Pixels from outside are 0.
    """

    def __init__(self, rotation, shift, zoom, shear, horizontal_flip, vertical_flip, seed):
        super().__init__()
        self.limits = (np.pi * rotation / 180, shift / 100, shift / 100, zoom / 100, shear / 100)
        self.flips = horizontal_flip, vertical_flip
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, images, training=False):
        if not training:
            return images
        ops = keras.ops
        count, height, width, _ = ops.shape(images)
        draws = keras.random.uniform((7, count), -1.0, 1.0, seed=self.seed_generator)
        *amounts, flip_x, flip_y = ops.unstack(draws)
        sides = (1, height, width, 1, 1)
        angle, down, right, growth, slant = (
            draw * (limit * side)
            for draw, limit, side in zip(amounts, self.limits, sides, strict=True)
        )
        # The map goes from pixels of the new image to those of the old one.
        scale = 1.0 / (1.0 + growth)
        cos, sin = ops.cos(angle) * scale, ops.sin(angle) * scale
        one = ops.ones_like(flip_x)
        mirror_x, mirror_y = (
            ops.where(draw < 0, -one, one) if flip else one
            for draw, flip in zip((flip_x, flip_y), self.flips, strict=True)
        )
        rows, columns = np.meshgrid(np.arange(height), np.arange(width), indexing="ij")
        x = (columns - (width - 1) / 2).reshape(1, -1).astype("float32") - right[:, None]
        y = (rows - (height - 1) / 2).reshape(1, -1).astype("float32") - down[:, None]
        x_from_x, x_from_y = mirror_x * cos, mirror_x * (slant * cos - sin)
        y_from_x, y_from_y = mirror_y * sin, mirror_y * (slant * sin + cos)
        old_x = x_from_x[:, None] * x + x_from_y[:, None] * y + (width - 1) / 2
        old_y = y_from_x[:, None] * x + y_from_y[:, None] * y + (height - 1) / 2
        return ops.reshape(look_up(images, old_y, old_x), ops.shape(images))


def look_up(images, y, x):
    """Read images at fractional rows y and columns x, bilinearly; zeros outside."""
    ops = keras.ops
    _, height, width, channels = ops.shape(images)
    padded = ops.pad(images, [[0, 0], [1, 1], [1, 1], [0, 0]])
    y = ops.clip(y + 1.0, 0.0, height + 1.0)
    x = ops.clip(x + 1.0, 0.0, width + 1.0)
    top = ops.minimum(ops.floor(y), float(height))
    left = ops.minimum(ops.floor(x), float(width))
    weight_y, weight_x = (y - top)[..., None], (x - left)[..., None]
    first = ops.cast(top, "int32") * (width + 2) + ops.cast(left, "int32")
    flat = ops.reshape(padded, (-1, (height + 2) * (width + 2), channels))

    def at(offset):
        where = ops.repeat((first + offset)[..., None], channels, axis=-1)
        return ops.take_along_axis(flat, where, axis=1)

    upper = at(0) * (1 - weight_x) + at(1) * weight_x
    lower = at(width + 2) * (1 - weight_x) + at(width + 3) * weight_x
    return upper * (1 - weight_y) + lower * weight_y
'''.strip()
