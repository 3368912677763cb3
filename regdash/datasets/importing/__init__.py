"""Importing image sets: one module a layout, recognized by looking at the content."""

from regdash.datasets.importing.fashion_mnist import fetch_fashion_mnist
from regdash.datasets.importing.files import Source, Upload
from regdash.datasets.importing.found import Found
from regdash.datasets.importing.importer import import_images
from regdash.datasets.importing.job import ImportJob
from regdash.datasets.importing.limits import Limits
from regdash.datasets.importing.progress import Cancelled, Progress

__all__ = [
    "Cancelled",
    "Found",
    "ImportJob",
    "Limits",
    "Progress",
    "Source",
    "Upload",
    "fetch_fashion_mnist",
    "import_images",
]
