"""How many images a data spec takes from its data set."""

from regdash.datasets import collection
from regdash.datasets.info import DatasetInfo
from regdash.spec import DataSpec

_USUAL: int = DataSpec.model_fields["train_size"].default


def validation_size(data: DataSpec) -> int:
    """Number of validation images.

    Raises:
        InputError: This store never had the data set.
    """
    return _held_out(collection.info_of(data.dataset), data.validation_share)


def available_size(data: DataSpec) -> int:
    """Number of images left for training.

    Raises:
        InputError: This store never had the data set.
    """
    info = collection.info_of(data.dataset)
    return info.labelled - _held_out(info, data.validation_share)


def usual_train_size(dataset: str, validation_share: float) -> int:
    """Training images where nobody says how many: all that are left, at most the article's number.

    Args:
        dataset: Id of the data set; of one that this store never had, the article's number.
        validation_share: Share that is held out, above 0 and below 1.
    """
    info = collection.find(dataset)
    return (
        _USUAL if info is None else min(_USUAL, info.labelled - _held_out(info, validation_share))
    )


def _held_out(info: DatasetInfo, validation_share: float) -> int:
    return round(info.labelled * validation_share)
