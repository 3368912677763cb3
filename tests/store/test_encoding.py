import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from regdash.store.encoding import (
    decode_metrics,
    decode_results,
    encode_metrics,
    encode_results,
)

FLOATS = st.floats(allow_nan=False)


@given(st.lists(st.dictionaries(st.text(), FLOATS), max_size=5))
def test_every_float_is_restored_bit_by_bit(epochs: list[dict[str, float]]) -> None:
    found = decode_metrics([encode_metrics(values) for values in epochs])
    assert [list(values) for values in found] == [list(values) for values in epochs]
    for before, after in zip(epochs, found, strict=True):
        one, other = (np.array(list(values.values())) for values in (before, after))
        assert one.tobytes() == other.astype(one.dtype).tobytes()


def test_what_was_not_measured_is_left_out() -> None:
    assert encode_metrics({"val_loss": 0.5, "near_zero": None}) == '{"val_loss":0.5}'
    assert decode_metrics([]) == []
    assert encode_results({"kept": {"test_loss": 0.25}, "best": {"test_loss": None}}) == (
        '{"kept":{"test_loss":0.25}}'
    )
    assert decode_results("{}") == {}
