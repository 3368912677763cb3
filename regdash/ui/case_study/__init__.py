"""Parts of the page "Case study"."""
