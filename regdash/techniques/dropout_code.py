"""The layer that drops units in exported scripts: what `techniques.masks` does, in Keras and TensorFlow."""

DROPOUT = '''
class Dropout(keras.layers.Dropout):
    """Dropout as in Keras, but with 16 random bits per unit instead of 32, which is faster.

    The distribution is the same to 1 in 65,536; `keras.layers.Dropout` trains as well.
    """

    def call(self, inputs, training=False):
        if not training or not self.rate:
            return inputs
        limit = round(self.rate * 65536)
        shape = tf.shape(inputs)
        units = tf.reduce_prod(shape)
        words = tf.random.stateless_uniform(
            [(units + 1) // 2],
            tf.cast(self.seed_generator.next(), tf.int32),
            minval=None,
            maxval=None,
            dtype=tf.uint32,
            alg="threefry",
        )
        low, high = tf.constant(65535, tf.uint32), tf.constant(16, tf.uint32)
        halves = tf.concat([words & low, tf.bitwise.right_shift(words, high)], 0)
        kept = tf.reshape(halves[:units], shape) >= tf.constant(limit, tf.uint32)
        return tf.where(kept, inputs * (65536 / (65536 - limit)), 0.0)
'''.strip()
