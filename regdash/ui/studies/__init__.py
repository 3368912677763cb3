"""Parts of the page Studies: start and compose a study, follow it, and go on from it."""

from regdash.ui.studies.composer import show_composer
from regdash.ui.studies.open_study import show_study
from regdash.ui.studies.start import show_start

__all__ = ["show_composer", "show_start", "show_study"]
