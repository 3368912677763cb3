"""Statistical tests and intervals: pure functions on arrays.

SciPy is imported by the functions that need it: loading it takes up to a second, and the page that is
opened first needs no statistics.
"""
