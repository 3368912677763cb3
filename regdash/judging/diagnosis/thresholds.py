"""The numbers of the rules; what each rule says of itself is made of them."""

from math import exp

FEWEST_EPOCHS = 3

JUMP = 0.2
"""Nats: the right class gets a fifth less probability (geometric mean)."""
JUMP_SHARE = 0.2
JUMPS = 2

INFORMATION = 0.02
LEARNED = 0.02
NEAR_GUESSING = 0.1
OVERHEATED = 1.5
"""Times the loss of guessing; only weights that are far too large get there."""

PROGRESS = 0.02
"""Over the last fifth of the epochs; less hardly pays their time."""
UNLEARNED = 0.15
SHORT = 0.05

MEMORIZED = 0.02

RISE = 0.05
RISE_NATS = 0.01
HOLD = 2
FALL = 0.02

GAP = 0.1
"""Nats: the right class of a validation image gets 10% less probability than that of a training
image (geometric mean). An absolute threshold in nats is a relative one in probability."""
GAP_FACTOR = 1 - exp(-GAP)
