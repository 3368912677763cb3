"""Reads image files one by one, each with its label."""

from collections.abc import Mapping, Sequence

from regdash.datasets.importing.builder import Builder
from regdash.datasets.importing.files import ReadableFiles
from regdash.datasets.importing.subsets import Subset

_SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp")


def is_image(name: str) -> bool:
    """Whether the file name is that of an image."""
    return name.lower().endswith(_SUFFIXES)


def read_image_files(
    files: ReadableFiles, builder: Builder, listed: Mapping[Subset, Sequence[tuple[str, str]]]
) -> None:
    """Read images into the builder.

    Args:
        files: Contain the images.
        builder: Collects the images.
        listed: Name and label of each image, by part.

    Raises:
        InputError: An image cannot be used, or there are too many.
        Cancelled: The import was cancelled.
    """
    for part, images in listed.items():
        builder.expect(part, len(images))
    builder.progress.begin("Decoding images", sum(map(len, listed.values())))
    for part, images in listed.items():
        for name, label in images:
            builder.add_file(part, files.read_image(name), label, name)
