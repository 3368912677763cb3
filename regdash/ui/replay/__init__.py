"""The replay: a recorded race, small, that moves before anything was trained."""

from regdash.ui.replay.element import show_replay

__all__ = ["show_replay"]
