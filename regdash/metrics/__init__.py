"""What is measured of a run, epoch by epoch, and what follows from it."""
