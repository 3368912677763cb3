"""What is known of an image set without loading its images."""

import json
from dataclasses import asdict, dataclass, fields, replace
from math import prod
from typing import Any


@dataclass(frozen=True)
class DatasetInfo:
    """Name, size and classes of an image set."""

    id: str
    """`digits`, or 16 hexadecimal digits made of the content."""
    name: str
    class_names: tuple[str, ...]
    """Label 0, 1, 2 ... in words."""
    image_shape: tuple[int, int, int]
    """Height, width, channels: 1 grey, 3 red, green and blue."""
    labelled: int
    """Images that are split into training and validation."""
    test: int
    """Images of the test set."""
    origin: str = ""
    """Where it came from, in words."""
    here: bool = True
    """Whether its images are in this store; of a removed set only this is left."""

    @property
    def classes(self) -> int:
        """Number of classes."""
        return len(self.class_names)

    @property
    def pixels(self) -> int:
        """Numbers an image consists of: height x width x channels."""
        return prod(self.image_shape)

    @property
    def sizes(self) -> str:
        """`28 × 28 grey` (width first, as people say it)."""
        height, width, channels = self.image_shape
        return f"{width} × {height} {'grey' if channels == 1 else 'colour'}"

    def to_json(self) -> str:
        """As text; whether it is here is seen from the files beside it."""
        values = asdict(self)
        del values["here"]
        return json.dumps(values, indent=1, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str, *, here: bool) -> "DatasetInfo":
        """The opposite of `to_json`."""
        stored = json.loads(text)
        # A newer version may know more of it.
        values: dict[str, Any] = {f.name: stored[f.name] for f in fields(cls) if f.name != "here"}
        values["class_names"] = tuple(values["class_names"])
        values["image_shape"] = tuple(values["image_shape"])
        return replace(cls(**values), here=here)
