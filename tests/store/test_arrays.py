import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from regdash.store.arrays import pack_arrays, packed_size, unpack_arrays
from regdash.store.moving import MovedArray

ARRAYS = st.dictionaries(
    st.sampled_from(["epochs/a", "epochs/b", "right/c", "right/d"]),
    st.one_of(
        [
            hnp.arrays(kind, hnp.array_shapes(max_dims=1, min_side=0, max_side=20))
            for kind in (bool, "f8")
        ]
    ),
)


@given(ARRAYS)
def test_arrays_are_restored_bit_by_bit(arrays: dict[str, np.ndarray]) -> None:
    described, data = pack_arrays(arrays)
    assert len(data) == packed_size(described)
    found = unpack_arrays(described, data)
    assert list(found) == list(arrays)
    for name, before in arrays.items():
        assert found[name].dtype == before.dtype
        assert found[name].shape == before.shape
        assert found[name].tobytes() == before.tobytes()


def test_what_does_not_fit_is_refused() -> None:
    described, data = pack_arrays({"epochs/a": np.arange(3.0)})
    for wrong in (data[:-1], data + b"x", b""):
        with pytest.raises(ValueError, match="bytes instead of 24"):
            unpack_arrays(described, wrong)
    with pytest.raises(ValueError, match="epochs/a twice"):
        unpack_arrays((*described, *described), data * 2)
    huge = MovedArray(name="epochs/a", kind="float64", length=10**12)
    with pytest.raises(ValueError, match="bytes instead of 8,000,000,000,000"):
        unpack_arrays((huge,), data)
