"""Pictures as files: PNG, SVG and PDF, the same bytes for the same content."""

import base64
import io
import threading
import warnings
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from regdash.reports.pictures.content import AnyPicture
from regdash.reports.pictures.page import draw_picture
from regdash.reports.pictures.targets import LOOKS, TARGETS, Format, LookKey, TargetKey
from regdash.reports.pictures.text import font_paths, register_fonts

_LOCK = threading.Lock()
"""Matplotlib's compiled parts and its settings are not thread-safe."""

MEDIA_TYPES: dict[Format, str] = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
}


def write_picture(
    picture: AnyPicture,
    target: TargetKey = "slide",
    look: LookKey = "light",
    format: Format = "png",
    scale: int = 2,
) -> bytes:
    """Draw a picture.

    Args:
        picture: What it shows.
        target: What it is for.
        look: Its colors.
        format: Kind of file. The text of SVG and PDF stays text; both contain the font.
        scale: Of a PNG, one of `SCALES`: 2 is 2560 x 1440 pixels for a slide, and 300 dpi for papers.

    Returns:
        The file; equal for equal arguments.
    """
    with drawing():
        chosen = TARGETS[target]
        figure = draw_picture(picture, chosen, LOOKS[look])
        written = _save(figure, format, dpi=chosen.dpi * scale)
        return _embed_fonts(written, figure) if format == "svg" else written


@contextmanager
def drawing() -> Iterator[None]:
    """Use Matplotlib alone and with the settings of pictures."""
    import matplotlib

    settings: Any = {
        "svg.hashsalt": "regdash",
        "svg.fonttype": "none",
        "pdf.fonttype": 42,
        # Letters are as wide as in the font, at any resolution.
        "text.hinting": "none",
        "hatch.linewidth": 0.7,
    }
    with _LOCK, matplotlib.rc_context(settings), warnings.catch_warnings():
        # Characters that no font has are drawn as boxes.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def load_matplotlib() -> None:
    """Load what draws pictures, so that the first one does not wait for it."""
    from matplotlib.backends import backend_agg  # noqa: F401

    with _LOCK:
        register_fonts()


def _save(figure: Any, format: Format, dpi: int) -> bytes:
    metadata = {
        "png": {"Software": "RegDash"},
        "svg": {"Date": None},
        "pdf": {"CreationDate": None},
    }
    buffer = io.BytesIO()
    figure.savefig(
        buffer,
        format=format,
        dpi=dpi if format == "png" else 72,
        metadata=metadata[format],
        facecolor=figure.get_facecolor(),
    )
    return buffer.getvalue()


def _embed_fonts(svg: bytes, figure: Any) -> bytes:
    """Add the letters that are used to an SVG, so that it looks the same on every machine."""
    from matplotlib.text import Text

    used: dict[int, set[str]] = {weight: set() for weight in font_paths()}
    for text in figure.findobj(Text):
        used[600 if text.get_fontproperties().get_weight() == 600 else 400] |= set(text.get_text())
    rules = font_faces({weight: letters for weight, letters in used.items() if letters})
    return svg.replace(b"<defs>", f"<defs><style>{rules}</style>".encode(), 1)


def font_faces(letters: Mapping[int, Collection[str]]) -> str:
    """Return style rules that contain the font with only these letters, by their weights."""
    return "".join(
        f"@font-face {{ font-family: '{register_fonts()}'; font-weight: {weight};"
        f" src: url(data:font/woff;base64,{_subset(weight, ''.join(sorted(used)))}) }}"
        for weight, used in letters.items()
    )


def _subset(weight: int, letters: str) -> str:
    """Return a font with only these letters: WOFF in base64."""
    from fontTools import subset

    options = subset.Options()
    options.flavor = "woff"
    options.drop_tables += ["FFTM"]
    options.layout_features = ["kern"]
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    with subset.load_font(font_paths()[weight], options) as loaded:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=letters)
        subsetter.subset(loaded)
        buffer = io.BytesIO()
        subset.save_font(loaded, buffer, options)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
