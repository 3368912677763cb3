"""What a search has found."""

from regdash.judging.searches import SearchResults
from tests.support.searches import make_point


def test_the_best_is_complete_and_pruned_ones_are_those_that_were_stopped() -> None:
    points = (
        make_point(1, 0.5),
        make_point(2, 0.4),
        make_point(3, 0.4),
        make_point(4, 0.1, state="pruned", status="stopped"),
        make_point(5, 0.6, state="pruned"),  # it had ended before it was stopped
    )
    found = SearchResults(points, "val_loss")
    assert found.best is points[1]
    assert found.pruned == [points[3]]
    assert SearchResults((), "val_loss").best is None
