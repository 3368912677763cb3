"""The best value of a line, and where it under- and overfits."""

from dataclasses import replace

import pytest

from regdash.judging.grids import Grid, GridPoint
from regdash.judging.lines import Line, LinePoint, has_turned_up, standard_error
from regdash.judging.methods import Method
from tests.support.evidence import make_run
from tests.support.records import make_epoch


def point(
    value: float, val_losses: list[float], train_loss: float, accuracy: float = 0.9
) -> LinePoint:
    """A value trained with one seed per validation loss."""
    runs = []
    for seed, loss in enumerate(val_losses, start=1):
        run = make_run(accuracy, seed=seed, images=10_000, techniques={"l2": {"l2": value}})
        epochs = tuple(
            make_epoch(e, val_loss=loss, train_loss=train_loss, val_accuracy=accuracy)
            for e in (1, 2)
        )
        runs.append(replace(run, records=epochs))
    return LinePoint(value, Method(f"l2 {value}", f"l2 {value}", 0, tuple(runs)))


def curve_point(value: float, curve: list[tuple[float, float]]) -> LinePoint:
    """A value trained with two seeds; training and validation loss of each epoch."""
    runs = []
    for seed in (1, 2):
        run = make_run(seed=seed, epochs=len(curve))
        epochs = tuple(
            make_epoch(e, train_loss=train, val_loss=val + seed / 1000)
            for e, (train, val) in enumerate(curve, start=1)
        )
        runs.append(replace(run, records=epochs, kept_epoch=len(curve)))
    return LinePoint(value, Method(f"{value}", f"{value}", 0, tuple(runs)))


U_SHAPED = Line(
    (
        point(1e-6, [0.60, 0.62, 0.64], 0.01),
        point(1e-5, [0.50, 0.52, 0.54], 0.10),
        point(1e-4, [0.38, 0.40, 0.42], 0.20),
        point(1e-3, [0.39, 0.41, 0.43], 0.30),
        point(1e-2, [0.40, 0.42, 0.44], 0.35),
        point(1e-1, [0.90, 0.92, 0.94], 0.90),
    ),
    "val_loss",
)


def test_the_best_value_and_the_simplest_within_one_standard_error() -> None:
    assert U_SHAPED.best is not None
    assert U_SHAPED.best.value == 1e-4
    # sd 0.02 over three seeds: a standard error of 0.0115 includes 0.41, not 0.42.
    assert standard_error(U_SHAPED.best, "val_loss") == pytest.approx(0.02 / 3**0.5)
    assert U_SHAPED.one_standard_error is not None
    assert U_SHAPED.one_standard_error.value == 1e-3


def test_zones_follow_from_training_and_validation_loss() -> None:
    assert U_SHAPED.zones == {
        1e-6: "overfits",
        1e-5: "overfits",
        1e-4: "fits",
        1e-3: "fits",
        1e-2: "underfits",
        1e-1: "underfits",
    }


def test_zones_do_not_depend_on_the_direction_of_the_dimension() -> None:
    # As for width: the larger value overfits.
    reverse = Line(
        tuple(replace(p, value=1 / p.value) for p in reversed(U_SHAPED.points)), "val_loss"
    )
    assert {1 / value: zone for value, zone in reverse.zones.items()} == pytest.approx(
        U_SHAPED.zones
    )


def test_a_value_that_memorizes_overfits_although_the_best_one_has_both_losses_lower() -> None:
    # As for widths with wrong labels: the best network is the largest, and the others memorize too.
    curves = {
        16: [(1.2, 1.0), (0.9, 0.8), (0.8, 0.75), (0.75, 0.74)],
        64: [(1.0, 0.9), (0.6, 0.60), (0.4, 0.64), (0.2, 0.70)],
        1024: [(0.9, 0.8), (0.3, 0.50), (0.1, 0.51), (0.05, 0.52)],
    }
    line = Line(tuple(curve_point(v, curve) for v, curve in curves.items()), "val_loss")
    assert line.zones == {16: "underfits", 64: "overfits", 1024: "fits"}
    assert [has_turned_up(p) for p in line.points] == [False, True, False]


@pytest.mark.parametrize(
    "curve",
    [
        [(0.9, 0.60), (0.5, 0.50), (0.4, 0.70)],  # a single epoch
        [(0.9, 0.60), (0.5, 0.50), (0.6, 0.70), (0.7, 0.80)],  # training goes wrong as well
        [(0.9, 0.60), (0.5, 0.50), (0.4, 0.51), (0.3, 0.52)],  # by 4%
        [(0.9, 0.60)],
    ],
)
def test_a_rise_must_last_and_the_training_loss_fall(curve: list[tuple[float, float]]) -> None:
    assert not has_turned_up(curve_point(1.0, curve))


def test_one_seed_has_no_zones_and_no_standard_error() -> None:
    line = Line((point(1e-4, [0.4], 0.2), point(1e-2, [0.5], 0.4)), "val_loss")
    assert line.best is not None
    assert line.best.value == 1e-4
    assert standard_error(line.best, "val_loss") is None
    assert (line.zones, line.one_standard_error, line.indistinguishable) == ({}, None, [])


def test_values_without_a_complete_run_are_left_out() -> None:
    first = point(1e-4, [0.4, 0.42], 0.2)
    empty = LinePoint(1e-2, Method("l2", "l2", 0, (make_run(status="running"),)))
    line = Line((first, empty), "val_loss")
    assert line.best is first
    assert line.zones == {1e-4: "fits"}
    assert Line((empty,), "val_loss").best is None
    assert Line((), "val_loss").zones == {}


def test_the_best_accuracy_is_the_highest() -> None:
    low, high = point(1e-4, [0.3, 0.31], 0.2, accuracy=0.90), point(1e-2, [0.4, 0.41], 0.3, 0.95)
    assert Line((low, high), "val_accuracy").best is high
    assert Line((low, high), "val_loss").best is low
    # Zones are about the loss, whatever chooses the best value.
    assert Line((low, high), "val_accuracy").zones == Line((low, high), "val_loss").zones


def test_what_the_tests_do_not_distinguish_from_the_best() -> None:
    points = (
        point(1e-6, [0.5] * 5, 0.1, 0.80),
        point(1e-4, [0.40, 0.41, 0.42, 0.41, 0.40], 0.2, 0.90),
        point(1e-3, [0.41, 0.42, 0.43, 0.42, 0.41], 0.3, 0.9001),
    )
    line = Line(points, "val_loss")
    assert [p.value for p in line.indistinguishable] == [1e-3]


def losses(rows: list[list[float]]) -> Line:
    points = [point(10.0**-n, row, 0.1) for n, row in enumerate(rows)]
    return Line(tuple(points), "val_loss")


def test_the_best_of_many_owes_a_part_of_its_mean_to_luck() -> None:
    # Without its lucky seed, the other value is best, and measured on that seed it is worse.
    line = losses([[0.30, 0.50, 0.52], [0.45, 0.46, 0.47]])
    assert line.best is not None
    assert line.best.value == 1.0
    # Left out in turn: seed 1 (the second is best: 0.45), seed 2 (the first: 0.50), seed 3 (0.52).
    assert line.optimism == pytest.approx((0.45 + 0.50 + 0.52) / 3 - 0.44)


def test_a_clear_best_owes_nothing_to_luck() -> None:
    assert losses([[0.3, 0.31, 0.32], [0.5, 0.51, 0.52]]).optimism == pytest.approx(0)
    # With two seeds, each value would be chosen by a single one.
    assert losses([[0.3, 0.31], [0.5, 0.51]]).optimism is None
    assert losses([[0.3, 0.31, 0.32]]).optimism is None
    assert losses([]).optimism is None


def test_a_grid_has_a_best_pair_and_others_as_good() -> None:
    cells = [(1e-4, 8, 0.80), (1e-4, 16, 0.90), (1e-3, 8, 0.9001), (1e-3, 16, 0.85)]
    points = tuple(
        GridPoint((l2, width), point(l2 / width, [0.40, 0.41, 0.42], 0.2, accuracy).method)
        for l2, width, accuracy in cells
    )
    grid = Grid(points, "val_accuracy")
    assert grid.best is not None
    assert grid.best.values == (1e-3, 8)
    assert [p.values for p in grid.indistinguishable] == [(1e-4, 16)]
    assert grid.optimism == pytest.approx(0)
    assert Grid((), "val_loss").best is None
