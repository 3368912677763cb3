"""Small images as HTML: sharp pixels, nothing stored on the server."""

import base64
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

_SIGNED_SHARE = 99.5
"""Percentile of the absolute centered values that is drawn as black or white."""


@dataclass(frozen=True)
class Tile:
    """An image with a caption."""

    image: np.ndarray
    """uint8 (height, width, 1 or 3)."""
    words: str
    wrong: bool = False
    """Whether the image is marked as mislabeled."""


def to_pixels(
    images: np.ndarray, shape: tuple[int, int, int], *, centred: bool = False
) -> np.ndarray:
    """Convert flat images to pixels for display.

    Args:
        images: float32 (n, pixels).
        shape: Height, width, channels.
        centred: Whether values are positive and negative, with 0 drawn as gray; else 0 to 1.

    Returns:
        uint8 (n, height, width, channels).
    """
    if centred:
        largest = np.percentile(np.abs(images), _SIGNED_SHARE) if images.size else 1.0
        images = 0.5 + images / (2 * max(float(largest), 1e-9))
    pixels: np.ndarray = np.rint(255 * images.clip(0, 1)).astype(np.uint8)
    return pixels.reshape(-1, *shape)


def draw_image(image: np.ndarray, size: int, alt: str) -> str:
    """Return an image as an `img` tag whose longer side is `size` CSS pixels."""
    height, width = image.shape[:2]
    scale = size / max(height, width)
    buffer = io.BytesIO()
    Image.fromarray(image[..., 0] if image.shape[2] == 1 else image).save(buffer, "PNG")
    data = base64.b64encode(buffer.getvalue()).decode()
    return (
        f'<img src="data:image/png;base64,{data}" alt="{html.escape(alt)}"'
        f' width="{max(1, round(width * scale))}" height="{max(1, round(height * scale))}"'
        ' style="image-rendering:pixelated;margin:auto;'
        'border-radius:4px;border:1px solid rgba(128,128,128,.45);display:block">'
    )


def draw_tiles(tiles: Sequence[Tile], size: int = 64) -> str:
    """Return images with their captions; the rows are laid out by the page's style."""
    return (
        f'<div class="rd-tiles" style="--rd-tile:{size}px">'
        + "".join(_draw_tile(tile, size) for tile in tiles)
        + "</div>"
    )


def _draw_tile(tile: Tile, size: int) -> str:
    words = html.escape(tile.words)
    mark = "outline:2px solid #e76300;outline-offset:2px;border-radius:4px;" if tile.wrong else ""
    return (
        f'<figure style="margin:0;min-width:0;max-width:{size}px"><div style="{mark}max-width:{size}px">'
        f"{draw_image(tile.image, size, tile.words)}</div>"
        f'<figcaption title="{words}" style="font-size:.8rem;line-height:1.3;margin-top:3px;'
        'text-align:center;overflow:hidden;text-overflow:ellipsis;white-space:nowrap">'
        f"{words}</figcaption></figure>"
    )
