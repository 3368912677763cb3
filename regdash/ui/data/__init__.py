"""The Data page: images, classes, what the network sees, and importing data sets."""
