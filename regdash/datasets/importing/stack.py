"""A growing array of images that uses little memory."""

import numpy as np

_INITIAL_CAPACITY = 1024


class Stack:
    """A growing array of images; gray until the first color image is added."""

    def __init__(self) -> None:
        self._pixels: np.ndarray | None = None
        self.count = 0
        """Number of images so far."""
        self.expected = 0
        """Expected total number of images, so that memory is allocated only once."""

    @property
    def size(self) -> tuple[int, int] | None:
        """Height and width, or None before the first image."""
        return None if self._pixels is None else self._pixels.shape[1:3]

    @property
    def channels(self) -> int:
        """1 or 3; 1 before the first image."""
        return 1 if self._pixels is None else self._pixels.shape[3]

    def append(self, block: np.ndarray) -> None:
        """Append images: uint8 (n, height, width) or (n, height, width, 3)."""
        block = block[..., None] if block.ndim == 3 else block
        if self._pixels is None:
            self._pixels = np.empty((max(self.expected, len(block)), *block.shape[1:]), np.uint8)
        if block.shape[3] > self.channels:
            self._pixels = _to_color(self._pixels, self.count)
        needed = self.count + len(block)
        if needed > len(self._pixels):
            grown = max(needed, len(self._pixels) * 5 // 4, _INITIAL_CAPACITY)
            self._pixels.resize((grown, *self._pixels.shape[1:]), refcheck=False)
        # A gray image is broadcast to three channels if the others have color.
        self._pixels[self.count : needed] = block
        self.count = needed

    def take(self, channels: int) -> np.ndarray:
        """Return all images, uint8 (n, height, width, channels), and release them."""
        pixels, self._pixels = self._pixels, None
        if pixels is None:
            return np.empty((0, 1, 1, channels), np.uint8)
        if channels > pixels.shape[3]:
            return _to_color(pixels, self.count)
        pixels.resize((self.count, *pixels.shape[1:]), refcheck=False)
        return pixels


def _to_color(pixels: np.ndarray, count: int) -> np.ndarray:
    color = np.empty((*pixels.shape[:3], 3), np.uint8)
    color[:count] = pixels[:count]
    return color
