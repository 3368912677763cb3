"""The start page: ready-made races that replay, and the list of comparisons."""

from regdash.ui.start.deleted import show_deleted
from regdash.ui.start.welcome import show_welcome

__all__ = ["show_deleted", "show_welcome"]
