"""The judgement of a comparison: verdicts, certainty, figures, diagnosis, and settings."""

from regdash.ui.judgement.panel import show_judgement

__all__ = ["show_judgement"]
