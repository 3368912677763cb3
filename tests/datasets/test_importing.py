"""Import of every layout, from files that are built here: what is reported and what is stored."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from regdash.datasets import collection
from regdash.datasets.checks import complete_spec
from regdash.datasets.digits import load_digits
from regdash.datasets.importing import Cancelled, ImportResult, Progress, Upload, import_images
from regdash.datasets.importing.decode import decode
from regdash.datasets.importing.limits import Limits
from regdash.datasets.preparation import prepare
from regdash.datasets.sizes import validation_size
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.training.trainer import train
from tests.support.archives import gz, idx, image_file, npz, pixel_table, shapes, upload, zip_of

COUNT = 240
NAMES = ("ant", "bee", "cat")


def digits(count: int = COUNT) -> tuple[np.ndarray, np.ndarray]:
    source = load_digits()
    return source.images[:count, :, :, 0], source.labels[:count]


def listed() -> list[Upload]:
    """Identify the digits: RGBA and gray PNGs in train/Images/Train, and lists with and without labels."""
    pixels, labels = digits()
    members: dict[str, bytes | str] = {
        "train/train.csv": "filename,label\n"
        + "".join(f"{i}.png,{c}\n" for i, c in enumerate(labels)),
        "Test.csv": "filename\n9999.png\n",
        "train/Images/test/9999.png": image_file(pixels[0]),
    }
    for i, p in enumerate(pixels):
        mode = "RGBA" if i % 2 else "L"
        members[f"train/Images/Train/{i}.png"] = image_file(p, mode=mode)
    return [upload("digits.zip", zip_of(members))]


def class_folders() -> list[Upload]:
    """Color, 64 x 64, text labels, three classes, all formats, a test folder, inside another folder."""
    formats = ("PNG", "JPEG", "BMP", "GIF", "WEBP")
    members: dict[str, bytes | str] = {"animals/readme.txt": "hello", "__MACOSX/x.png": b"junk"}
    for part, count in (("train", COUNT), ("test", 60)):
        pixels, labels = shapes(count, side=64, color=True, seed=count)
        for i, (p, label) in enumerate(zip(pixels, labels, strict=True)):
            format = formats[i % 5]
            members[f"animals/{part}/{NAMES[label]}/{i}.{format.lower()}"] = image_file(p, format)
    return [upload("animals.zip", zip_of(members))]


def flat_folders() -> list[Upload]:
    """Gray images in subfolders of one folder per class."""
    pixels, labels = shapes(COUNT)
    return [
        upload(
            "flat.zip",
            zip_of(
                {
                    f"{NAMES[c]}/sub/{i}.png": image_file(p)
                    for i, (p, c) in enumerate(zip(pixels, labels, strict=True))
                }
            ),
        )
    ]


def kaggle() -> list[Upload]:
    """train.csv with labels, test.csv without, in one zip."""
    pixels, labels = digits()
    test = b"\n".join([b",".join(b"pixel%d" % i for i in range(784)), b",".join([b"0"] * 784)])
    return [
        upload(
            "digit-recognizer.zip",
            zip_of({"train.csv": pixel_table(pixels, labels), "test.csv": test}),
        )
    ]


def csv_gz_without_header() -> list[Upload]:
    """A table without header, in color, with text labels, gzip."""
    pixels, labels = shapes(COUNT, side=8, color=True)
    table = pixel_table(pixels, [NAMES[c] for c in labels], header=False)
    return [upload("shapes.csv.gz", gz(table))]


def mnist_files() -> list[Upload]:
    """Four single files, named with dashes and dots, gzip and not."""
    pixels, labels = digits(300)
    return [
        upload("train-images-idx3-ubyte.gz", gz(idx(pixels[:COUNT]))),
        upload("train-labels.idx1-ubyte", idx(labels[:COUNT])),
        upload("t10k-images.idx3-ubyte", idx(pixels[COUNT:])),
        upload("t10k-labels-idx1-ubyte.gz", gz(idx(labels[COUNT:]))),
    ]


def keras_npz() -> list[Upload]:
    """Arrays with the shapes of Keras' data sets: (n, 32, 32, 3) and labels (n, 1)."""
    pixels, labels = shapes(300, side=32, color=True)
    return [
        upload(
            "cifar.npz",
            npz(
                x_train=pixels[:COUNT],
                y_train=labels[:COUNT, None],
                x_test=pixels[COUNT:],
                y_test=labels[COUNT:, None],
                extra=labels,
            ),
        )
    ]


def other_npz() -> list[Upload]:
    """Arrays `images` and `labels`: flat whole numbers as floats, text labels; not named npz."""
    pixels, labels = shapes(COUNT)
    names = np.array(NAMES)[labels]
    return [upload("shapes.zip", npz(images=pixels.reshape(COUNT, -1).astype(float), labels=names))]


LAYOUTS: list[
    tuple[Callable[[], list[Upload]], tuple[int, int, int], Sequence[str], int, list[str]]
] = [
    # builder, shape, classes, test images in the files (0: a fifth is held out), files left out
    (listed, (28, 28, 1), "0123456789", 0, ["Test.csv", "train/Images/test/9999.png"]),
    (class_folders, (64, 64, 3), NAMES, 60, ["__MACOSX/x.png", "animals/readme.txt"]),
    (flat_folders, (12, 12, 1), NAMES, 0, []),
    (kaggle, (28, 28, 1), "0123456789", 0, ["test.csv"]),
    (csv_gz_without_header, (8, 8, 3), NAMES, 0, []),
    (mnist_files, (28, 28, 1), "0123456789", 60, []),
    (keras_npz, (32, 32, 3), "012", 60, ["extra"]),
    (other_npz, (12, 12, 1), NAMES, 0, []),
]


@pytest.mark.parametrize(
    ("build", "shape", "classes", "test", "left_out"),
    LAYOUTS,
    ids=[case[0].__name__ for case in LAYOUTS],
)
def test_every_layout_is_imported_and_can_be_trained_on(
    home: Path,
    build: Callable[[], list[Upload]],
    shape: tuple[int, int, int],
    classes: Sequence[str],
    test: int,
    left_out: list[str],
) -> None:
    found = import_images(build())
    info = found.info
    assert info.image_shape == shape
    assert info.class_names == tuple(classes)
    assert (info.labelled, info.test) == ((COUNT, test) if test else (COUNT * 4 // 5, COUNT // 5))
    assert sorted(name for name, _ in found.left_out.first) == left_out
    assert any("held out" in note for note in found.notes) == (test == 0)
    assert collection.list_datasets()[1:] == [info]

    spec = complete_spec(
        {
            "data": {"dataset": info.id},
            "network": {"hidden_layers": [64]},
            "techniques": {"augmentation": {"rotation": 3, "shift": 2, "zoom": 2}},
            "epochs": 25,
            "batch_size": 16,
        }
    )
    outcome = train(spec, lambda: prepare(spec.data))
    chance = 1 / info.classes
    assert outcome.kept.test_accuracy > chance + 0.5 * (1 - chance)
    assert outcome.test_probabilities.shape == (info.test, info.classes)


def test_listed_digits_equal_the_built_in_ones(home: Path) -> None:
    info = import_images(listed()).info
    images = collection.load(info.id)
    pixels, labels = digits()
    expected = sorted((p.tobytes(), int(c)) for p, c in zip(pixels, labels, strict=True))
    read = [(p.tobytes(), int(c)) for p, c in zip(images.images, images.labels, strict=True)]
    read += [
        (p.tobytes(), int(c)) for p, c in zip(images.test_images, images.test_labels, strict=True)
    ]
    assert sorted(read) == expected
    # The held-out images are a share of every class.
    assert abs(np.bincount(images.test_labels) - np.bincount(labels) / 5).max() <= 1


def test_the_order_of_the_archive_is_kept(home: Path) -> None:
    pixels, labels = shapes(300, side=32, color=True)
    images = collection.load(import_images(keras_npz()).info.id)
    assert np.array_equal(images.images, pixels[:COUNT])
    assert np.array_equal(images.test_images, pixels[COUNT:])
    assert np.array_equal(images.labels, labels[:COUNT])


def test_the_same_content_is_stored_once(home: Path) -> None:
    first = import_images(flat_folders(), name="Insects")
    again = import_images(flat_folders(), name="Beasts")
    assert first.new
    assert not again.new
    assert again.info == first.info
    assert "stored only once" in " ".join(again.sentences())
    assert len(list((home / "datasets").iterdir())) == 1


def test_two_layouts_of_the_same_content_are_one_set(home: Path) -> None:
    pixels, labels = shapes(COUNT, side=8)
    table = import_images([upload("a.csv", pixel_table(pixels, labels))])
    array = import_images([upload("b.npz", npz(images=pixels, labels=labels))])
    assert table.info.id == array.info.id


def test_a_folder_on_the_server(home: Path, tmp_path: Path) -> None:
    pixels, labels = shapes(COUNT)
    for i, (p, c) in enumerate(zip(pixels, labels, strict=True)):
        path = tmp_path / "mine" / NAMES[c] / f"{i}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(image_file(p))
    found = import_images([tmp_path / "mine"])
    assert (found.images, found.info.name) == (COUNT, "mine")


def test_larger_images_are_resized_on_request(home: Path) -> None:
    pixels, labels = shapes(30, side=100)
    files = zip_of(
        {
            f"{c}/{i}.png": image_file(p[: 100 - i])
            for i, (p, c) in enumerate(zip(pixels, labels, strict=True))
        }
    )
    found = import_images([upload("a.zip", files)], resize=20)
    assert found.info.image_shape == (20, 20, 1)
    assert "Resized to 20 × 20: 30 images." in found.notes
    big = import_images([upload("a.npz", npz(images=pixels, labels=labels))], resize=20)
    assert big.info.image_shape == (20, 20, 1)
    with pytest.raises(
        InputError, match="Resize to: received 3; allowed: a whole number from 4 to 64"
    ):
        import_images([upload("a.zip", files)], resize=3)


def test_variants_of_lists(home: Path) -> None:
    pixels, labels = shapes(30)
    images = {f"pics/{i:02}.PNG": image_file(p) for i, p in enumerate(pixels)}
    rows = [(f"{i:02}", NAMES[c]) for i, c in enumerate(labels)]
    plain = "filename,label\n" + "".join(f"{name}.png,{c}\n" for name, c in rows)
    semicolons = "\ufeffFilename;Label\r\n" + "".join(f'"{name}";{c}\r\n' for name, c in rows)
    tabs = "label\tfile\tnote\n" + "".join(f"{c}\tpics/{name}.png\tx\n" for name, c in rows)
    ids = {
        import_images([upload("a.zip", zip_of({"labels.csv": text, **images}))]).info.id
        for text in (plain, semicolons, tabs)
    }
    assert len(ids) == 1


def test_variants_of_tables(home: Path) -> None:
    pixels, labels = shapes(30, side=64, color=True)  # a header of more than 64 kB
    table = pixel_table(pixels, labels)
    ids = {
        import_images([upload(name, text)]).info.id
        for name, text in (
            ("a.csv", table),
            ("semicolons.csv", table.replace(b",", b";")),
            ("windows.csv", b"\xef\xbb\xbf" + table.replace(b"\n", b"\r\n") + b"\r\n"),
            ("other_name.txt", table),
            ("old_mac.csv", table.replace(b"\n", b"\r")),
            ("numbered.csv", table.replace(b"pixel", b"")),
        )
    }
    assert len(ids) == 1


def folder_zip(*folders: str) -> Upload:
    """A zip with sixty images, distributed over these folders."""
    pixels, _ = shapes(60)
    members = {f"{folders[i % len(folders)]}/{i}.png": image_file(p) for i, p in enumerate(pixels)}
    return upload("a.zip", zip_of(members))


@pytest.mark.parametrize(
    ("folders", "classes", "test"),
    [
        (("x/training_set/cat", "x/training_set/dog", "x/test_set/cat"), ("cat", "dog"), 20),
        (("bus", "train", "car"), ("bus", "car", "train"), 12),
        (("control", "test"), ("control", "test"), 12),
        (("cat", "dog", ".ipynb_checkpoints"), ("cat", "dog"), 8),
        (("my_idx_export/cat", "my_idx_export/dog"), ("cat", "dog"), 12),
        (("old\\cat", "old\\dog"), ("cat", "dog"), 12),
        (("train/cat", "train/dog", "test"), ("cat", "dog"), 8),
    ],
)
def test_variants_of_folder_names(
    home: Path, folders: tuple[str, ...], classes: tuple[str, ...], test: int
) -> None:
    info = import_images([folder_zip(*folders)]).info
    assert info.class_names == classes
    assert info.test == test


def test_a_list_with_extra_columns_is_not_a_table(home: Path) -> None:
    pixels, labels = shapes(30)
    rows = "".join(f"{i},{c},12,12,0,0\n" for i, c in enumerate(labels))
    members = {f"pics/{i}.png": image_file(p) for i, p in enumerate(pixels)}
    info = import_images(
        [upload("a.zip", zip_of({"all.csv": "id,label,w,h,x,y\n" + rows, **members}))]
    ).info
    assert info.image_shape == (12, 12, 1)


def test_idx_files_in_any_folder(home: Path) -> None:
    members = {f"latest/{file.name}": file.file.read() for file in mnist_files()}
    info = import_images([upload("a.zip", zip_of(members))]).info
    assert (info.labelled, info.test) == (COUNT, 60)


def test_tables_named_train_and_test(home: Path) -> None:
    pixels, labels = shapes(90)
    files = {
        "mnist_train.csv": pixel_table(pixels[:60], labels[:60]),
        "mnist_test.csv": pixel_table(pixels[60:], labels[60:]),
    }
    info = import_images([upload("a.zip", zip_of(files))]).info
    assert (info.labelled, info.test) == (60, 30)


def test_exif_orientation_is_applied() -> None:
    gray = np.zeros((8, 16), np.uint8)
    exif = Image.Exif()
    exif[0x0112] = 6  # rotate by a quarter turn
    for format in ("JPEG", "PNG", "WEBP"):
        pixels, _ = decode(image_file(gray, format, exif=exif), "a", Limits(), None)
        assert pixels.shape == (16, 8)


def test_one_color_image_makes_the_set_color(home: Path) -> None:
    pixels, labels = shapes(30)
    members = {
        f"{c}/{i:02}.png": image_file(p)
        for i, (p, c) in enumerate(zip(pixels, labels, strict=True))
    }
    red = np.zeros((12, 12, 3), np.uint8) + np.array([250, 0, 0], np.uint8)
    members["2/99.png"] = image_file(red)
    info = import_images([upload("a.zip", zip_of(members))]).info
    images = collection.load(info.id)
    every = np.concatenate([images.images, images.test_images])
    assert info.image_shape == (12, 12, 3)
    assert sum((image == red).all() for image in every) == 1
    assert sum((image[..., 0] == image[..., 2]).all() for image in every) == 30


def test_transparent_areas_are_filled_with_white(home: Path) -> None:
    ink = np.zeros((12, 12, 4), np.uint8)
    ink[3:6, :, 3] = 255
    pixels, transparent = decode(image_file(ink), "ink.png", Limits(), None)
    assert transparent
    assert (pixels[3:6] == 0).all()
    assert (pixels[6:] == 255).all()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_gray_values_are_kept_in_every_mode(mode: str) -> None:
    gray = np.repeat(np.array([[0, 255]], np.uint8), 8, axis=0).repeat(4, axis=1)
    image = (
        Image.fromarray(gray.astype(np.uint16) * 257) if mode == "I;16" else Image.fromarray(gray)
    )
    source = image_file(np.asarray(image)) if mode == "I;16" else image_file(gray, mode=mode)
    pixels, _ = decode(source, "a.png", Limits(), None)
    assert np.array_equal(pixels, gray)


def test_interlaced_pngs_are_read() -> None:
    # Pillow writes no interlaced PNG; build one of 5 x 3 pixels from the seven passes.
    import struct
    import zlib

    rows = [
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ]
    gray = np.arange(15, dtype=np.uint8).reshape(3, 5)
    data = b"".join(
        b"\0" + line.tobytes() for x, y, dx, dy in rows for line in gray[y::dy, x::dx] if line.size
    )

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 5, 3, 8, 0, 0, 0, 1))
    png += chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")
    assert np.array_equal(decode(png, "a.png", Limits(), None)[0], gray)


def test_numeric_classes_are_sorted_by_value_and_text_alphabetically(home: Path) -> None:
    pixels, labels = shapes(60)
    numbers = import_images(
        [upload("a.npz", npz(images=pixels, labels=np.array([10, 9, 2])[labels]))]
    )
    assert numbers.info.class_names == ("2", "9", "10")
    words = import_images(
        [upload("a.npz", npz(images=pixels, labels=np.array(["b", "a", "10"])[labels]))]
    )
    assert words.info.class_names == ("10", "a", "b")


def test_validation_folders_join_the_training_images(home: Path) -> None:
    pixels, labels = shapes(60)
    where = ["train", "Validation", "test"]
    files = {
        f"x/{where[i % 5 % 3]}/{c}/{i}.png": image_file(p)
        for i, (p, c) in enumerate(zip(pixels, labels, strict=True))
    }
    info = import_images([upload("a.zip", zip_of(files))]).info
    assert (info.labelled, info.test) == (48, 12)


def test_arrays_in_fortran_order(home: Path) -> None:
    pixels, labels = shapes(60)
    rows = import_images([upload("a.npz", npz(images=pixels, labels=labels))])
    columns = import_images([upload("a.npz", npz(images=np.asfortranarray(pixels), labels=labels))])
    assert rows.info.id == columns.info.id


def test_progress_is_reported_and_cancelling_stores_nothing(home: Path) -> None:
    seen: list[tuple[str, int, int]] = []

    class Watching(Progress):
        def step(self, steps: int = 1) -> None:
            super().step(steps)
            seen.append((self.stage, self.done, self.total))
            if self.done == COUNT // 2:
                self.cancel()

    with pytest.raises(Cancelled):
        import_images(flat_folders(), progress=Watching())
    assert seen[-1] == ("Decoding images", COUNT // 2, COUNT)
    assert not (home / "datasets").exists()
    import_images(flat_folders())


def test_twenty_left_out_files_are_listed_and_all_are_counted(home: Path) -> None:
    pixels, labels = shapes(60)
    files: dict[str, bytes | str] = {
        f"{c}/{i}.png": image_file(p) for i, (p, c) in enumerate(zip(pixels, labels, strict=True))
    }
    files |= {f"notes/{i}.txt": "x" for i in range(25)}
    found: ImportResult = import_images([upload("a.zip", zip_of(files))])
    assert found.left_out.count == 25
    assert len(found.left_out.first) == 20
    assert found.left_out.reasons == {"not a PNG, JPEG, BMP, GIF or WebP image": 25}


def test_dark_images_get_a_note(home: Path) -> None:
    pixels, labels = shapes(60)
    found = import_images([upload("a.npz", npz(images=pixels // 16, labels=labels))])
    assert any("of 255: the images will look dark" in note for note in found.notes)


def test_removed_sets_are_still_known(home: Path) -> None:
    info = import_images(flat_folders(), name="Insects").info
    spec = complete_spec({"data": {"dataset": "insects"}})
    assert spec.data.dataset == info.id
    assert (spec.data.train_size, validation_size(spec.data)) == (134, 58)
    collection.remove(info.id)
    assert collection.list_datasets() == [collection.DIGITS]
    assert RunSpec.from_dict(spec.model_dump(mode="json")) == spec
    prepare.cache_clear()
    with pytest.raises(InputError, match=r"'Insects' .* is not in this store; import it"):
        prepare(spec.data)
    with pytest.raises(InputError, match="built in and cannot be removed"):
        collection.remove("digits")
    assert import_images(flat_folders(), name="Again").new
    assert collection.find(info.id).name == "Again"  # type: ignore[union-attr]


@pytest.mark.parametrize("part", ["images", "labels", "test_images", "test_labels"])
def test_a_damaged_set_is_reported_and_repaired_by_importing_again(home: Path, part: str) -> None:
    info = import_images(flat_folders(), name="Insects").info
    file = home / "datasets" / info.id / f"{part}.npy"
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(InputError, match=r"cannot be read .* import it again"):
        collection.load(info.id)
    assert import_images(flat_folders()).new
    assert collection.load(info.id).images.shape == (COUNT * 4 // 5, 12, 12, 1)
    file.unlink()
    assert collection.list_datasets() == [collection.DIGITS]
    assert import_images(flat_folders()).new


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"id": 3}'])
def test_a_set_with_a_damaged_description_is_missing(home: Path, text: str) -> None:
    info = import_images(flat_folders(), name="Insects").info
    (home / "datasets" / info.id / "about.json").write_text(text)
    assert collection.find(info.id) is None
    assert collection.list_datasets() == [collection.DIGITS]
    assert import_images(flat_folders(), name="Again").info.name == "Again"


def test_memory_of_an_import_stays_low(tmp_path: Path) -> None:
    """Peak memory of a separate process, above that of a small import."""
    pixels, labels = shapes(12_000, side=48)
    small, large = tmp_path / "small.npz", tmp_path / "large.npz"
    small.write_bytes(npz(images=pixels[:300], labels=labels[:300]))
    large.write_bytes(npz(images=pixels.astype(np.int64), labels=labels))
    folders = tmp_path / "folders.zip"
    folders.write_bytes(
        zip_of(
            {
                f"{c}/{i}.png": image_file(p)
                for i, (p, c) in enumerate(zip(pixels, labels, strict=True))
            }
        )
    )
    table = tmp_path / "table.csv"
    table.write_bytes(pixel_table(pixels[:3000], labels[:3000]))
    small_table = tmp_path / "small.csv"
    small_table.write_bytes(pixel_table(pixels[:300], labels[:300]))
    for warm, path, count in (
        (small, large, 12_000),
        (small, folders, 12_000),
        (small_table, table, 3_000),
    ):
        grown = int(
            subprocess.run(
                [sys.executable, "-c", _MEASURE, warm, path, tmp_path],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        assert grown < 4 * count * 48 * 48


_MEASURE = """
import os, resource, sys
from pathlib import Path
os.environ["REGDASH_HOME"] = sys.argv[3]
from regdash.datasets.importing import import_images
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
import_images([Path(sys.argv[1])])
before = peak()
import_images([Path(sys.argv[2])])
print(peak() - before)
"""
