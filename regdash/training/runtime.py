"""Process-wide settings of TensorFlow; import this module before Keras."""

import gc
import logging
import os
import sys
from threading import Lock

# Must be set before TensorFlow is imported: suppresses its log messages at startup.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
logging.getLogger("tensorflow").setLevel(logging.ERROR)


_LOAD_LOCK = Lock()


def is_loaded() -> bool:
    """Return whether Keras and TensorFlow have been imported completely."""
    return "regdash.training.trainer" in sys.modules


def load_keras() -> None:
    """Import Keras and TensorFlow (takes seconds) and make them safe for background threads.

    Streamlit calls `keras.backend.clear_session()` after every script run of every page, including
    reruns of fragments. It is process-wide: it clears the session of runs that train in other
    threads, breaks networks that are being built, and runs a full garbage collection, which stalls
    everything while a page polls. So it is replaced by a function that does nothing.
    """
    # Several threads may call this at once: one imports, the others wait until it is done.
    with _LOAD_LOCK:
        import keras

        if keras.backend.clear_session is not _keep_session:
            keras.backend.clear_session = _keep_session
            # TensorFlow's million objects are never freed: traversing them in every full
            # collection would stall training and pages for a second each time.
            gc.freeze()


def _keep_session(free_memory: bool = True) -> None:
    """Replace `keras.backend.clear_session`; do nothing."""
