"""Broken and hostile inputs: each is refused with a sentence, and the store stays as it was."""

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
    """A good archive of class folders with some members added."""
    return zip_of(
        GOOD | {name.replace("__", "/").replace("_", "."): d for name, d in changed.items()}
    )


def listed(csv: str | bytes, **more: bytes | str) -> bytes:
    """A good archive of listed images with another list."""
    return zip_of({**LISTED, "train.csv": csv, **more})


def cell(value: str, column: int = 5) -> bytes:
    """A good table of pixels with one cell of the second row changed."""
    lines = TABLE.split("\n")
    cells = lines[2].split(",")
    cells[column] = value
    return "\n".join([*lines[:2], ",".join(cells), *lines[3:]]).encode()


def member(name: str, **attributes: int) -> bytes:
    """A zip with one member of that name and kind."""
    info = zipfile.ZipInfo("placeholder")
    info.filename = info.orig_filename = name
    for attribute, value in attributes.items():
        setattr(info, attribute, value)
    return zip_with(info)


def encrypted() -> bytes:
    """A zip that says its member is encrypted."""
    data = bytearray(zip_of({"a/1.png": b"secret"}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + offset] |= 1
    return bytes(data)


def packed(method: int) -> bytes:
    """A good archive with one member packed in another way."""
    buffer = io.BytesIO(zip_of(GOOD))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("readme.txt", b"\0" * 1000, method)
    return buffer.getvalue()


def crowded(count: int) -> bytes:
    """A zip whose directory has many entries, and whose end says it has one."""
    entry = struct.pack("<4s42x", b"PK\x01\x02")
    end = struct.pack("<4s4xHHII2x", b"PK\x05\x06", 1, 1, count * len(entry), 0)
    return b"PK\x03\x04" + entry * count + end


def npy(header: str) -> bytes:
    """An npz whose images have this header."""
    text = header.encode().ljust(117) + b"\n"
    array = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + b"\0" * 64
    with zipfile.ZipFile(upload("", npz(labels=LABELS)).file) as archive:
        return zip_of({"images.npy": array, "labels.npy": archive.read("labels.npy")})


def twice() -> bytes:
    """A zip with two members of one name."""
    return zip_of({"a/1.png": b"x", "a/2.png": b"x"}).replace(b"a/2.png", b"a/1.png")


def claims(size: int) -> bytes:
    """A zip whose directory claims another size of its member."""
    data = bytearray(zip_of({"a/1.png": b"x" * 100}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", size)
    return bytes(data)


def huge_png(width: int, height: int) -> bytes:
    """A small png that claims to be huge."""
    data = bytearray(image_file(PIXELS[0]))
    data[16:24] = struct.pack(">II", width, height)
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    return bytes(data)


def text_bomb() -> bytes:
    """A png with a compressed text that unpacks to tens of megabytes."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "x" * 30_000_000, zip=True)
    return image_file(PIXELS[0], pnginfo=info)


def lying_npy(shape: tuple[int, ...]) -> bytes:
    """An npz whose array claims another shape than it has."""
    return npy(str({"descr": "|u1", "fortran_order": False, "shape": shape}))


BAD: list[tuple[str, str, Callable[[], bytes], str]] = [
    # what it is, file name, content, words of the sentence
    ("nothing sent", "a.zip", lambda: b"", "a.zip: the file is empty (0 bytes)."),
    ("not an archive", "a.zip", lambda: b"hello there", "No layout fits a.zip."),
    ("cut zip", "a.zip", lambda: zip_of(GOOD)[:500], "a.zip: it is damaged or cut short"),
    ("empty zip", "a.zip", lambda: zip_of({}), "there is no file in it"),
    ("only folders", "a.zip", lambda: zip_of({"a/": b""}), "there is no file in it"),
    ("only text", "a.zip", lambda: zip_of({"a/1.txt": b"x"}), "No layout fits a/1.txt. Known are:"),
    ("climbs out", "a.zip", lambda: member("../../etc/1.png"), "climbs out of the archive"),
    (
        "climbs in disguise",
        "a.zip",
        lambda: member("a\\..\\..\\1.png"),
        "climbs out of the archive",
    ),
    ("absolute path", "a.zip", lambda: member("/etc/1.png"), "is an absolute path"),
    ("drive letter", "a.zip", lambda: member("C:\\1.png"), "is an absolute path"),
    ("control character", "a.zip", lambda: member("a/1\n.png"), "control characters in its name"),
    (
        "link",
        "a.zip",
        lambda: member("a/1.png", create_system=3, external_attr=(stat.S_IFLNK | 0o777) << 16),
        "is a link",
    ),
    (
        "device",
        "a.zip",
        lambda: member("a/1.png", create_system=3, external_attr=(stat.S_IFCHR | 0o666) << 16),
        "is no ordinary file",
    ),
    ("encrypted", "a.zip", encrypted, "is encrypted"),
    ("one name twice", "a.zip", twice, "is in it twice"),
    (
        "zip in zip",
        "a.zip",
        lambda: folders(more_zip=zip_of(GOOD)),
        "an archive within the archive",
    ),
    ("tar", "a.tar", lambda: b"\0" * 257 + b"ustar" + b"\0" * 250, "a tar archive; unpack it"),
    (
        "tar in gzip",
        "a.tar.gz",
        lambda: gz(b"\0" * 257 + b"ustar" + b"\0" * 250),
        "a tar archive inside another file",
    ),
    ("bzip2 in zip", "a.zip", lambda: packed(zipfile.ZIP_BZIP2), "is packed by bzip2, LZMA or"),
    ("LZMA in zip", "a.zip", lambda: packed(zipfile.ZIP_LZMA), "is packed by bzip2, LZMA or"),
    (
        "crowded directory",
        "a.zip",
        lambda: crowded(5_000),
        "a.zip has too many files: 5,000; allowed are at most 2,000",
    ),
    ("7z", "a.7z", lambda: b"7z\xbc\xaf\x27\x1c" + b"\0" * 99, "a 7z archive; unpack it"),
    (
        "too many members",
        "a.zip",
        lambda: zip_of({f"a/{i}.png": b"" for i in range(2001)}),
        "too many files: 2,001; allowed are at most 2,000 files in an archive or folder"
        " (REGDASH_MAX_FILES)",
    ),
    (
        "bomb that says so",
        "a.zip",
        lambda: claims(4_000_000_000),
        "unpacks to too many MB: 4,000; allowed are at most 50 MB that an archive unpacks to"
        " (REGDASH_MAX_UNPACKED_MB)",
    ),
    ("real bomb", "a.zip", lambda: zip_of({"a/1.png": b"\0" * 60_000_000}), "too many MB: 60"),
    ("bomb that lies", "a.zip", lambda: claims(10), "a/1.png"),
    (
        "gzip bomb",
        "a.csv.gz",
        lambda: gz(TABLE.encode() + b"\n" + b"\n".join([TABLE.split("\n")[1].encode()] * 120_000)),
        "it unpacks to more than at most 50 MB",
    ),
    (
        "cut gzip",
        "a.csv.gz",
        lambda: gz(TABLE.encode())[:400],
        "a.csv.gz: it is damaged or cut short",
    ),
    (
        "image bomb",
        "a.zip",
        lambda: folders(a__1_png=huge_png(60_000, 60_000)),
        "a/1.png: refused for its size; allowed are at most 16,777,216 pixels of an image before",
    ),
    (
        "smaller image bomb",
        "a.zip",
        lambda: folders(a__1_png=huge_png(5_000, 5_000)),
        "claims to be 5000 × 5000",
    ),
    ("text bomb", "a.zip", lambda: folders(a__1_png=text_bomb()), "a/1.png: the image is damaged"),
    (
        "lying image",
        "a.zip",
        lambda: folders(a__1_png=huge_png(12, 60)),
        "a/1.png: the image is damaged",
    ),
    (
        "cut image",
        "a.zip",
        lambda: folders(a__1_png=image_file(PIXELS[0])[:80]),
        "a/1.png: the image is damaged or cut short",
    ),
    (
        "cut jpeg",
        "a.zip",
        lambda: folders(a__1_jpg=image_file(shapes(1, side=60)[0][0], "JPEG")[:900]),
        "a/1.jpg: the image is damaged or cut short",
    ),
    (
        "text as image",
        "a.zip",
        lambda: folders(a__1_png=b"<html>"),
        "a/1.png: it is not a png, jpeg",
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
        "12 × 72; images may have at most 64 pixels to a side (REGDASH_MAX_SIDE). Choose a size under"
        " 'Resize to', or --resize 32.",
    ),
    (
        "several sizes",
        "a.zip",
        lambda: folders(a__1_png=image_file(PIXELS[0][:9])),
        "Images of several sizes: a/1.png is 12 × 9, those before are 12 × 12",
    ),
    (
        "one class",
        "a.zip",
        lambda: zip_of({f"cats/{i}.png": image_file(p) for i, p in enumerate(PIXELS)}),
        "There is one class only ('cats')",
    ),
    (
        "no class",
        "a.zip",
        lambda: zip_of({f"{i}.png": image_file(p) for i, p in enumerate(PIXELS)}),
        "No image lies in a folder of its class",
    ),
    (
        "too few of a class",
        "a.zip",
        lambda: folders(rare__1_png=image_file(PIXELS[0])),
        "The class 'rare' has 1 labelled image; each class needs 5",
    ),
    (
        "absurd folder",
        "a.zip",
        lambda: zip_of(GOOD | {f"{'x' * 90}/1.png": image_file(PIXELS[0])}),
        "is no name of a class; allowed are up to 80 printable characters",
    ),
    (
        "too many classes",
        "a.npz",
        lambda: npz(images=np.zeros((5_005, 4, 4), np.uint8), labels=np.arange(5_005) // 5),
        "Too many classes: 1,001; allowed are at most 1,000 classes (REGDASH_MAX_CLASSES)",
    ),
    (
        "class only in test",
        "a.npz",
        lambda: npz(x_train=PIXELS, y_train=LABELS, x_test=PIXELS[:5], y_test=LABELS[:5] + 7),
        "The test set has the class '7', which is not among the training images",
    ),
    (
        "missing file",
        "a.zip",
        lambda: listed("filename,label\n0.png,1\n99.png,2\n"),
        "train.csv, row 3: the image '99.png' is missing; add it, or remove the row",
    ),
    (
        "listed twice",
        "a.zip",
        lambda: listed("filename,label\n0.png,1\n0.png,2\n"),
        "train.csv, row 3: '0.png' is listed a second time",
    ),
    (
        "two could be meant",
        "a.zip",
        lambda: listed("filename,label\n0.png,1\n", **{"old/train/0.png": image_file(PIXELS[0])}),
        "several images could be '0.png'",
    ),
    (
        "climbs out by csv",
        "a.zip",
        lambda: listed("filename,label\n../../0.png,1\n"),
        "train.csv, row 2",
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
        "the label is '0.5'",
    ),
    ("label negative", "a.zip", lambda: listed("filename,label\n0.png,-1\n"), "the label is '-1'"),
    (
        "label absurd",
        "a.zip",
        lambda: listed("filename,label\n0.png,1e300\n"),
        "the label is '1e300'",
    ),
    ("row cut", "a.zip", lambda: listed("filename,label\n0.png\n"), "row 2: 1 of 2 columns"),
    (
        "two lists",
        "a.zip",
        lambda: listed("filename,label\n", **{"train2.csv": "filename,label\n0.png,1\n"}),
        "2 csv files list images with labels (train.csv, train2.csv); call the one to train on train.csv",
    ),
    (
        "list is no text",
        "a.zip",
        lambda: listed(b"filename,label\n" + "0.png,ü\n".encode("latin-1") * 999),
        "train.csv: it is no text in UTF-8; save it as 'CSV UTF-8'",
    ),
    ("empty list", "a.zip", lambda: listed("filename,label\n"), "No image with a label was found"),
    (
        "pixel negative",
        "a.csv",
        lambda: cell("-3"),
        "a.csv, row 3: a pixel is -3; allowed are whole",
    ),
    (
        "pixel fractional",
        "a.csv",
        lambda: cell("3.5"),
        "a.csv, row 3: a pixel is 3.5; allowed are whole",
    ),
    ("pixel too bright", "a.csv", lambda: cell("256"), "a.csv, row 3: a pixel is 256; allowed are"),
    (
        "pixel nan",
        "a.csv",
        lambda: cell("nan"),
        "row 3: a pixel is 'nan'; allowed are whole numbers",
    ),
    ("pixel missing", "a.csv", lambda: cell(""), "row 3: a pixel is ''; allowed are whole numbers"),
    ("pixel infinite", "a.csv", lambda: cell("1e999"), "row 3: a pixel is"),
    ("pixel is a word", "a.csv", lambda: cell("white"), "row 3: a pixel is 'white'; allowed are"),
    (
        "csv label missing",
        "a.csv",
        lambda: cell("", 0),
        "a.csv, from row 2, label 2: the label is missing",
    ),
    ("csv label absurd", "a.csv", lambda: cell("-7", 0), "label 2: the label is '-7'"),
    (
        "row too short",
        "a.csv",
        lambda: TABLE.encode() + b"\n1,2,3",
        "a.csv, row 32: a pixel is ''; allowed are whole numbers",
    ),
    (
        "row too long",
        "a.csv",
        lambda: TABLE.encode() + b"\n" + b"1," * 200 + b"1",
        "a.csv: it is no readable csv",
    ),
    (
        "no square",
        "a.csv",
        lambda: b"label,a,b,c,d,e\n" + b"1,2,3,4,5,6\n" * 20,
        "a.csv: 5 columns of pixels; allowed is a square number",
    ),
    (
        "csv without labels",
        "a.csv",
        lambda: b"pixel0,pixel1,pixel2,pixel3\n1,2,3,4\n",
        "No layout fits a.csv",
    ),
    ("binary csv", "a.csv", lambda: b"label,\0\0\0\n", "a.csv: it is no text in UTF-8"),
    (
        "header only",
        "a.csv",
        lambda: TABLE.split("\n")[0].encode(),
        "No image with a label was found",
    ),
    (
        "wrong magic",
        "train-images-idx3-ubyte",
        lambda: b"\0\0\x0d\x03" + b"\0" * 99,
        "does not begin as an idx file",
    ),
    ("only images", "train-images-idx3-ubyte", lambda: idx(PIXELS), "its labels are missing"),
    (
        "idx claims more",
        "a.zip",
        lambda: zip_of(
            {"train-images-idx3-ubyte": idx(PIXELS)[:-1], "train-labels-idx1-ubyte": idx(LABELS)}
        ),
        "train-images-idx3-ubyte: its header claims more than the file has (1 bytes are missing)",
    ),
    (
        "idx claims the moon",
        "a.zip",
        lambda: zip_of(
            {
                "train-images-idx3-ubyte": struct.pack(">BBBB3I", 0, 0, 8, 3, 30, 2**31, 2**31),
                "train-labels-idx1-ubyte": idx(LABELS),
            }
        ),
        "2147483648 × 2147483648; images may have at most 64 pixels",
    ),
    (
        "idx has more",
        "a.zip",
        lambda: zip_of(
            {"train-images-idx3-ubyte": idx(PIXELS) + b"!", "train-labels-idx1-ubyte": idx(LABELS)}
        ),
        "it goes on after the end that its header claims",
    ),
    (
        "idx do not agree",
        "a.zip",
        lambda: zip_of(
            {"train-images-idx3-ubyte": idx(PIXELS), "train-labels-idx1-ubyte": idx(LABELS[:9])}
        ),
        "has 30 images, train-labels-idx1-ubyte has 9 labels; they must agree",
    ),
    (
        "pickled labels",
        "a.npz",
        lambda: npz(images=PIXELS, labels=np.array([{"a": 1}] * 30, dtype=object)),
        "labels: it holds pickled objects, which are never opened",
    ),
    (
        "pickled images",
        "a.npz",
        lambda: npz(images=np.array([PIXELS[0], None], dtype=object), labels=LABELS[:2]),
        "images: it holds pickled objects, which are never opened",
    ),
    (
        "other names",
        "a.npz",
        lambda: npz(a=PIXELS, b=LABELS),
        "a.npz has a, b; expected are x_train",
    ),
    ("no labels", "a.npz", lambda: npz(x_train=PIXELS), "x_train is there, but y_train is missing"),
    (
        "do not agree",
        "a.npz",
        lambda: npz(images=PIXELS, labels=LABELS[:3]),
        "images has 30 images, labels has 3 labels; they must agree",
    ),
    (
        "one-hot",
        "a.npz",
        lambda: npz(images=PIXELS, labels=np.eye(30)),
        "labels are one whole number",
    ),
    (
        "5 axes",
        "a.npz",
        lambda: npz(images=np.zeros((30, 2, 2, 2, 2)), labels=LABELS),
        "images: shape",
    ),
    (
        "from 0 to 1",
        "a.npz",
        lambda: npz(images=PIXELS / 255, labels=LABELS),
        "Numbers from 0 to 1 must be multiplied by 255 and rounded first",
    ),
    (
        "array nan",
        "a.npz",
        lambda: npz(images=np.full((30, 4, 4), np.nan), labels=LABELS),
        "images: a pixel is nan; allowed are whole numbers from 0 to 255",
    ),
    (
        "array negative",
        "a.npz",
        lambda: npz(images=PIXELS - 300.0, labels=LABELS),
        "images: a pixel is -",
    ),
    (
        "array of words",
        "a.npz",
        lambda: npz(images=PIXELS.astype(str), labels=LABELS),
        "images: dtype",
    ),
    (
        "array lies",
        "a.npz",
        lambda: lying_npy((30, 4, 4)),
        "images: its header claims more than the file",
    ),
    (
        "array claims the moon",
        "a.npz",
        lambda: lying_npy((30, 2**40, 2**40)),
        "images",
    ),
    (
        "no array",
        "a.npz",
        lambda: zip_of({"images.npy": b"x", "labels.npy": b"y"}),
        "it is no NumPy array",
    ),
]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that bombs of a few megabytes break."""
    monkeypatch.setenv("REGDASH_MAX_FILES", "2000")
    monkeypatch.setenv("REGDASH_MAX_UNPACKED_MB", "50")
    monkeypatch.setenv("REGDASH_MAX_DECODED_MB", "20")


@pytest.mark.usefixtures("limits")
@pytest.mark.parametrize(
    ("name", "content", "words"), [case[1:] for case in BAD], ids=[case[0] for case in BAD]
)
def test_refused_with_a_sentence(
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


def test_there_are_enough_of_them() -> None:
    assert len(BAD) >= 40


def test_pillows_own_limits_are_on() -> None:
    import_images_module = __import__("regdash.datasets.importing.decode", fromlist=["decode"])
    assert import_images_module.FORMATS == ("PNG", "JPEG", "BMP", "GIF", "WEBP")
    assert Image.MAX_IMAGE_PIXELS is not None
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
    assert PngImagePlugin.MAX_TEXT_CHUNK <= 2**20


def test_limits_that_make_no_sense_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGDASH_MAX_FILES", "many")
    with pytest.raises(InputError, match="REGDASH_MAX_FILES: received 'many'; allowed is"):
        Limits.from_environment()


def test_a_folder_with_links_is_read_without_them(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    for name, data in GOOD.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / "0" / "away.png").symlink_to("/etc/passwd")
    found = import_images([folder])
    assert found.left_out.first == [("0/away.png", "a link or no ordinary file")]
    assert found.images == len(GOOD)


def test_several_files_with_one_name(home: Path) -> None:
    same = [Upload("a.csv", upload("", b"x").file)] * 2
    with pytest.raises(InputError, match="same name"):
        import_images(same)
