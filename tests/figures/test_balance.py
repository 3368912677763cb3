import numpy as np

from regdash.figures.balance import MOST_GROUPS, draw_balance
from regdash.figures.palette import line_style


def test_balance_has_one_bar_per_class_and_set() -> None:
    counts = {"Training": np.array([3, 5]), "Test": np.array([1, 2])}
    figure = draw_balance(["<b>cat", "a name longer than that"], counts, dark=True)
    training, test = figure.data
    assert (list(training.y), list(test.y)) == ([3, 5], [1, 2])
    assert training.marker.color == line_style(0).dark
    assert training.marker.pattern.shape != test.marker.pattern.shape
    assert list(training.customdata) == ["&lt;b>cat", "a name longer than that"]
    assert list(figure.layout.xaxis.ticktext) == ["&lt;b>cat", "a name longer…"]
    assert figure.layout.barmode == "group"


def test_balance_of_many_classes_is_stacked_with_fewer_labels() -> None:
    classes = MOST_GROUPS + 1
    figure = draw_balance(["x"] * classes, {"Training": np.ones(classes, int)})
    assert figure.layout.barmode == "stack"
    assert figure.data[0].marker.pattern.shape == ""
    assert len(figure.layout.xaxis.ticktext) == 31
