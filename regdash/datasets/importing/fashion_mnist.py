"""Fashion-MNIST (Xiao, Rasul and Vollgraf 2017), downloaded by Keras on request."""

from typing import Any

from regdash.datasets.importing.builder import Builder
from regdash.datasets.importing.importer import one_at_a_time, store
from regdash.datasets.importing.limits import Limits
from regdash.datasets.importing.progress import Progress
from regdash.datasets.importing.result import ImportResult, LeftOut
from regdash.datasets.importing.subsets import Subset
from regdash.settings.messages import InputError

NAME = "Fashion-MNIST"

CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
"""Names of the labels 0 to 9, from its README."""


def fetch_fashion_mnist(
    progress: Progress | None = None, limits: Limits | None = None
) -> ImportResult:
    """Download Fashion-MNIST with `keras.datasets` (30 MB, only once) and store it.

    Call `regdash.training.runtime.load_keras` first.

    Raises:
        InputError: The download failed, or its content cannot be read.
        Cancelled: The import was cancelled; a download in progress is completed first.
    """
    import keras

    progress, limits = progress or Progress(), limits or Limits.from_environment()
    progress.begin("Downloading", 0)
    try:
        train, test = keras.datasets.fashion_mnist.load_data()
    except Exception as error:  # Keras raises a bare Exception when there is no internet
        raise InputError(
            [
                f"Fashion-MNIST could not be downloaded ({str(error)[:200]}). Connect this server to the"
                " internet, or import the four files of Fashion-MNIST from another source."
            ]
        ) from None
    builder = Builder(limits, progress, resize=None)
    parts: tuple[tuple[Subset, tuple[Any, Any]], ...] = (("train", train), ("test", test))
    with one_at_a_time(progress):
        for part, (pixels, numbers) in parts:
            builder.expect(part, len(numbers))
            builder.add_block(part, pixels, [CLASSES[n] for n in numbers], NAME)
        info, new, notes = store(builder, NAME, f"{NAME}, by keras.datasets")
    return ImportResult(info, new, "keras.datasets", LeftOut(), notes)
