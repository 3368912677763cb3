"""From the bytes of an image file to pixels."""

import io

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from regdash.datasets.importing.limits import Limits
from regdash.datasets.importing.png_length import has_all_rows
from regdash.settings.messages import InputError

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP")


def decode(data: bytes, where: str, limits: Limits, resize: int | None) -> tuple[np.ndarray, bool]:
    """Decode an image; of an animation its first picture.

    Args:
        data: The file.
        where: Its name, for the message.
        limits: Limits of the import.
        resize: Pixels to each side of the result; None leaves the size.

    Returns:
        uint8 (height, width) if all its pixels are grey, else (height, width, 3); and whether
        transparent parts were laid on white.

    Raises:
        InputError: It is no image, damaged, or too large.
    """
    if not data:
        raise InputError([f"{where}: the image is empty (0 bytes); replace or remove it."])
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        # Its header is all that was read so far: what it claims is judged before it is believed.
        width, height = image.size
        limits.check("image_pixels", width * height, f"{where} claims to be {width} × {height}")
        pixels = _pixels(image, resize)
        if image.format == "PNG" and not has_all_rows(data):
            raise ValueError("fewer rows than its header claims")
        return pixels
    except InputError:
        raise
    except Image.DecompressionBombError:
        raise InputError(
            [f"{where}: refused for its size; allowed are {limits.say('image_pixels')}."]
        ) from None
    except UnidentifiedImageError:
        raise InputError(
            [f"{where}: it is not a png, jpeg, bmp, gif or webp image; replace or remove it."]
        ) from None
    except Exception as error:  # decoders raise whatever a broken file makes them raise
        raise InputError(
            [f"{where}: the image is damaged or cut short ({error}); replace or remove it."]
        ) from None


def _pixels(image: Image.Image, resize: int | None) -> tuple[np.ndarray, bool]:
    if image.format in ("JPEG", "MPO") or "exif" in image.info:
        image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I;16"):
        deep = np.asarray(image).astype(np.uint32)
        image = Image.fromarray(((deep * 255 + 32_767) // 65_535).astype(np.uint8))
    elif image.mode == "P" or "transparency" in image.info:
        image = image.convert("RGBA")
    elif image.mode not in ("L", "RGB", "RGBA"):
        image = image.convert("RGBA" if "A" in image.getbands() else "RGB")
    transparent = False
    if image.mode == "RGBA":
        grey = _opaque_grey(image)
        if grey is not None and resize is None:
            return grey, False
        if grey is not None:
            image = Image.fromarray(grey)
        else:
            transparent = _is_transparent(image)
            if transparent:
                image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
            image = image.convert("RGB")
    if resize is not None and image.size != (resize, resize):
        image = image.resize((resize, resize), Image.Resampling.BILINEAR)
    return without_needless_colour(np.asarray(image)), transparent


def _opaque_grey(image: Image.Image) -> np.ndarray | None:
    """The grey pixels, if red, green and blue are equal and nothing is transparent."""
    pixels = np.asarray(image)
    words = pixels.view("<u4")[..., 0]
    return pixels[..., 0] if ((words & 255) * 0x010101 | 0xFF000000 == words).all() else None


def _is_transparent(image: Image.Image) -> bool:
    return bool(np.asarray(image.getchannel("A")).min() < 255)


def without_needless_colour(pixels: np.ndarray) -> np.ndarray:
    """An image, or a block of them, without the colour axis if all is grey."""
    if pixels.ndim == 2:
        return pixels
    red = pixels[..., 0]
    if (red == pixels[..., 1]).all() and (red == pixels[..., 2]).all():
        return red
    return pixels
