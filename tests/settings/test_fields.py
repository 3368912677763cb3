"""How settings are written and said."""

import pytest

from regdash.studies.dimensions import find_dimension


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("epochs", 1, "1 epoch"),
        ("epochs", 20, "20 epochs"),
        ("train_size", 2_000, "2,000 images"),
        ("width", 1, "width 1"),
        ("early_stopping.patience", 1, "Early stopping, patience 1 epoch"),
        ("early_stopping.patience", 8, "Early stopping, patience 8 epochs"),
    ],
)
def test_a_number_is_said_with_its_noun(key: str, value: int, said: str) -> None:
    assert find_dimension(key).phrase(value) == said
