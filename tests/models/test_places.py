import keras
import numpy as np
import pytest

from regdash.models import MLP
from regdash.models.places import Places
from regdash.models.seeding import derive_seed
from regdash.techniques import L1, L2, BatchNormalization, Dropout, MaxNorm


def test_layers_are_in_the_order_of_what_is_attached_and_have_seeds_of_their_own() -> None:
    places = Places([Dropout(rate=0.3, input_rate=0.1), BatchNormalization()], seed=7)
    (after_input,) = places.after_input((5, 5, 1))
    assert (after_input.rate, after_input.seed) == (0.1, derive_seed(7, "input dropout"))
    (before,) = places.before_activation(2, (8,))
    assert isinstance(before, keras.layers.BatchNormalization)
    (after,) = places.after_activation(2, (8,))
    assert (after.rate, after.seed) == (0.3, derive_seed(7, "dropout", 2))


def test_nothing_attached_leaves_places_empty() -> None:
    places = Places(seed=1)
    assert places.after_input((4,)) == places.before_activation(0, (4,)) == []
    kernel = places.hidden_kernel(0, "he_normal")
    assert kernel["kernel_regularizer"] is kernel["kernel_constraint"] is None


def test_kernels_start_alike_whatever_is_attached() -> None:
    draws = [
        places.initializer("glorot_uniform", 1)((4, 3))
        for places in (Places(seed=3), Places([L2(), Dropout()], seed=3), Places(seed=4))
    ]
    assert np.array_equal(draws[0], draws[1])
    assert not np.array_equal(draws[0], draws[2])


def test_penalties_add_up_and_constraints_do_not() -> None:
    kernel = Places([L1(l1=0.01), L2(l2=0.02)]).hidden_kernel(0, "he_normal")
    assert kernel["kernel_regularizer"].get_config() == {
        "l1": pytest.approx(0.01),
        "l2": pytest.approx(0.02),
    }
    with pytest.raises(TypeError, match="Two techniques ask for a kernel constraint"):
        Places([MaxNorm(), MaxNorm()]).hidden_kernel(0, "he_normal")


@pytest.mark.parametrize("features", [(12,), (4, 3, 1)])
@pytest.mark.parametrize("hidden_layers", [(5,), (130, 33, 129)])
def test_an_mlp_counts_what_it_builds(
    features: tuple[int, ...], hidden_layers: tuple[int, ...]
) -> None:
    mlp = MLP(hidden_layers=hidden_layers)
    plain, padded = (mlp.build(features, 3, Places(), padded=padded) for padded in (False, True))
    assert plain.input_shape == (None, 12)
    assert plain.count_params() == mlp.count_weights(features, 3)
    kernels = [
        sum(v.numpy().size for v in network.variables if v.name == "kernel")
        for network in (plain, padded)
    ]
    assert kernels[1] - kernels[0] == mlp.count_padding(features, 3)
    assert (mlp.count_padding(features, 3) > 0) == (max(hidden_layers) > 128)
    assert mlp.count_flops(features, 3) == 2 * mlp.count_weights(features, 3)
