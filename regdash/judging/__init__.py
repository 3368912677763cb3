"""Methods, verdicts, fairness, and diagnosis: pure functions on plain records."""
