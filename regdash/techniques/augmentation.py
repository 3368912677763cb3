"""Data augmentation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from regdash.settings.code_text import CodeText
from regdash.settings.fields import dial
from regdash.settings.types import Shape
from regdash.techniques.affine_code import RANDOM_AFFINE
from regdash.techniques.base import Technique
from regdash.techniques.keras_code import KerasCode

if TYPE_CHECKING:
    import tensorflow as tf

    from regdash.spec import RunSpec


_MAX_ROTATION = 45
"""Largest rotation in degrees at which written characters stay legible."""


def _are_characters(class_names: Sequence[str]) -> bool:
    """Return whether every class is a single digit or letter."""
    return all(len(name) == 1 and name.isalnum() for name in class_names)


class Augmentation(Technique):
    """Draw a new affine variant of every training image in every epoch.

    Rotation, shear, zoom, shift and flips are composed into one map per image and resampled
    once (bilinear, zero outside), which blurs less than applying one layer after another.
    """

    key: ClassVar[str] = "augmentation"
    title: ClassVar[str] = "Data augmentation"
    sentences: ClassVar[tuple[str, str, str]] = (
        "Randomly rotates, shifts, zooms, shears or flips every training image, differently in every epoch.",
        "The network almost never sees the same image twice: the cheapest way to get more data.",
        "Only use changes that keep the meaning: a flipped 2 is no longer a digit.",
    )
    formula: ClassVar[str] = (
        r"\tilde x = T_\theta(x), \qquad \theta \sim U(-\theta_{max}, \theta_{max})"
    )
    augments: ClassVar[bool] = True

    rotation: float = dial(
        14.0,
        "Rotation",
        "Largest rotation in either direction.",
        unit="°",
        step=1.0,
        ge=0.0,
        le=180.0,
    )
    shift: float = dial(
        8.0,
        "Shift",
        "Largest shift, as a share of the image's side.",
        unit="%",
        step=1.0,
        ge=0.0,
        le=50.0,
    )
    zoom: float = dial(
        10.0,
        "Zoom",
        "Largest change of size in either direction.",
        unit="%",
        step=1.0,
        ge=0.0,
        le=50.0,
    )
    shear: float = dial(
        0.0,
        "Shear",
        "Largest horizontal shear, as a share of the height.",
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

    def code_parts(self, text: CodeText) -> KerasCode:
        settings = [f"{name}={text.setting(name)}" for name in type(self).model_fields]
        return KerasCode(
            helpers=RANDOM_AFFINE,
            augmentation=(text.call("RandomAffine", *settings, seed='"augmentation"'),),
        )

    def keras_code(self) -> list[str]:
        """Return layers of Keras that come close; `code_parts` does exactly what a run does."""
        # In the order in which the layers compose to the map used in training.
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
                0, "# Each layer resamples and crops; the run composes the maps and does so once."
            )
        return lines

    def check(self, spec: RunSpec) -> list[str]:
        changes = (self.rotation, self.shift, self.zoom, self.shear)
        if any(changes) or self.horizontal_flip or self.vertical_flip:
            return []
        return ["Data augmentation: every change is 0; increase one or leave it out."]

    def check_features(self, shape: Shape) -> list[str]:
        if len(shape) == 3:
            return []
        return [
            f"Data augmentation: received features of shape {shape}; allowed: images (height,"
            " width, channels). Leave it out for other data."
        ]

    def cautions(self, class_names: Sequence[str]) -> list[str]:
        if not _are_characters(class_names):
            return []
        sentences = []
        if self.horizontal_flip:
            sentences.append(
                "Horizontal flip: a mirrored 2, 7 or b is no longer that character, but keeps its"
                " label."
            )
        if self.vertical_flip:
            sentences.append(
                "Vertical flip: a 2, 4 or 7 upside down is no longer that character, but keeps its"
                " label."
            )
        if self.rotation > _MAX_ROTATION:
            sentences.append(
                f"Rotation {self.rotation:g}°: beyond {_MAX_ROTATION}° a 6 starts to look like a 9 and"
                " a 7 like an L, but both keep their labels."
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
    """Return a custom layer, as Keras has none that shears about the center."""
    return [
        "# RandomShear would keep the top edge in place; the run keeps the center in place.",
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
    """Return a layer; Keras' factor scales what is visible, the inverse of the size."""
    least, most = -zoom / (1 + zoom), zoom / (1 - zoom)
    return [
        f"# Sizes from {1 - zoom:g} to {1 + zoom:g}, as in the run; there the size is uniform, here"
        " its inverse.",
        f'RandomZoom(({least:.4g}, {most:.4g}), fill_mode="constant")',
    ]
