"""Statistics of prepared data sets."""

from pathlib import Path

import numpy as np

from regdash.datasets.checks import complete_data
from regdash.datasets.importing import import_images
from regdash.datasets.preparation import prepare
from regdash.datasets.statistics import count_classes, count_duplicates, mean_images
from regdash.figures.balance import draw_balance
from regdash.spec import DataSpec
from tests.support.archives import npz, shapes, upload


def test_balance_and_means_of_the_digits() -> None:
    data = prepare(DataSpec(train_size=1000))
    counts = count_classes(data.train, 10)
    assert counts.sum() == 1000
    assert np.array_equal(counts, [np.sum(data.train.y == c) for c in range(10)])
    means = mean_images(data.train, 10)
    assert means.shape == (10, 784)
    assert np.allclose(means[3], data.train.x[data.train.y == 3].mean(axis=0), atol=1e-6)


def test_duplicates_are_counted(home: Path) -> None:
    pixels, labels = shapes(100)
    pixels[90:] = pixels[0]  # ten more copies of the first one
    test = np.concatenate([pixels[:3], shapes(20, seed=9)[0]])
    test_labels = np.concatenate([labels[:3], shapes(20)[1]])
    labels[90:] = labels[0]
    id = import_images(
        [upload("a.npz", npz(x_train=pixels, y_train=labels, x_test=test, y_test=test_labels))]
    ).info.id
    data = prepare(DataSpec.model_validate(complete_data({"dataset": id})))
    train = [row.tobytes() for row in data.train.x]
    found = count_duplicates(data)
    assert found.within_training == len(train) - len(set(train))
    assert found.within_training >= 5
    assert found.test_in_training == sum(row.tobytes() in train for row in data.test.x)
    assert found.validation_in_training == sum(r.tobytes() in train for r in data.validation.x)
    assert found.validation_in_training > 0


def test_true_labels_are_kept_with_label_noise() -> None:
    data = prepare(DataSpec(train_size=500, label_noise=0.2))
    assert (data.true_labels != data.train.y).sum() == 100
    clean = prepare(DataSpec(train_size=500))
    assert np.array_equal(clean.true_labels, data.true_labels)
    assert np.array_equal(clean.true_labels, clean.train.y)


def test_the_figure_has_one_bar_per_class_and_set() -> None:
    counts = {"Training": np.array([3, 4]), "Test": np.array([1, 2])}
    figure = draw_balance(["a<b", "c"], counts)
    assert [bar.name for bar in figure.data] == ["Training", "Test"]
    assert list(figure.data[0].y) == [3, 4]
    assert list(figure.layout.xaxis.ticktext) == ["a&lt;b", "c"]
    long = draw_balance(["<b>" * 9, "c"], counts)
    assert long.layout.xaxis.ticktext[0] == "&lt;b>" * 4 + "&lt;…"
    many = draw_balance([f"class {i}" for i in range(500)], {"Training": np.ones(500, int)})
    assert len(many.layout.xaxis.ticktext) <= 40
