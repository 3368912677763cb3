"""Links for other people and machines: writing them, and what is shown when one is opened."""

from regdash.ui.share.share_dialog import open_requested, show_share_button
from regdash.ui.share.shared_page import show_shared

__all__ = ["open_requested", "show_share_button", "show_shared"]
