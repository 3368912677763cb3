"""The image sets there are: the built-in digits, those that were imported, and how to import."""
