"""Validation errors as sentences."""

import pytest

from regdash.settings.messages import InputError
from regdash.spec import RunSpec


@pytest.mark.parametrize("text", ["", "abc", "0,abc,99999"])
def test_a_list_with_wrong_items_is_one_problem(text: str) -> None:
    """No item of it is valid, so that the list is also too short."""
    with pytest.raises(InputError) as raised:
        RunSpec.from_dict({"network": {"hidden_layers": text}})
    received = repr(text.split(",")[0])
    assert raised.value.sentences == [
        f"Hidden layers (hidden_layers): received {received};"
        " allowed: 1 to 10 whole numbers from 1 to 4,096."
    ]
