"""TensorFlow's process settings; import before Keras."""

import gc
import logging
import os
from threading import Lock

# Must be set before TensorFlow is imported: keeps its start-up chatter off the terminal.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
logging.getLogger("tensorflow").setLevel(logging.ERROR)


_LOADING = Lock()


def load_keras() -> None:
    """Import Keras and TensorFlow (seconds) and make them safe for background threads.

    Streamlit calls `keras.backend.clear_session()` after every script run of every page, ticks of
    a fragment included. It is process-wide: it takes the session away from under the runs that
    train in other threads, breaks networks that are being built, and collects garbage through
    the whole heap, which stalls everything for as long as a page polls. Nobody here wants it.
    """
    # Half a dozen threads may come at once; one imports, the others wait for a whole Keras.
    with _LOADING:
        import keras

        if keras.backend.clear_session is not _keep_session:
            keras.backend.clear_session = _keep_session
            # TensorFlow's million objects stay for good: walking them in every full collection
            # would stall training and pages alike for a second at a time.
            gc.freeze()


def _keep_session(free_memory: bool = True) -> None:
    """Stands in for `keras.backend.clear_session`."""
