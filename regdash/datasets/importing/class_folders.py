"""Layout: a folder for each class, as `keras.utils.image_dataset_from_directory` reads them."""

from os.path import commonpath
from pathlib import PurePosixPath

from regdash.datasets.importing.builder import Builder, Part
from regdash.datasets.importing.decode import SUFFIXES
from regdash.datasets.importing.files import ReadableFiles
from regdash.datasets.importing.labels import check_text
from regdash.messages import InputError

TITLE = "a folder for each class"

_PARTS: dict[str, Part] = {
    "train": "train",
    "training": "train",
    "val": "train",
    "valid": "train",
    "validation": "train",
    "test": "test",
    "testing": "test",
}
"""Folders of a split. Validation images join the training ones: the split is made here."""


def recognize(files: ReadableFiles) -> bool:
    """Whether there is any image in a folder."""
    return any(name.lower().endswith(SUFFIXES) for name in files.names)


def read(files: ReadableFiles, builder: Builder) -> None:
    """Read all images; the first folder below the root, or below train and test, is the class."""
    images = [name for name in files.names if name.lower().endswith(SUFFIXES)]
    for name in files.names:
        if not name.lower().endswith(SUFFIXES):
            files.left_out.add(name, "not a png, jpeg, bmp, gif or webp")
    found: dict[Part, list[tuple[str, str]]] = {"train": [], "test": []}
    root = _root(images)
    has_parts = any(_below(name, root)[0].lower() in _PARTS for name in images)
    for name in images:
        folders = list(_below(name, root)[:-1])
        part: Part = "train"
        if has_parts:
            if not folders or folders[0].lower() not in _PARTS:
                files.left_out.add(name, "beside train and test, in neither")
                continue
            part = _PARTS[folders.pop(0).lower()]
        if folders:
            found[part].append((name, check_text(folders[0], name)))
        else:
            files.left_out.add(name, "no label: in no class's folder")
    if not found["train"]:
        raise InputError(
            ["No image lies in a folder of its class; put each class into a folder of its own."]
        )
    for part, listed in found.items():
        builder.expect(part, len(listed))
    builder.progress.begin("Decoding images", sum(map(len, found.values())))
    for part, listed in found.items():
        for name, label in listed:
            builder.add_file(part, files.read(name), label, name)


def _root(images: list[str]) -> PurePosixPath:
    """The folder that everything is wrapped in; never one that splits."""
    folders = [PurePosixPath(name).parent for name in images]
    root = PurePosixPath(commonpath([str(f) for f in folders])) if folders else PurePosixPath()
    parents = [root, *root.parents]
    # train/ alone, with its classes below, is a split and no wrapping.
    splits = [folder for folder in parents if folder.name.lower() in _PARTS]
    root = splits[-1].parent if splits else root
    only_class = not splits and all(folder == root for folder in folders)
    return root.parent if only_class else root


def _below(name: str, root: PurePosixPath) -> tuple[str, ...]:
    return PurePosixPath(name).relative_to(root).parts
