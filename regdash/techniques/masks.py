"""Masks of dropout from 16 random bits per unit instead of the 32 that Keras draws.

Random numbers are the most expensive part of dropout on a processor. The distribution stays the same to
1 in 65,536: a unit is dropped if its bits, a whole number below 65,536, are below `limit_of(rate)`. The
numbers come from ThreeFry (Salmon et al. 2011, section 3), which the compiler vectorizes, unlike the
default of TensorFlow; XLA has it on every device, and it gives the same numbers on all.
"""

import tensorflow as tf

LEVELS = 65_536


def limit_of(rate: float) -> int:
    """Return below which number a unit is dropped.

    Args:
        rate: Share that is dropped, 0 to 1.
    """
    return round(rate * LEVELS)


def scale_of(rate: float) -> float:
    """Return the factor for the units that are kept, so that their expected sum is unchanged.

    Args:
        rate: Share that is dropped, 0 to below 1.
    """
    return LEVELS / (LEVELS - limit_of(rate))


def draw_kept(shape: tf.Tensor, limit: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Draw which units are kept. Only within a program that XLA compiles.

    Args:
        shape: Of the units, int32; known to the compiler. The first half of them takes the lower bits of
            the words that are drawn, and the second half the upper ones.
        limit: Below which number a unit is dropped, uint32; see `limit_of`.
        seed: int32 (2,); equal seeds give equal masks.

    Returns:
        bool, of this shape.
    """
    units = tf.reduce_prod(shape)
    words = tf.random.stateless_uniform(
        [(units + 1) // 2], seed, minval=None, maxval=None, dtype=tf.uint32, alg="threefry"
    )
    low, high = tf.constant(LEVELS - 1, tf.uint32), tf.constant(16, tf.uint32)
    halves = tf.concat([words & low, tf.bitwise.right_shift(words, high)], 0)
    return tf.reshape(halves[:units], shape) >= limit
