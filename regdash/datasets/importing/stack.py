"""Images on top of each other, in as little memory as it takes."""

import numpy as np

_FIRST = 1024


class Stack:
    """Grows by blocks; grey until the first image in colour comes."""

    def __init__(self) -> None:
        self._pixels: np.ndarray | None = None
        self.count = 0
        """Images that are here."""
        self.expected = 0
        """Images that will come in all, as far as is known: memory is asked for once."""

    @property
    def size(self) -> tuple[int, int] | None:
        """Height and width, or None before the first image."""
        return None if self._pixels is None else self._pixels.shape[1:3]

    @property
    def channels(self) -> int:
        """1 or 3; 1 before the first image."""
        return 1 if self._pixels is None else self._pixels.shape[3]

    def append(self, block: np.ndarray) -> None:
        """Put images on top: uint8 (n, height, width) or (n, height, width, 3)."""
        block = block[..., None] if block.ndim == 3 else block
        if self._pixels is None:
            self._pixels = np.empty((max(self.expected, len(block)), *block.shape[1:]), np.uint8)
        if block.shape[3] > self.channels:
            self._pixels = _in_colour(self._pixels, self.count)
        needed = self.count + len(block)
        if needed > len(self._pixels):
            grown = max(needed, len(self._pixels) * 5 // 4, _FIRST)
            self._pixels.resize((grown, *self._pixels.shape[1:]), refcheck=False)
        # A grey image among colour ones is spread over the three channels.
        self._pixels[self.count : needed] = block
        self.count = needed

    def take(self, channels: int) -> np.ndarray:
        """All images, uint8 (n, height, width, channels), which the stack forgets."""
        pixels, self._pixels = self._pixels, None
        if pixels is None:
            return np.empty((0, 1, 1, channels), np.uint8)
        if channels > pixels.shape[3]:
            return _in_colour(pixels, self.count)
        pixels.resize((self.count, *pixels.shape[1:]), refcheck=False)
        return pixels


def _in_colour(pixels: np.ndarray, count: int) -> np.ndarray:
    colour = np.empty((*pixels.shape[:3], 3), np.uint8)
    colour[:count] = pixels[:count]
    return colour
