"""What runs in the background: queue, turns, stopping and ownership."""
