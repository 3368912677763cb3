"""An open comparison: its header, charts, table and judgement."""

from regdash.ui.compare.comparison import show_comparison

__all__ = ["show_comparison"]
