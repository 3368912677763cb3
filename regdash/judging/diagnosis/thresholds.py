"""Thresholds of the rules; the description of each rule is built from them."""

from math import exp

MIN_EPOCHS = 3
"""Fewest epochs for any diagnosis of the curves."""

JUMP = 0.2
"""Rise of the training loss in nats: the correct class gets a fifth less probability (geometric
mean)."""
JUMP_SHARE = 0.2
"""The same rise as a share of the previous loss."""
JUMPS = 2
"""Fewest jumps for an unstable run."""

MIN_INFORMATION = 0.02
"""Share of correct labels above that of guessing; with less there is nothing to learn."""
MIN_LEARNED = 0.02
"""Share of the way from guessing to the training floor; with less nothing was learned."""
NEAR_GUESSING = 0.1
"""Share of the way from guessing to 100 % accuracy."""
OVERSHOOT = 1.5
"""Multiple of the loss of guessing, reached only with weights that are far too large."""

PROGRESS = 0.02
"""Relative improvement over the last fifth of the epochs; less is hardly worth their time."""
UNLEARNED = 0.15
"""Share of the way from the training floor to guessing; with more there is room to learn."""
ACCURACY_GAP = 0.05
"""Difference in accuracy that is worth reporting, as a share."""

MEMORIZED = 0.02
"""Training accuracy above the share of correct labels, as a share."""

RISE = 0.05
"""Relative rise of the validation loss."""
RISE_NATS = 0.01
"""The same rise in nats."""
RISE_EPOCHS = 2
"""Number of epochs that a rise must persist."""
TRAIN_FALL = 0.02
"""Relative fall of the training loss during a rise of the validation loss."""

GAP = 0.1
"""Gap in loss that is worth reporting, in nats: the correct class of a validation image gets 10%
less probability than that of a training image (geometric mean). An absolute threshold in nats is a
relative one in probability."""
GAP_FACTOR = 1 - exp(-GAP)
