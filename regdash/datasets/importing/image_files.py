"""Image files that are read one by one, each with its label."""

from collections.abc import Mapping, Sequence

from regdash.datasets.importing.builder import Builder
from regdash.datasets.importing.files import ReadableFiles
from regdash.datasets.importing.subsets import Subset

_SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp")


def is_image(name: str) -> bool:
    """Whether a file is called an image."""
    return name.lower().endswith(_SUFFIXES)


def read_image_files(
    files: ReadableFiles, builder: Builder, listed: Mapping[Subset, Sequence[tuple[str, str]]]
) -> None:
    """Read images into the builder.

    Args:
        files: Where they are.
        builder: Takes them.
        listed: Name and label of each image of a part.
    """
    for part, images in listed.items():
        builder.expect(part, len(images))
    builder.progress.begin("Decoding images", sum(map(len, listed.values())))
    for part, images in listed.items():
        for name, label in images:
            builder.add_file(part, files.read_image(name), label, name)
