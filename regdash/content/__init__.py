"""Presets and the case study: texts and specs."""
