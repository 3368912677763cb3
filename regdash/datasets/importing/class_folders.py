"""Layout: one folder per class, as read by `keras.utils.image_dataset_from_directory`."""

from os.path import commonpath
from pathlib import PurePosixPath

from regdash.datasets.importing.builder import Builder
from regdash.datasets.importing.files import ReadableFiles
from regdash.datasets.importing.image_files import is_image, read_image_files
from regdash.datasets.importing.labels import check_text
from regdash.datasets.importing.subsets import Subset, subset_of
from regdash.settings.messages import InputError

TITLE = "one folder per class"


def recognize(files: ReadableFiles) -> bool:
    """Whether there is any image."""
    return any(is_image(name) for name in files.names)


def read(files: ReadableFiles, builder: Builder) -> None:
    """Read all images; the first folder below the root, or below train and test, is the class."""
    images = [name for name in files.names if is_image(name)]
    for name in files.names:
        if not is_image(name):
            files.left_out.add(name, "not a PNG, JPEG, BMP, GIF or WebP image")
    found: dict[Subset, list[tuple[str, str]]] = {"train": [], "test": []}
    root = _root(images)
    # A folder called train is a split only if it contains class folders; it may be a class.
    is_split = any(
        len(below) > 2 and subset_of(below[0]) == "train"
        for below in (_below(name, root) for name in images)
    )
    for name in images:
        folders = list(_below(name, root)[:-1])
        part: Subset = "train"
        if is_split:
            named = subset_of(folders.pop(0)) if folders else None
            if named is None:
                files.left_out.add(name, "in neither train nor test")
                continue
            part = named
        if folders:
            found[part].append((name, check_text(folders[0], name)))
        else:
            files.left_out.add(name, "no label: not in a class folder")
    if not found["train"]:
        raise InputError(
            ["No image is in a class folder; put the images of each class into a separate folder."]
        )
    read_image_files(files, builder, found)


def _root(images: list[str]) -> PurePosixPath:
    """Find the folder that contains everything else."""
    folders = [PurePosixPath(name).parent for name in images]
    root = PurePosixPath(commonpath([str(f) for f in folders])) if folders else PurePosixPath()
    # A single train/ with class folders is a split, not a wrapper.
    splits = [folder for folder in (root, *root.parents) if subset_of(folder.name) == "train"]
    if splits:
        return splits[-1].parent
    # If all images are in one folder, it is the only class.
    return root.parent if all(folder == root for folder in folders) else root


def _below(name: str, root: PurePosixPath) -> tuple[str, ...]:
    return PurePosixPath(name).relative_to(root).parts
