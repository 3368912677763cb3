"""What is known about a data set without loading its images."""

import json
from dataclasses import asdict, dataclass, fields, replace
from math import prod
from typing import Any


@dataclass(frozen=True)
class DatasetInfo:
    """Name, size and classes of a data set."""

    id: str
    """`digits`, or 16 hexadecimal digits derived from the content."""
    name: str
    class_names: tuple[str, ...]
    """Names of the labels 0, 1, 2, ..."""
    image_shape: tuple[int, int, int]
    """Height, width, channels (1: gray; 3: red, green, blue)."""
    labelled: int
    """Number of images that are split into training and validation."""
    test: int
    """Number of test images."""
    origin: str = ""
    """Where the set came from, for display."""
    here: bool = True
    """Whether the images are in this store; False for a removed set."""

    @property
    def classes(self) -> int:
        """Number of classes."""
        return len(self.class_names)

    @property
    def pixels(self) -> int:
        """Values per image: height x width x channels."""
        return prod(self.image_shape)

    @property
    def sizes(self) -> str:
        """Size for display, such as `28 × 28 gray` (width first)."""
        height, width, channels = self.image_shape
        return f"{width} × {height} {'gray' if channels == 1 else 'color'}"

    def to_json(self) -> str:
        """Write as JSON; `here` is left out, because the files next to it tell."""
        values = asdict(self)
        del values["here"]
        return json.dumps(values, indent=1, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str, *, here: bool) -> "DatasetInfo":
        """Read what `to_json` wrote."""
        stored = json.loads(text)
        # A newer version may have written more fields.
        values: dict[str, Any] = {f.name: stored[f.name] for f in fields(cls) if f.name != "here"}
        values["class_names"] = tuple(values["class_names"])
        values["image_shape"] = tuple(values["image_shape"])
        return replace(cls(**values), here=here)
