"""Pictures of data sets."""

import numpy as np

from regdash.datasets.collection import name_of
from regdash.datasets.preparation import prepare
from regdash.datasets.statistics import count_classes
from regdash.reports.pictures.content import Bars
from regdash.services.shown_methods import MADE_WITH
from regdash.settings.formatting import count_of, format_percent
from regdash.spec import DataSpec


def count_images(spec: DataSpec) -> dict[str, np.ndarray]:
    """Return the number of images of each class, int64 (classes,), by the title of the set."""
    data = prepare(spec)
    parts = {"Training": data.train, "Validation": data.validation, "Test": data.test}
    return {title: count_classes(part, data.classes) for title, part in parts.items()}


def explain_balance(spec: DataSpec) -> str:
    """Say how many training images a class has."""
    counts = count_images(spec)["Training"]
    noise = " (labels as trained on)" if spec.label_noise else ""
    low, high = counts.min(), counts.max()
    span = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    return (
        f"Each class has the same share in training and validation. Training{noise}: {span} images"
        " per class."
    )


def describe_balance(spec: DataSpec) -> Bars:
    """Describe a picture of the number of images per class and set.

    Args:
        spec: Of the data.

    Raises:
        InputError: The set is not known, or damaged.
    """
    data = prepare(spec)
    counts = count_images(spec)
    parts = [
        count_of(int(values.sum()), f"{title.lower()} image") for title, values in counts.items()
    ]
    if spec.label_noise:
        parts.append(f"{format_percent(spec.label_noise)} label noise")
    return Bars(
        title=f"Images per class: {name_of(spec.dataset)}",
        subtitle=" · ".join(parts),
        class_names=data.class_names,
        counts=counts,
        x_label="Class",
        y_label="Images",
        caption=f"{explain_balance(spec)} Split seed {spec.split_seed}. {MADE_WITH}",
    )
