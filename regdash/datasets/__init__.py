"""Images and labels, ready to train on."""

from regdash.datasets.prepare import Images, PreparedData, prepare

__all__ = ["Images", "PreparedData", "prepare"]
