"""Collects images and labels of an import, and makes a set of them."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from PIL import Image

from regdash.datasets.image_set import ImageSet
from regdash.datasets.importing.decode import decode, without_needless_colour
from regdash.datasets.importing.labels import order_classes
from regdash.datasets.importing.limits import Limits
from regdash.datasets.importing.progress import Progress
from regdash.datasets.importing.stack import Stack
from regdash.datasets.importing.subsets import Subset
from regdash.datasets.splitting import take_stratified
from regdash.settings.messages import InputError, shorten

FEWEST = 5
"""Labelled images of a class, so that training, validation and test each have some."""

TEST_SHARE = 0.2
"""Share set apart for the test where the archive has no test set."""

SMALLEST_RESIZE = 4

_SPLIT_SEED = 128


class Builder:
    """Takes images one by one or in blocks; every importer fills one."""

    def __init__(self, limits: Limits, progress: Progress, resize: int | None) -> None:
        if resize is not None and not SMALLEST_RESIZE <= resize <= limits.side:
            raise InputError(
                [
                    f"Resize to: received {resize:,}; allowed is a whole number from"
                    f" {SMALLEST_RESIZE} to {limits.side}."
                ]
            )
        self.limits, self.progress = limits, progress
        self._resize = resize
        self._stacks = {"train": Stack(), "test": Stack()}
        self._labels: dict[str, list[str]] = {"train": [], "test": []}
        self._resized = self._transparent = 0

    def expect(self, part: Subset, count: int) -> None:
        """Say how many more images of a part will come."""
        self._stacks[part].expected += count
        total = sum(stack.expected for stack in self._stacks.values())
        self.limits.check("images", total, "Too many images")

    def expect_array(
        self, part: Subset, where: str, shape: Sequence[int], labels: str, label_count: int
    ) -> None:
        """Judge what the header of an array of images claims, before anything is read.

        Args:
            part: Where they belong.
            where: Name of the array, for the message.
            shape: Images, height, width, and whatever is behind.
            labels: Name of the array of its labels.
            label_count: How many of them there are.

        Raises:
            InputError: Labels and images do not agree, or the images are nothing or too large.
        """
        count, height, width = shape[:3]
        if count != label_count:
            raise InputError(
                [
                    f"{where} has {count:,} images, {labels} has {label_count:,} labels; they must"
                    " agree."
                ]
            )
        if min(height, width) < 1:
            raise InputError([f"{where}: images of {width} × {height} have no pixels."])
        if self._resize is None:
            self._check_side(height, width, where)
        self.limits.check(
            "image_pixels", height * width, f"{where} claims images of {width} × {height}"
        )
        self.expect(part, count)
        self.progress.begin(f"Reading {where}", count)

    def _check_side(self, height: int, width: int, where: str) -> None:
        if max(height, width) > self.limits.side:
            raise InputError(
                [
                    f"{where}: {width} × {height}; images may have {self.limits.say('side')}. Choose a"
                    " size under 'Resize to', or --resize 32."
                ]
            )

    def add_file(self, part: Subset, data: bytes, label: str, where: str) -> None:
        """Decode an image file and take it."""
        pixels, transparent = decode(data, where, self.limits, self._resize)
        self._transparent += transparent
        self._resized += self._resize is not None
        self._take(part, pixels[None], where)
        self._labels[part].append(label)
        self.progress.step()

    def add_block(
        self, part: Subset, pixels: np.ndarray, labels: Sequence[str], where: str
    ) -> None:
        """Take images as they lie in an array.

        Args:
            part: Where they belong.
            pixels: uint8 (n, height, width) or (n, height, width, 3).
            labels: n of them.
            where: For the message.
        """
        if self._resize is not None:
            size = (self._resize, self._resize)
            # One after another: what is larger than allowed is never kept whole.
            pixels = np.stack(
                [
                    np.asarray(Image.fromarray(p).resize(size, Image.Resampling.BILINEAR))
                    for p in pixels
                ]
            )
            self._resized += len(pixels)
        self._take(part, without_needless_colour(pixels) if pixels.ndim == 4 else pixels, where)
        self._labels[part] += labels
        self.progress.step(len(pixels))

    def _take(self, part: Subset, pixels: np.ndarray, where: str) -> None:
        height, width = pixels.shape[1:3]
        self._check_side(height, width, where)
        first = self._stacks["train"].size or self._stacks["test"].size
        if first is not None and (height, width) != first:
            raise InputError(
                [
                    f"Images of several sizes: {where} is {width} × {height}, those before are"
                    f" {first[1]} × {first[0]}. Choose a size under 'Resize to', or --resize 32."
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
                    f"The images take {needed // 1_000_000:,} MB of pixels; allowed are"
                    f" {self.limits.say('decoded_mb')}. Resize them, or import fewer."
                ]
            )
        self._stacks[part].append(pixels)

    def build(self) -> tuple[ImageSet, tuple[str, ...], list[str]]:
        """Make the set.

        Returns:
            The set, its class names, and what is worth a note.

        Raises:
            InputError: Too few images or classes, or labels that do not fit.
        """
        if not self._labels["train"]:
            raise InputError(["No image with a label was found; nothing was kept."])
        names = order_classes(self._labels["train"])
        self._check_classes(names)
        train, test = self._stacks["train"], self._stacks["test"]
        channels = max(train.channels, test.channels)
        images, test_images = train.take(channels), test.take(channels)
        labels, test_labels = self._numbers("train", names), self._numbers("test", names)
        notes = self._notes(images)
        if len(test_labels):
            notes.append("The test set is the archive's own.")
        else:
            split = _split_off(labels)
            test_images, test_labels = images[split], labels[split]
            images, labels = np.delete(images, split, axis=0), np.delete(labels, split)
            notes.append(
                f"There is no test set in it: {len(split):,} images ({TEST_SHARE:.0%}, each class in"
                " proportion) were set apart."
            )
        return ImageSet(images, labels, test_images, test_labels), names, notes

    def _numbers(self, part: Subset, names: tuple[str, ...]) -> np.ndarray:
        number = {name: position for position, name in enumerate(names)}
        return np.array([number[label] for label in self._labels[part]], np.uint16)

    def _check_classes(self, names: tuple[str, ...]) -> None:
        if len(names) < 2:
            raise InputError(
                [
                    f"There is one class only ({shorten(names[0])}); a network needs two to tell apart."
                ]
            )
        self.limits.check("classes", len(names), "Too many classes")
        label, count = min(Counter(self._labels["train"]).items(), key=lambda item: item[1])
        if count < FEWEST:
            raise InputError(
                [
                    f"The class {shorten(label)} has {count} labelled image{'s' * (count != 1)}; each class needs"
                    f" {FEWEST}, so that training, validation and test have some."
                ]
            )
        unknown = sorted(set(self._labels["test"]) - set(names))
        if unknown:
            raise InputError(
                [
                    f"The test set has the class {shorten(unknown[0])}, which is not among the training images."
                ]
            )

    def _notes(self, images: np.ndarray) -> list[str]:
        notes = []
        if self._resized:
            notes.append(f"Resized to {self._resize} × {self._resize}: {self._resized:,} images.")
        if self._transparent:
            notes.append(f"Transparent parts were laid on white: {self._transparent:,} images.")
        brightest = int(images.max())
        if brightest < 128:
            notes.append(
                f"The brightest pixel is {brightest} of 255: the images will look dark. Were they"
                " scaled to another range?"
            )
        return notes


def _split_off(labels: np.ndarray) -> np.ndarray:
    """Positions of a test set, each class in proportion, ascending; the same every time."""
    order = np.random.default_rng(_SPLIT_SEED).permutation(len(labels))
    return np.sort(order[take_stratified(labels[order], round(TEST_SHARE * len(labels)))])
