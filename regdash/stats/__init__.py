"""Statistical tests and intervals: pure functions on arrays."""
