"""The code that loads, splits and mislabels the images."""

import inspect
from collections.abc import Callable
from typing import Any

from regdash.datasets.digits import DIGITS, DRAW_SEED
from regdash.datasets.info import DatasetInfo
from regdash.datasets.label_noise import add_label_noise
from regdash.datasets.splitting import take_stratified
from regdash.models.seeding import derive_seed, epoch_order
from regdash.reports.keras_code.values import Values
from regdash.spec import RunSpec

_DIGITS = f'''
def load_data(path):
    """Return labeled images, their labels, test images and their labels.

    Without a path, Keras downloads MNIST. A file needs the same arrays in the same order: x_train
    (60000, 28, 28), y_train (60000,), x_test (10000, 28, 28) and y_test (10000,), uint8, such as
    regdash/datasets/files/mnist.npz.
    """
    if path is None:
        (images, labels), (test_images, test_labels) = keras.datasets.mnist.load_data()
    else:
        with np.load(path) as file:
            images, labels = file["x_train"], file["y_train"]
            test_images, test_labels = file["x_test"], file["y_test"]
    # The article's contest had 49,000 labeled images: as many of MNIST's 60,000 are drawn.
    drawn = np.random.default_rng({DRAW_SEED}).permutation(len(images))[:{DIGITS.labelled:_}]
    return images[drawn], labels[drawn], test_images, test_labels
'''.strip()

_IMPORTED = '''
def load_data(path):
    """Return labeled images, their labels, test images and their labels.

    The folder has images.npy (n, height, width, channels), uint8, labels.npy (n,), integers from 0,
    test_images.npy and test_labels.npy. RegDash keeps it as datasets/ID in its home folder.
    """
    if path is None:
        raise ValueError("DATA is None: set it to the folder with the images.")
    names = ("images", "labels", "test_images", "test_labels")
    return tuple(np.load(Path(path) / f"{name}.npy") for name in names)
'''.strip()

_SPLIT = '''
def split(labels, held_out, seed):
    """Split indices into training and validation so that every class keeps its share.

    The same split as scikit-learn's train_test_split(..., stratify=labels, random_state=seed).
    """
    random = np.random.RandomState(seed)
    _, labels = np.unique(labels, return_inverse=True)
    counts = np.bincount(labels)
    of_train = share_out(counts, len(labels) - held_out, random)
    of_validation = share_out(counts - of_train, held_out, random)
    train, validation = [], []
    for label, members in enumerate(counts):
        shuffled = np.flatnonzero(labels == label)[random.permutation(members)]
        train.extend(shuffled[: of_train[label]])
        validation.extend(shuffled[of_train[label] :][: of_validation[label]])
    return random.permutation(train), random.permutation(validation)


def share_out(counts, size, random):
    """Return how many of each class to take so that the total is size; ties are drawn."""
    exact = counts / counts.sum() * size
    taken = np.floor(exact)
    rest = exact - taken
    for value in np.sort(np.unique(rest))[::-1]:
        missing = int(size - taken.sum())
        if missing <= 0:
            break
        (tied,) = np.where(rest == value)
        taken[random.choice(tied, size=min(len(tied), missing), replace=False)] += 1
    return taken.astype(int)
'''.strip()


def write_seeds() -> str:
    """Return the functions that derive seeds and orders: those of RegDash itself."""
    return _join(_source(derive_seed), _source(epoch_order))


def write_data(values: Values, info: DatasetInfo) -> str:
    """Return the functions that load and prepare the data."""
    pieces = [_DIGITS if info.id == DIGITS.id else _IMPORTED, _SPLIT]
    reduced = any(spec.data.train_size < _available(spec, info) for spec in values.specs)
    noisy = any(spec.data.label_noise for spec in values.specs)
    if reduced:
        pieces.append(_source(take_stratified))
    if noisy:
        pieces.append(_source(add_label_noise))
    pieces.append(_prepare(values, reduced, noisy))
    return _join(*pieces)


def _prepare(values: Values, reduced: bool, noisy: bool) -> str:
    share, split_seed = values.setting("validation_share"), values.setting("split_seed")
    lines = [
        "    images, labels, test_images, test_labels = load_data(path)",
        f"    held_out = round(len(labels) * {share})",
        f"    train, validation = split(labels, held_out, {split_seed})",
    ]
    if reduced:
        lines.append(
            f"    train = train[take_stratified(labels[train], {values.setting('train_size')})]"
        )
    lines.append("    train_labels = labels[train]")
    if noisy:
        noise = values.setting("label_noise")
        lines += [
            "    # Only training labels are replaced: validation and test measure the truth.",
            f"    train_labels = add_label_noise(train_labels, {noise}, CLASSES, {split_seed})",
        ]
    return "\n".join(
        [
            f"def prepare({values.parameters('path', needed=data_differs(values))}):",
            '    """Return (x, y) for training, validation and test.',
            "",
            "    x has one row of pixels from 0 to 1 per image, y is one-hot.",
            '    """',
            "",
            "    def to_xy(images, labels):",
            '        x = images.reshape(len(images), -1).astype("float32") / 255',
            "        return x, keras.utils.to_categorical(labels, CLASSES)",
            "",
            *lines,
            "    return (",
            "        to_xy(images[train], train_labels),",
            "        to_xy(images[validation], labels[validation]),",
            "        to_xy(test_images, test_labels),",
            "    )",
        ]
    )


def data_differs(values: Values) -> bool:
    """Whether runs have different images or labels."""
    return len({spec.data for spec in values.specs}) > 1


def _available(spec: RunSpec, info: DatasetInfo) -> int:
    return info.labelled - round(info.labelled * spec.data.validation_share)


def _source(function: Callable[..., Any]) -> str:
    return inspect.getsource(function).strip()


def _join(*pieces: str) -> str:
    return "\n\n\n".join(pieces)
