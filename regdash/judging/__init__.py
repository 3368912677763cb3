"""Methods, verdicts, fairness and diagnosis: pure functions of plain records."""
