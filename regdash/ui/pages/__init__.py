"""The pages, in the order of the navigation. A new one is a script and a line in the list."""

from dataclasses import dataclass
from pathlib import Path

from regdash.settings.registry import Registry


@dataclass(frozen=True)
class Page:
    """A page of the navigation."""

    key: str
    """Its address: the last part of its URL."""
    title: str
    icon: str
    """Name of a Material icon, such as `:material/image:`."""
    script: Path
    """Streamlit script that draws it."""


def _page(key: str, title: str, icon: str) -> Page:
    return Page(key, title, icon, Path(__file__).with_name(f"{key}.py"))


PAGES: Registry[Page] = Registry(
    "page",
    [
        _page("compare", "Compare", ":material/stacked_line_chart:"),
        _page("studies", "Studies", ":material/timeline:"),
        _page("case_study", "Case study", ":material/auto_stories:"),
        _page("data", "Data", ":material/image:"),
    ],
)
"""The first one opens at the server's address."""
