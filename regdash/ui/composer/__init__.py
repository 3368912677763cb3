"""The sidebar for composing variants and new comparisons."""

from regdash.ui.composer.setup_dials import SetupDials
from regdash.ui.composer.sidebar import Composed, show_composer
from regdash.ui.composer.state import copy_run, focus_requests

__all__ = ["Composed", "SetupDials", "copy_run", "focus_requests", "show_composer"]
