"""Data sets of images: the built-in digits, imported sets, and the importer."""
