"""TensorFlow's process settings; import before Keras."""

import logging
import os

# Must be set before TensorFlow is imported: keeps its start-up chatter off the terminal.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
logging.getLogger("tensorflow").setLevel(logging.ERROR)


def warm_up() -> None:
    """Import Keras and TensorFlow (seconds), so that the first run need not wait for them."""
    import keras  # noqa: F401
