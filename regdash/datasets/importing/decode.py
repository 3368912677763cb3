"""Decodes image files into pixels."""

import io

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from regdash.datasets.importing.limits import Limits
from regdash.datasets.importing.png_length import has_all_rows
from regdash.settings.messages import InputError

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP")


def decode(data: bytes, where: str, limits: Limits, resize: int | None) -> tuple[np.ndarray, bool]:
    """Decode an image; of an animation, the first frame.

    Args:
        data: Content of the file.
        where: Name of the file, for messages.
        limits: Limits of the import.
        resize: Height and width of the result in pixels; None keeps the size.

    Returns:
        uint8 (height, width) if all pixels are gray, else (height, width, 3); and whether
        transparent areas were filled with white.

    Raises:
        InputError: The file is not an image, damaged, or too large.
    """
    if not data:
        raise InputError([f"{where}: the image is empty (0 bytes); replace or remove it."])
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        # Only the header has been read so far: check the size before any pixel is decoded.
        width, height = image.size
        limits.check("image_pixels", width * height, f"{where} declares {width} × {height}")
        pixels = _pixels(image, resize)
        if image.format == "PNG" and not has_all_rows(data):
            raise ValueError("fewer rows than its header declares")
        return pixels
    except InputError:
        raise
    except Image.DecompressionBombError:
        raise InputError(
            [f"{where}: the image is too large; allowed: {limits.describe('image_pixels')}."]
        ) from None
    except UnidentifiedImageError:
        raise InputError(
            [f"{where}: this is not a PNG, JPEG, BMP, GIF or WebP image; replace or remove it."]
        ) from None
    except Exception as error:  # decoders raise all kinds of errors on broken files
        raise InputError(
            [f"{where}: the image is damaged or truncated ({error}); replace or remove it."]
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
        gray = _opaque_gray(image)
        if gray is not None and resize is None:
            return gray, False
        if gray is not None:
            image = Image.fromarray(gray)
        else:
            transparent = _is_transparent(image)
            if transparent:
                image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
            image = image.convert("RGB")
    if resize is not None and image.size != (resize, resize):
        image = image.resize((resize, resize), Image.Resampling.BILINEAR)
    return drop_redundant_color(np.asarray(image)), transparent


def _opaque_gray(image: Image.Image) -> np.ndarray | None:
    """Return the gray pixels if red, green and blue are equal and all is opaque, else None."""
    pixels = np.asarray(image)
    words = pixels.view("<u4")[..., 0]
    return pixels[..., 0] if ((words & 255) * 0x010101 | 0xFF000000 == words).all() else None


def _is_transparent(image: Image.Image) -> bool:
    return bool(np.asarray(image.getchannel("A")).min() < 255)


def drop_redundant_color(pixels: np.ndarray) -> np.ndarray:
    """Return an image, or a block of images, without the color axis if all of it is gray."""
    if pixels.ndim == 2:
        return pixels
    red = pixels[..., 0]
    if (red == pixels[..., 1]).all() and (red == pixels[..., 2]).all():
        return red
    return pixels
