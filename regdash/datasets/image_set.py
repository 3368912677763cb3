"""Images and labels of a data set, as stored."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

PARTS = ("images", "labels", "test_images", "test_labels")


@dataclass(frozen=True)
class ImageSet:
    """Labeled images, which are split into training and validation, and test images. Read-only."""

    images: np.ndarray
    """uint8 (n, height, width, channels)."""
    labels: np.ndarray
    """Any integer dtype (n,), indices into the class names."""
    test_images: np.ndarray
    """uint8 (m, height, width, channels)."""
    test_labels: np.ndarray
    """Any integer dtype (m,)."""

    def __post_init__(self) -> None:
        for part in self.parts.values():
            part.setflags(write=False)

    @property
    def parts(self) -> dict[str, np.ndarray]:
        """The four arrays by name."""
        return {part: getattr(self, part) for part in PARTS}

    def content_id(self, class_names: Sequence[str]) -> str:
        """Return 16 hexadecimal digits, equal for equal images, labels and class names in order."""
        digest = hashlib.sha256()
        for name, part in self.parts.items():
            described = [name, list(part.shape), part.dtype.str, list(class_names)]
            digest.update(json.dumps(described).encode())
            # In blocks: hashing a memory-mapped file must not load all of it.
            for start in range(0, len(part), 4096):
                digest.update(np.ascontiguousarray(part[start : start + 4096]).data)
        return digest.hexdigest()[:16]
