"""What users take home: pictures, reports, data and code."""

from regdash.ui.export.picture_dialog import KIND, open_requested, request

__all__ = ["KIND", "open_requested", "request"]
