"""What is imported before it is needed, in the order in which it is.

Importing all takes seconds, in which Python can do little else. So what the first page needs is imported
while the server starts, the rest when that page has been drawn.
"""

import importlib

_START_PAGE = ("regdash.ui.composer", "regdash.ui.start", "regdash.live.stream")

_COMPARISON = ("regdash.ui.compare",)

_REST = ("scipy.stats", "regdash.ui.studies", "scipy.interpolate")
"""For verdicts and studies."""


def import_start_page() -> None:
    """Import what the start page needs: about a second."""
    _import(_START_PAGE)


def import_comparison() -> None:
    """Import what an open comparison needs besides: half a second."""
    _import(_COMPARISON)


def import_rest() -> None:
    """Import what verdicts and studies need besides: about a second."""
    _import(_REST)


def _import(names: tuple[str, ...]) -> None:
    for name in names:
        importlib.import_module(name)
