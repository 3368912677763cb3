"""Numbers of images that a data spec takes from its data set."""

from regdash.datasets import collection
from regdash.datasets.info import DatasetInfo
from regdash.spec import DataSpec

_DEFAULT: int = DataSpec.model_fields["train_size"].default


def validation_size(data: DataSpec) -> int:
    """Return the number of validation images.

    Raises:
        InputError: This store never had the data set.
    """
    return _held_out(collection.info_of(data.dataset), data.validation_share)


def available_size(data: DataSpec) -> int:
    """Return the number of images available for training.

    Raises:
        InputError: This store never had the data set.
    """
    info = collection.info_of(data.dataset)
    return info.labelled - _held_out(info, data.validation_share)


def usual_train_size(dataset: str, validation_share: float) -> int:
    """Return the default number of training images: all available, at most that of the article.

    Args:
        dataset: Id of the data set; for an unknown one the result is the number of the article.
        validation_share: Share that is held out, above 0 and below 1.
    """
    info = collection.find(dataset)
    return (
        _DEFAULT
        if info is None
        else min(_DEFAULT, info.labelled - _held_out(info, validation_share))
    )


def _held_out(info: DatasetInfo, validation_share: float) -> int:
    return round(info.labelled * validation_share)
