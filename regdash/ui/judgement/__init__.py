"""What the comparison amounts to: verdicts, figures, diagnosis, settings."""

from regdash.ui.judgement.panel import show_judgement

__all__ = ["show_judgement"]
