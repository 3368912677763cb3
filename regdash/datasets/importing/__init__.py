"""Import of image sets: one module per layout; the layout is recognized by the content."""

from regdash.datasets.importing.fashion_mnist import fetch_fashion_mnist
from regdash.datasets.importing.files import Source, Upload
from regdash.datasets.importing.importer import import_images
from regdash.datasets.importing.limits import Limits
from regdash.datasets.importing.progress import Cancelled, Progress
from regdash.datasets.importing.result import ImportResult

__all__ = [
    "Cancelled",
    "ImportResult",
    "Limits",
    "Progress",
    "Source",
    "Upload",
    "fetch_fashion_mnist",
    "import_images",
]
