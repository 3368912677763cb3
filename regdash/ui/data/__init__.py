"""The Data page: images, classes, what the network sees, and bringing one's own."""
