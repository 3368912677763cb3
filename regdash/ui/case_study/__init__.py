"""Elements of the Case study page."""
