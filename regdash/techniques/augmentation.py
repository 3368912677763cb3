"""Data augmentation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from regdash.settings.fields import dial
from regdash.techniques.base import Shape, Technique

if TYPE_CHECKING:
    import tensorflow as tf

    from regdash.spec import RunSpec


MOST_ROTATION = 45
"""Degrees that written characters can be turned by and still be read."""


def is_writing(class_names: Sequence[str]) -> bool:
    """Whether the classes are digits or letters, one each."""
    return all(len(name) == 1 and name.isalnum() for name in class_names)


class Augmentation(Technique):
    """Draw a new affine variant of every training image in every epoch.

    Rotation, shear, zoom, shift and flips are composed into one map per image and resampled
    once (bilinear, zero outside), which blurs less than one layer after another.
    """

    key: ClassVar[str] = "augmentation"
    title: ClassVar[str] = "Data augmentation"
    sentences: ClassVar[tuple[str, str, str]] = (
        "Turns, shifts, zooms, shears or flips every training image at random, anew in every epoch.",
        "The network hardly ever sees the same image twice, which is the cheapest way to more data.",
        "Only use changes that keep the meaning: a flipped 2 is no digit at all.",
    )
    formula: ClassVar[str] = (
        r"\tilde x = T_\theta(x), \qquad \theta \sim U(-\theta_{max}, \theta_{max})"
    )
    augments: ClassVar[bool] = True

    rotation: float = dial(
        14.0, "Rotation", "Largest turn to either side.", unit="°", step=1.0, ge=0.0, le=180.0
    )
    shift: float = dial(
        8.0, "Shift", "Largest move, as a share of the side.", unit="%", step=1.0, ge=0.0, le=50.0
    )
    zoom: float = dial(
        10.0, "Zoom", "Largest change of size, both ways.", unit="%", step=1.0, ge=0.0, le=50.0
    )
    shear: float = dial(
        0.0,
        "Shear",
        "Largest slant, as a share of the height.",
        unit="%",
        step=1.0,
        ge=0.0,
        le=50.0,
    )
    horizontal_flip: bool = dial(
        False, "Horizontal flip", "Mirror half of the images left to right."
    )
    vertical_flip: bool = dial(False, "Vertical flip", "Mirror half of the images top to bottom.")

    def label(self) -> str:
        parts = [
            f"rotation {self.rotation:g}°" if self.rotation else "",
            f"shift {self.shift:g}%" if self.shift else "",
            f"zoom {self.zoom:g}%" if self.zoom else "",
            f"shear {self.shear:g}%" if self.shear else "",
            "h-flip" if self.horizontal_flip else "",
            "v-flip" if self.vertical_flip else "",
        ]
        if self == type(self)():
            return "augmentation"
        return "augmentation " + ", ".join(p for p in parts if p)

    def keras_code(self) -> list[str]:
        # In the order in which the layers compose to the one map that is trained with.
        lines = []
        if self.horizontal_flip:
            lines.append('RandomFlip("horizontal")')
        if self.vertical_flip:
            lines.append('RandomFlip("vertical")')
        if self.shear:
            lines += _shear_code(self.shear / 100)
        if self.rotation:
            lines.append(f'RandomRotation({self.rotation / 360:.4g}, fill_mode="constant")')
        if self.zoom:
            lines += _zoom_code(self.zoom / 100)
        if self.shift:
            share = self.shift / 100
            lines.append(f'RandomTranslation({share:g}, {share:g}, fill_mode="constant")')
        if sum(map(bool, (self.shear, self.rotation, self.zoom, self.shift))) > 1:
            lines.insert(
                0, "# Each layer resamples and crops; the run composes them, then does so once."
            )
        return lines

    def check(self, spec: RunSpec) -> list[str]:
        changes = (self.rotation, self.shift, self.zoom, self.shear)
        if any(changes) or self.horizontal_flip or self.vertical_flip:
            return []
        return ["Data augmentation: every change is 0; turn one up or leave it out."]

    def check_features(self, shape: Shape) -> list[str]:
        if len(shape) == 3:
            return []
        return [
            f"Data augmentation: received features of shape {shape}; allowed are images (height,"
            " width, channels). Leave it out for other data."
        ]

    def cautions(self, class_names: Sequence[str]) -> list[str]:
        if not is_writing(class_names):
            return []
        sentences = []
        if self.horizontal_flip:
            sentences.append(
                "Horizontal flip: a mirrored 2, 7 or b is no such character any more, but keeps its"
                " label."
            )
        if self.vertical_flip:
            sentences.append(
                "Vertical flip: a 2, 4 or 7 upside down is no such character any more, but keeps its"
                " label."
            )
        if self.rotation > MOST_ROTATION:
            sentences.append(
                f"Rotation {self.rotation:g}°: beyond {MOST_ROTATION}° a 6 turns towards a 9 and a 7"
                " towards an L, but both keep their labels."
            )
        return sentences

    def augment(self, images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
        from regdash.techniques.affine import random_affine

        return random_affine(
            images,
            seed,
            rotation_degrees=self.rotation,
            shift=self.shift / 100,
            zoom=self.zoom / 100,
            shear=self.shear / 100,
            horizontal_flip=self.horizontal_flip,
            vertical_flip=self.vertical_flip,
        )


def _shear_code(share: float) -> list[str]:
    """A layer of one's own, as Keras has none that shears about the middle."""
    return [
        "# RandomShear would keep the top edge in place; the run keeps the middle there.",
        "class RandomSlant(Layer):",
        "    def call(self, images, training=False):",
        "        if not training:",
        "            return images",
        "        count, height = keras.ops.shape(images)[:2]",
        f"        slant = keras.random.uniform((count, 1), -{share:g}, {share:g})",
        "        zero, one = keras.ops.zeros_like(slant), keras.ops.ones_like(slant)",
        "        start = -slant * (height - 1) / 2",
        "        matrix = [one, slant, start, zero, one, zero, zero, zero]",
        "        matrix = keras.ops.concatenate(matrix, axis=1)",
        '        return keras.ops.image.affine_transform(images, matrix, fill_mode="constant")',
        "RandomSlant()",
    ]


def _zoom_code(zoom: float) -> list[str]:
    """Keras' factor is of what is seen, the inverse of the size: positive zooms out."""
    least, most = -zoom / (1 + zoom), zoom / (1 - zoom)
    return [
        f"# Sizes from {1 - zoom:g} to {1 + zoom:g}, as in the run; there the size is uniform, here"
        " its inverse.",
        f'RandomZoom(({least:.4g}, {most:.4g}), fill_mode="constant")',
    ]
