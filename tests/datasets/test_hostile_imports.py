"""Broken and malicious input: each is rejected with an explanation, and the store is unchanged."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFile, PngImagePlugin

from regdash.datasets.importing import Limits, Upload, import_images
from regdash.settings.messages import InputError
from tests.support.archives import (
    gz,
    idx,
    image_file,
    npz,
    pixel_table,
    shapes,
    upload,
    zip_of,
    zip_with,
)

PIXELS, LABELS = shapes(30)
GOOD = {
    f"{label}/{i}.png": image_file(p)
    for i, (p, label) in enumerate(zip(PIXELS, LABELS, strict=True))
}
TABLE = pixel_table(PIXELS, LABELS).decode()
FOLDERS = {
    "train.csv": "filename,label\n" + "".join(f"{i}.png,{c}\n" for i, c in enumerate(LABELS))
}
LISTED = FOLDERS | {f"Images/train/{i}.png": image_file(p) for i, p in enumerate(PIXELS)}


def folders(**changed: bytes) -> bytes:
    """A valid archive of class folders with some members added."""
    return zip_of(
        GOOD | {name.replace("__", "/").replace("_", "."): d for name, d in changed.items()}
    )


def listed(csv: str | bytes, **more: bytes | str) -> bytes:
    """A valid archive of listed images with another list."""
    return zip_of({**LISTED, "train.csv": csv, **more})


def cell(value: str, column: int = 5) -> bytes:
    """A valid table of pixels with one cell of the second row changed."""
    lines = TABLE.split("\n")
    cells = lines[2].split(",")
    cells[column] = value
    return "\n".join([*lines[:2], ",".join(cells), *lines[3:]]).encode()


def member(name: str, **attributes: int) -> bytes:
    """A zip with one member of this name and these attributes."""
    info = zipfile.ZipInfo("placeholder")
    info.filename = info.orig_filename = name
    for attribute, value in attributes.items():
        setattr(info, attribute, value)
    return zip_with(info)


def encrypted() -> bytes:
    """A zip that declares its member encrypted."""
    data = bytearray(zip_of({"a/1.png": b"secret"}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + offset] |= 1
    return bytes(data)


def packed(method: int) -> bytes:
    """A valid archive with one member that is compressed with another method."""
    buffer = io.BytesIO(zip_of(GOOD))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("readme.txt", b"\0" * 1000, method)
    return buffer.getvalue()


def crowded(count: int) -> bytes:
    """A zip whose directory has many entries, but whose end record declares one."""
    entry = struct.pack("<4s42x", b"PK\x01\x02")
    end = struct.pack("<4s4xHHII2x", b"PK\x05\x06", 1, 1, count * len(entry), 0)
    return b"PK\x03\x04" + entry * count + end


def npy(header: str) -> bytes:
    """An npz file whose images have this header."""
    text = header.encode().ljust(117) + b"\n"
    array = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + b"\0" * 64
    with zipfile.ZipFile(upload("", npz(labels=LABELS)).file) as archive:
        return zip_of({"images.npy": array, "labels.npy": archive.read("labels.npy")})


def twice() -> bytes:
    """A zip with two members of the same name."""
    return zip_of({"a/1.png": b"x", "a/2.png": b"x"}).replace(b"a/2.png", b"a/1.png")


def claims(size: int) -> bytes:
    """A zip whose directory declares another size for its member."""
    data = bytearray(zip_of({"a/1.png": b"x" * 100}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", size)
    return bytes(data)


def huge_png(width: int, height: int) -> bytes:
    """A small PNG that declares another size."""
    data = bytearray(image_file(PIXELS[0]))
    data[16:24] = struct.pack(">II", width, height)
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    return bytes(data)


def text_bomb() -> bytes:
    """A PNG with a compressed text of 30 MB."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "x" * 30_000_000, zip=True)
    return image_file(PIXELS[0], pnginfo=info)


def lying_npy(shape: tuple[int, ...]) -> bytes:
    """An npz file whose array declares another shape than it has."""
    return npy(str({"descr": "|u1", "fortran_order": False, "shape": shape}))


BAD: list[tuple[str, str, Callable[[], bytes], str]] = [
    # case, file name, content, part of the message
    ("empty file", "a.zip", lambda: b"", "a.zip: the file is empty (0 bytes)."),
    (
        "not an archive",
        "a.zip",
        lambda: b"hello there",
        "a.zip: the file is damaged, or is no zip file; create it again.",
    ),
    (
        "truncated zip",
        "a.zip",
        lambda: zip_of(GOOD)[:500],
        "a.zip: the file is damaged or truncated",
    ),
    ("empty zip", "a.zip", lambda: zip_of({}), "a.zip: the zip contains no files"),
    ("only folders", "a.zip", lambda: zip_of({"a/": b""}), "a.zip: the zip contains no files"),
    (
        "only text",
        "a.zip",
        lambda: zip_of({"a/1.txt": b"x"}),
        "Unknown layout: a/1.txt. Known layouts:",
    ),
    ("path traversal", "a.zip", lambda: member("../../etc/1.png"), "points outside the archive"),
    (
        "path traversal with backslashes",
        "a.zip",
        lambda: member("a\\..\\..\\1.png"),
        "points outside the archive",
    ),
    ("absolute path", "a.zip", lambda: member("/etc/1.png"), "is an absolute path"),
    ("drive letter", "a.zip", lambda: member("C:\\1.png"), "is an absolute path"),
    ("control character", "a.zip", lambda: member("a/1\n.png"), "control characters in its name"),
    (
        "symbolic link",
        "a.zip",
        lambda: member("a/1.png", create_system=3, external_attr=(stat.S_IFLNK | 0o777) << 16),
        "is a symbolic link",
    ),
    (
        "device",
        "a.zip",
        lambda: member("a/1.png", create_system=3, external_attr=(stat.S_IFCHR | 0o666) << 16),
        "is not a regular file",
    ),
    ("encrypted", "a.zip", encrypted, "is encrypted"),
    ("same name twice", "a.zip", twice, "is contained twice"),
    (
        "zip in zip",
        "a.zip",
        lambda: folders(more_zip=zip_of(GOOD)),
        "is an archive inside the archive",
    ),
    (
        "tar",
        "a.tar",
        lambda: b"\0" * 257 + b"ustar" + b"\0" * 250,
        "tar archives are not supported; unpack it",
    ),
    (
        "tar in gzip",
        "a.tar.gz",
        lambda: gz(b"\0" * 257 + b"ustar" + b"\0" * 250),
        "tar archives inside other files are not supported",
    ),
    (
        "bzip2 in zip",
        "a.zip",
        lambda: packed(zipfile.ZIP_BZIP2),
        "uses an unsupported compression method",
    ),
    (
        "LZMA in zip",
        "a.zip",
        lambda: packed(zipfile.ZIP_LZMA),
        "uses an unsupported compression method",
    ),
    (
        "crowded directory",
        "a.zip",
        lambda: crowded(5_000),
        "a.zip has too many files: 5,000; allowed: at most 2,000",
    ),
    (
        "7z",
        "a.7z",
        lambda: b"7z\xbc\xaf\x27\x1c" + b"\0" * 99,
        "7z archives are not supported; unpack it",
    ),
    (
        "too many members",
        "a.zip",
        lambda: zip_of({f"a/{i}.png": b"" for i in range(2001)}),
        "too many files: 2,001; allowed: at most 2,000 files in an archive or folder"
        " (REGDASH_MAX_FILES)",
    ),
    (
        "honest bomb",
        "a.zip",
        lambda: claims(4_000_000_000),
        "unpacks to too many MB: 4,000; allowed: at most 50 MB of unpacked data"
        " (REGDASH_MAX_UNPACKED_MB)",
    ),
    ("real bomb", "a.zip", lambda: zip_of({"a/1.png": b"\0" * 60_000_000}), "too many MB: 60"),
    ("lying bomb", "a.zip", lambda: claims(10), "a/1.png"),
    (
        "gzip bomb",
        "a.csv.gz",
        lambda: gz(TABLE.encode() + b"\n" + b"\n".join([TABLE.split("\n")[1].encode()] * 120_000)),
        "a.csv.gz: the unpacked file is too large; allowed: at most 50 MB of unpacked data",
    ),
    (
        "npz without a zip",
        "a.npz",
        lambda: b"\1\2\3 not a zip" * 40,
        "a.npz: the file is damaged, or is no npz file; create it again.",
    ),
    (
        "truncated gzip",
        "a.csv.gz",
        lambda: gz(TABLE.encode())[:400],
        "a.csv.gz: the file is damaged or truncated",
    ),
    (
        "image bomb",
        "a.zip",
        lambda: folders(a__1_png=huge_png(60_000, 60_000)),
        "a/1.png: the image is too large; allowed: at most 16,777,216 pixels per image before",
    ),
    (
        "smaller image bomb",
        "a.zip",
        lambda: folders(a__1_png=huge_png(5_000, 5_000)),
        "declares 5000 × 5000",
    ),
    ("text bomb", "a.zip", lambda: folders(a__1_png=text_bomb()), "a/1.png: the image is damaged"),
    (
        "lying image",
        "a.zip",
        lambda: folders(a__1_png=huge_png(12, 60)),
        "a/1.png: the image is damaged",
    ),
    (
        "truncated image",
        "a.zip",
        lambda: folders(a__1_png=image_file(PIXELS[0])[:80]),
        "a/1.png: the image is damaged or truncated",
    ),
    (
        "truncated JPEG",
        "a.zip",
        lambda: folders(a__1_jpg=image_file(shapes(1, side=60)[0][0], "JPEG")[:900]),
        "a/1.jpg: the image is damaged or truncated",
    ),
    (
        "text as image",
        "a.zip",
        lambda: folders(a__1_png=b"<html>"),
        "a/1.png: this is not a PNG, JPEG",
    ),
    (
        "empty image",
        "a.zip",
        lambda: folders(a__1_png=b""),
        "a/1.png: the image is empty (0 bytes)",
    ),
    (
        "image too large",
        "a.zip",
        lambda: zip_of(
            {f"{c}/{i}.png": image_file(PIXELS[0].repeat(6, 0)) for c in "ab" for i in range(9)}
        ),
        "12 × 72; allowed: at most 64 pixels per side (REGDASH_MAX_SIDE). Choose a size under"
        " 'Resize to', or pass --resize 32.",
    ),
    (
        "different sizes",
        "a.zip",
        lambda: folders(a__1_png=image_file(PIXELS[0][:9])),
        "The images have different sizes: a/1.png is 12 × 9, the images before it are 12 × 12",
    ),
    (
        "one class",
        "a.zip",
        lambda: zip_of({f"cats/{i}.png": image_file(p) for i, p in enumerate(PIXELS)}),
        "There is only one class ('cats')",
    ),
    (
        "no class",
        "a.zip",
        lambda: zip_of({f"{i}.png": image_file(p) for i, p in enumerate(PIXELS)}),
        "No image is in a class folder",
    ),
    (
        "too few of a class",
        "a.zip",
        lambda: folders(rare__1_png=image_file(PIXELS[0])),
        "The class 'rare' has 1 labeled image; each class needs at least 5",
    ),
    (
        "overlong folder name",
        "a.zip",
        lambda: zip_of(GOOD | {f"{'x' * 90}/1.png": image_file(PIXELS[0])}),
        "; allowed: up to 80 printable characters",
    ),
    (
        "too many classes",
        "a.npz",
        lambda: npz(images=np.zeros((5_005, 4, 4), np.uint8), labels=np.arange(5_005) // 5),
        "Too many classes: 1,001; allowed: at most 1,000 classes (REGDASH_MAX_CLASSES)",
    ),
    (
        "class only in test",
        "a.npz",
        lambda: npz(x_train=PIXELS, y_train=LABELS, x_test=PIXELS[:5], y_test=LABELS[:5] + 7),
        "The test set has the class '7', which the training images do not have",
    ),
    (
        "missing file",
        "a.zip",
        lambda: listed("filename,label\n0.png,1\n99.png,2\n"),
        "train.csv, row 3: the image '99.png' is missing; add the image or remove the row",
    ),
    (
        "listed twice",
        "a.zip",
        lambda: listed("filename,label\n0.png,1\n0.png,2\n"),
        "train.csv, row 3: '0.png' is already listed",
    ),
    (
        "ambiguous name",
        "a.zip",
        lambda: listed("filename,label\n0.png,1\n", **{"old/train/0.png": image_file(PIXELS[0])}),
        "several images match '0.png'",
    ),
    (
        "path traversal in CSV",
        "a.zip",
        lambda: listed("filename,label\n../../0.png,1\n"),
        "train.csv, row 2: the image '../../0.png' is missing",
    ),
    (
        "label missing",
        "a.zip",
        lambda: listed("filename,label\n0.png,\n"),
        "row 2: the label is missing",
    ),
    (
        "label nan",
        "a.zip",
        lambda: listed("filename,label\n0.png,NaN\n"),
        "row 2: the label is missing",
    ),
    (
        "label fractional",
        "a.zip",
        lambda: listed("filename,label\n0.png,0.5\n"),
        "received the label '0.5'",
    ),
    (
        "label negative",
        "a.zip",
        lambda: listed("filename,label\n0.png,-1\n"),
        "received the label '-1'",
    ),
    (
        "label too large",
        "a.zip",
        lambda: listed("filename,label\n0.png,1e300\n"),
        "received the label '1e300'",
    ),
    (
        "row incomplete",
        "a.zip",
        lambda: listed("filename,label\n0.png\n"),
        "row 2: the row has 1 of 2 columns",
    ),
    (
        "two lists",
        "a.zip",
        lambda: listed("filename,label\n", **{"train2.csv": "filename,label\n0.png,1\n"}),
        "2 CSV files list images with labels (train.csv, train2.csv); name the one to train on train.csv",
    ),
    (
        "list is not text",
        "a.zip",
        lambda: listed(b"filename,label\n" + "0.png,ü\n".encode("latin-1") * 999),
        "train.csv: this is not text in UTF-8; save it as 'CSV UTF-8'",
    ),
    ("empty list", "a.zip", lambda: listed("filename,label\n"), "No labeled image was found"),
    (
        "pixel negative",
        "a.csv",
        lambda: cell("-3"),
        "a.csv, row 3: received the pixel -3; allowed: whole",
    ),
    (
        "pixel fractional",
        "a.csv",
        lambda: cell("3.5"),
        "a.csv, row 3: received the pixel 3.5; allowed: whole",
    ),
    (
        "pixel too bright",
        "a.csv",
        lambda: cell("256"),
        "a.csv, row 3: received the pixel 256; allowed:",
    ),
    (
        "pixel nan",
        "a.csv",
        lambda: cell("nan"),
        "row 3: received the pixel 'nan'; allowed: whole numbers",
    ),
    (
        "pixel missing",
        "a.csv",
        lambda: cell(""),
        "row 3: received the pixel ''; allowed: whole numbers",
    ),
    ("pixel infinite", "a.csv", lambda: cell("1e999"), "row 3: received the pixel"),
    (
        "pixel is a word",
        "a.csv",
        lambda: cell("white"),
        "row 3: received the pixel 'white'; allowed:",
    ),
    (
        "CSV label missing",
        "a.csv",
        lambda: cell("", 0),
        "a.csv, from row 2, label 2: the label is missing",
    ),
    ("CSV label negative", "a.csv", lambda: cell("-7", 0), "label 2: received the label '-7'"),
    (
        "row too short",
        "a.csv",
        lambda: TABLE.encode() + b"\n1,2,3",
        "a.csv, row 32: received the pixel ''; allowed: whole numbers",
    ),
    (
        "row too long",
        "a.csv",
        lambda: TABLE.encode() + b"\n" + b"1," * 200 + b"1",
        "a.csv: this is not a valid CSV file",
    ),
    (
        "not square",
        "a.csv",
        lambda: b"label,a,b,c,d,e\n" + b"1,2,3,4,5,6\n" * 20,
        "a.csv: received 5 columns of pixels; allowed: a square number",
    ),
    (
        "CSV without labels",
        "a.csv",
        lambda: b"pixel0,pixel1,pixel2,pixel3\n1,2,3,4\n",
        "Unknown layout: a.csv",
    ),
    ("binary CSV", "a.csv", lambda: b"label,\0\0\0\n", "a.csv: this is not text in UTF-8"),
    (
        "header only",
        "a.csv",
        lambda: TABLE.split("\n")[0].encode(),
        "No labeled image was found",
    ),
    (
        "wrong magic",
        "train-images-idx3-ubyte",
        lambda: b"\0\0\x0d\x03" + b"\0" * 99,
        "this is not an idx file of unsigned bytes",
    ),
    ("only images", "train-images-idx3-ubyte", lambda: idx(PIXELS), "the labels are missing"),
    (
        "idx too short",
        "a.zip",
        lambda: zip_of(
            {"train-images-idx3-ubyte": idx(PIXELS)[:-1], "train-labels-idx1-ubyte": idx(LABELS)}
        ),
        "train-images-idx3-ubyte: the file is shorter than its header declares (1 bytes are missing)",
    ),
    (
        "idx declares a huge image",
        "a.zip",
        lambda: zip_of(
            {
                "train-images-idx3-ubyte": struct.pack(">BBBB3I", 0, 0, 8, 3, 30, 2**31, 2**31),
                "train-labels-idx1-ubyte": idx(LABELS),
            }
        ),
        "2147483648 × 2147483648; allowed: at most 64 pixels per side",
    ),
    (
        "idx too long",
        "a.zip",
        lambda: zip_of(
            {"train-images-idx3-ubyte": idx(PIXELS) + b"!", "train-labels-idx1-ubyte": idx(LABELS)}
        ),
        "the file is longer than its header declares",
    ),
    (
        "idx counts differ",
        "a.zip",
        lambda: zip_of(
            {"train-images-idx3-ubyte": idx(PIXELS), "train-labels-idx1-ubyte": idx(LABELS[:9])}
        ),
        "has 30 images, but train-labels-idx1-ubyte has 9 labels; the numbers must be equal",
    ),
    (
        "pickled labels",
        "a.npz",
        lambda: npz(images=PIXELS, labels=np.array([{"a": 1}] * 30, dtype=object)),
        "labels: pickled objects are not loaded",
    ),
    (
        "pickled images",
        "a.npz",
        lambda: npz(images=np.array([PIXELS[0], None], dtype=object), labels=LABELS[:2]),
        "images: pickled objects are not loaded",
    ),
    (
        "other names",
        "a.npz",
        lambda: npz(a=PIXELS, b=LABELS),
        "a.npz: received the arrays a, b; expected: x_train",
    ),
    (
        "no labels",
        "a.npz",
        lambda: npz(x_train=PIXELS),
        "a.npz has x_train, but y_train is missing",
    ),
    (
        "counts differ",
        "a.npz",
        lambda: npz(images=PIXELS, labels=LABELS[:3]),
        "images has 30 images, but labels has 3 labels; the numbers must be equal",
    ),
    (
        "one-hot",
        "a.npz",
        lambda: npz(images=PIXELS, labels=np.eye(30)),
        "labels: received shape (30, 30), dtype float64; allowed: one whole number",
    ),
    (
        "5 axes",
        "a.npz",
        lambda: npz(images=np.zeros((30, 2, 2, 2, 2)), labels=LABELS),
        "images: received shape (30, 2, 2, 2, 2); allowed:",
    ),
    (
        "from 0 to 1",
        "a.npz",
        lambda: npz(images=PIXELS / 255, labels=LABELS),
        "Multiply numbers from 0 to 1 by 255 and round them first",
    ),
    (
        "array nan",
        "a.npz",
        lambda: npz(images=np.full((30, 4, 4), np.nan), labels=LABELS),
        "images: received the pixel nan; allowed: whole numbers from 0 to 255",
    ),
    (
        "array negative",
        "a.npz",
        lambda: npz(images=PIXELS - 300.0, labels=LABELS),
        "images: received the pixel -",
    ),
    (
        "array of text",
        "a.npz",
        lambda: npz(images=PIXELS.astype(str), labels=LABELS),
        "images: received dtype <U",
    ),
    (
        "array too short",
        "a.npz",
        lambda: lying_npy((30, 4, 4)),
        "images: the array is shorter than its header declares",
    ),
    (
        "array declares a huge shape",
        "a.npz",
        lambda: lying_npy((30, 2**40, 2**40)),
        "images",
    ),
    (
        "not an array",
        "a.npz",
        lambda: zip_of({"images.npy": b"x", "labels.npy": b"y"}),
        "this is not a NumPy array",
    ),
]


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder, with their content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that bombs of a few megabytes exceed."""
    monkeypatch.setenv("REGDASH_MAX_FILES", "2000")
    monkeypatch.setenv("REGDASH_MAX_UNPACKED_MB", "50")
    monkeypatch.setenv("REGDASH_MAX_DECODED_MB", "20")


@pytest.mark.usefixtures("limits")
@pytest.mark.parametrize(
    ("name", "content", "words"), [case[1:] for case in BAD], ids=[case[0] for case in BAD]
)
def test_bad_input_is_rejected_with_an_explanation(
    home: Path, name: str, content: Callable[[], bytes], words: str
) -> None:
    import_images([upload("good.zip", zip_of(GOOD))])
    before = tree(home)
    with pytest.raises(InputError) as caught:
        import_images([upload(name, content())])
    assert words in str(caught.value)
    assert str(caught.value).endswith(".")
    assert len(str(caught.value)) < 700
    assert tree(home) == before
    assert not list((home / "datasets").glob(".*"))


def test_there_are_at_least_forty_cases() -> None:
    assert len(BAD) >= 40


def test_limits_of_pillow_are_enabled() -> None:
    import_images_module = __import__("regdash.datasets.importing.decode", fromlist=["decode"])
    assert import_images_module.FORMATS == ("PNG", "JPEG", "BMP", "GIF", "WEBP")
    assert Image.MAX_IMAGE_PIXELS is not None
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
    assert PngImagePlugin.MAX_TEXT_CHUNK <= 2**20


def test_invalid_limits_are_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGDASH_MAX_FILES", "many")
    with pytest.raises(
        InputError, match="REGDASH_MAX_FILES: received 'many'; allowed: a whole number from 1"
    ):
        Limits.from_environment()


def test_symbolic_links_in_a_folder_are_left_out(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    for name, data in GOOD.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / "0" / "away.png").symlink_to("/etc/passwd")
    found = import_images([folder])
    assert found.left_out.first == [("0/away.png", "symbolic link or special file")]
    assert found.images == len(GOOD)


def test_files_with_the_same_name_are_rejected(home: Path) -> None:
    same = [Upload("a.csv", upload("", b"x").file)] * 2
    with pytest.raises(InputError, match="same name"):
        import_images(same)
