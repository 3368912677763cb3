"""Collects the images and labels of an import and builds a data set from them."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from PIL import Image

from regdash.datasets.image_set import ImageSet
from regdash.datasets.importing.decode import decode, drop_redundant_color
from regdash.datasets.importing.labels import order_classes
from regdash.datasets.importing.limits import Limits
from regdash.datasets.importing.progress import Progress
from regdash.datasets.importing.stack import Stack
from regdash.datasets.importing.subsets import Subset
from regdash.datasets.splitting import take_stratified
from regdash.settings.messages import InputError, shorten

MIN_PER_CLASS = 5
"""Labeled images per class, so that training, validation and test each get some."""

TEST_SHARE = 0.2
"""Share of images held out for testing if the import has no test set."""

MIN_RESIZE = 4

_SPLIT_SEED = 128


class Builder:
    """Collects images one by one or in blocks; each layout fills one."""

    def __init__(self, limits: Limits, progress: Progress, resize: int | None) -> None:
        if resize is not None and not MIN_RESIZE <= resize <= limits.side:
            raise InputError(
                [
                    f"Resize to: received {resize:,}; allowed: a whole number from {MIN_RESIZE} to"
                    f" {limits.side}."
                ]
            )
        self.limits, self.progress = limits, progress
        self._resize = resize
        self._stacks = {"train": Stack(), "test": Stack()}
        self._labels: dict[str, list[str]] = {"train": [], "test": []}
        self._resized = self._transparent = 0

    def expect(self, part: Subset, count: int) -> None:
        """Announce `count` more images of a part.

        Raises:
            InputError: Too many images in total.
        """
        self._stacks[part].expected += count
        total = sum(stack.expected for stack in self._stacks.values())
        self.limits.check("images", total, "Too many images")

    def expect_array(
        self, part: Subset, where: str, shape: Sequence[int], labels: str, label_count: int
    ) -> None:
        """Check the shape in the header of an image array before its data is read.

        Args:
            part: Part of the data set that the images belong to.
            where: Name of the array, for messages.
            shape: Images, height, width, and any further axes.
            labels: Name of the array with the labels.
            label_count: Number of labels.

        Raises:
            InputError: The counts differ, or the images are empty, too many or too large.
        """
        count, height, width = shape[:3]
        if count != label_count:
            raise InputError(
                [
                    f"{where} has {count:,} images, but {labels} has {label_count:,} labels; the numbers"
                    " must be equal."
                ]
            )
        if min(height, width) < 1:
            raise InputError([f"{where}: images of {width} × {height} have no pixels."])
        if self._resize is None:
            self._check_side(height, width, where)
        self.limits.check(
            "image_pixels", height * width, f"{where} declares images of {width} × {height}"
        )
        self.expect(part, count)
        self.progress.begin(f"Reading {where}", count)

    def _check_side(self, height: int, width: int, where: str) -> None:
        if max(height, width) > self.limits.side:
            raise InputError(
                [
                    f"{where}: {width} × {height}; allowed: {self.limits.describe('side')}. Choose a size"
                    " under 'Resize to', or pass --resize 32."
                ]
            )

    def add_file(self, part: Subset, data: bytes, label: str, where: str) -> None:
        """Decode an image file and add it.

        Raises:
            InputError: The file is not an image, damaged, too large, or of another size than
                the images before it.
            Cancelled: The import was cancelled.
        """
        pixels, transparent = decode(data, where, self.limits, self._resize)
        self._transparent += transparent
        self._resized += self._resize is not None
        self._take(part, pixels[None], where)
        self._labels[part].append(label)
        self.progress.step()

    def add_block(
        self, part: Subset, pixels: np.ndarray, labels: Sequence[str], where: str
    ) -> None:
        """Add the images of an array.

        Args:
            part: Part of the data set that the images belong to.
            pixels: uint8 (n, height, width) or (n, height, width, 3).
            labels: One per image.
            where: Name of the array, for messages.

        Raises:
            InputError: The images are too large, or of another size than the images before them.
            Cancelled: The import was cancelled.
        """
        if self._resize is not None:
            size = (self._resize, self._resize)
            # One at a time: images that are too large are never all kept in memory.
            pixels = np.stack(
                [
                    np.asarray(Image.fromarray(p).resize(size, Image.Resampling.BILINEAR))
                    for p in pixels
                ]
            )
            self._resized += len(pixels)
        self._take(part, drop_redundant_color(pixels) if pixels.ndim == 4 else pixels, where)
        self._labels[part] += labels
        self.progress.step(len(pixels))

    def _take(self, part: Subset, pixels: np.ndarray, where: str) -> None:
        height, width = pixels.shape[1:3]
        self._check_side(height, width, where)
        first = self._stacks["train"].size or self._stacks["test"].size
        if first is not None and (height, width) != first:
            raise InputError(
                [
                    f"The images have different sizes: {where} is {width} × {height}, the images before it"
                    f" are {first[1]} × {first[0]}. Choose a size under 'Resize to', or pass --resize 32."
                ]
            )
        channels = max(
            1 if pixels.ndim == 3 else 3, *(stack.channels for stack in self._stacks.values())
        )
        count = sum(
            max(stack.expected, stack.count + len(pixels) * (name == part))
            for name, stack in self._stacks.items()
        )
        needed = count * height * width * channels
        if needed > self.limits.decoded_bytes:
            raise InputError(
                [
                    f"The images need {needed // 1_000_000:,} MB of memory; allowed:"
                    f" {self.limits.describe('decoded_mb')}. Resize the images or import fewer."
                ]
            )
        self._stacks[part].append(pixels)

    def build(self) -> tuple[ImageSet, tuple[str, ...], list[str]]:
        """Build the data set.

        Returns:
            The set, its class names, and notes for the user.

        Raises:
            InputError: Too few images or classes, too many classes, or a class that only the
                test set has.
        """
        if not self._labels["train"]:
            raise InputError(["No labeled image was found; nothing was stored."])
        names = order_classes(self._labels["train"])
        self._check_classes(names)
        train, test = self._stacks["train"], self._stacks["test"]
        channels = max(train.channels, test.channels)
        images, test_images = train.take(channels), test.take(channels)
        labels, test_labels = self._numbers("train", names), self._numbers("test", names)
        notes = self._notes(images)
        if len(test_labels):
            notes.append("The test set is the one in the archive.")
        else:
            split = _split_off(labels)
            test_images, test_labels = images[split], labels[split]
            images, labels = np.delete(images, split, axis=0), np.delete(labels, split)
            notes.append(
                f"There is no test set: {len(split):,} images ({TEST_SHARE:.0%} of each class) were held out"
                " for testing."
            )
        return ImageSet(images, labels, test_images, test_labels), names, notes

    def _numbers(self, part: Subset, names: tuple[str, ...]) -> np.ndarray:
        number = {name: position for position, name in enumerate(names)}
        return np.array([number[label] for label in self._labels[part]], np.uint16)

    def _check_classes(self, names: tuple[str, ...]) -> None:
        if len(names) < 2:
            raise InputError(
                [f"There is only one class ({shorten(names[0])}); a network needs at least two."]
            )
        self.limits.check("classes", len(names), "Too many classes")
        label, count = min(Counter(self._labels["train"]).items(), key=lambda item: item[1])
        if count < MIN_PER_CLASS:
            raise InputError(
                [
                    f"The class {shorten(label)} has {count} labeled image{'s' * (count != 1)}; each class needs"
                    f" at least {MIN_PER_CLASS}, so that training, validation and test all get some."
                ]
            )
        unknown = sorted(set(self._labels["test"]) - set(names))
        if unknown:
            raise InputError(
                [
                    f"The test set has the class {shorten(unknown[0])}, which the training images do not have."
                ]
            )

    def _notes(self, images: np.ndarray) -> list[str]:
        notes = []
        if self._resized:
            notes.append(f"Resized to {self._resize} × {self._resize}: {self._resized:,} images.")
        if self._transparent:
            notes.append(f"Transparent areas were filled with white: {self._transparent:,} images.")
        brightest = int(images.max())
        if brightest < 128:
            notes.append(
                f"The brightest pixel is {brightest} of 255: the images will look dark. Is their range"
                " 0 to 255?"
            )
        return notes


def _split_off(labels: np.ndarray) -> np.ndarray:
    """Choose a test set, stratified by class: ascending indices, the same every time."""
    order = np.random.default_rng(_SPLIT_SEED).permutation(len(labels))
    return np.sort(order[take_stratified(labels[order], round(TEST_SHARE * len(labels)))])
