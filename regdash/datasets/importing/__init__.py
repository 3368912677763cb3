"""Importing image sets: one module a layout, recognized by looking at the content."""

from regdash.datasets.importing.files import Source, Upload
from regdash.datasets.importing.found import Found
from regdash.datasets.importing.importer import import_images
from regdash.datasets.importing.limits import Limits
from regdash.datasets.importing.progress import Cancelled, Progress

__all__ = ["Cancelled", "Found", "Limits", "Progress", "Source", "Upload", "import_images"]
