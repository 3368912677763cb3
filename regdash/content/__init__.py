"""Ready-made races and the case study: texts and specs."""
