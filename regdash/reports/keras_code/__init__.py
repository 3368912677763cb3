"""Runs as a script or notebook in plain Keras, without RegDash."""

from regdash.reports.keras_code.notebook import write_notebook
from regdash.reports.keras_code.script import write_script

__all__ = ["write_notebook", "write_script"]
