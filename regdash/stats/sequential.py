"""Significance levels for looking at a comparison after every seed.

Looking after every seed and stopping at the first significant result gives far more false positives
than the level allows. A group-sequential design with alpha spending (Lan and DeMets 1983, Biometrika
70:659; Jennison and Turnbull 2000, chapter 7) divides the level among the looks: `share_spent` says
how much of it is spent at each number of seeds. Most is spent at 3, 5, and 10 seeds, which are what
the pages offer. The resulting levels were calibrated by simulating Student's t
(`python -m benchmarks.calibrate_levels`), because boundaries for known variances are too lenient
for a few seeds.

`repeated_p` turns the p-value of one look into one that holds over all looks (the repeated p-value
of Jennison and Turnbull 2000, section 9.3): for equal methods, the probability that it ever falls
below a level, at any look, is at most that level. Holm's method can therefore be applied to several
methods at once (Ye, Li, Liu and Yao 2013, Stat. Med. 32:1112).

An anytime-valid t test (Wang and Ramdas 2024) needs no schedule of looks, but with five seeds it
could detect only far larger differences.
"""

import numpy as np

FIRST_LOOK = 3
"""Fewest seeds per method for a verdict."""

LAST_LOOK = 30
"""Beyond this, levels keep falling with the square of the number of seeds."""

OVERALL_LEVELS = (0.05, 0.025, 0.05 / 3, 0.0125, 0.01, 0.00625, 0.005, 0.0025, 0.001)
"""Calibrated levels over all looks: 5 % divided among 1 to 50 comparisons."""

_SPENT = {3: 0.15, 4: 0.05, 5: 0.35, 6: 0.05, 7: 0.05, 8: 0.05, 9: 0.05, 10: 0.15}
_SPENT_LATER = 0.1


def share_spent(look: int) -> float:
    """Return the share of the overall level that is spent at a number of seeds, 0 to 1.

    A tenth is reserved for more than ten seeds, in shares that fall with their square.
    """
    if look in _SPENT:
        return _SPENT[look]
    later = range(max(_SPENT) + 1, LAST_LOOK + 1)
    # The last term approximates the sum of 1 / n^2 over all looks beyond the last one.
    total = sum(1 / n**2 for n in later) + 1 / (LAST_LOOK + 0.5)
    return _SPENT_LATER / look**2 / total


# Levels of single looks as shares of the overall levels above, one row per number of seeds; printed
# by `python -m benchmarks.calibrate_levels`.
_SHARES = np.array(
    [
        [0.1496, 0.1495, 0.1494, 0.1495, 0.1496, 0.1486, 0.1495, 0.1492, 0.1479],  # 3
        [0.0774, 0.0715, 0.0690, 0.0671, 0.0660, 0.0643, 0.0625, 0.0590, 0.0577],  # 4
        [0.4022, 0.3902, 0.3847, 0.3814, 0.3788, 0.3718, 0.3686, 0.3644, 0.3621],  # 5
        [0.2109, 0.1854, 0.1725, 0.1645, 0.1585, 0.1466, 0.1424, 0.1305, 0.1105],  # 6
        [0.1634, 0.1410, 0.1294, 0.1224, 0.1187, 0.1086, 0.1045, 0.0943, 0.0836],  # 7
        [0.1529, 0.1306, 0.1205, 0.1145, 0.1101, 0.1035, 0.1000, 0.0899, 0.0825],  # 8
        [0.1544, 0.1317, 0.1227, 0.1161, 0.1114, 0.1030, 0.1003, 0.0929, 0.0867],  # 9
        [0.3034, 0.2720, 0.2575, 0.2483, 0.2414, 0.2296, 0.2254, 0.2128, 0.1962],  # 10
        [0.1582, 0.1339, 0.1228, 0.1153, 0.1093, 0.1006, 0.0955, 0.0876, 0.0743],  # 11
        [0.0994, 0.0808, 0.0721, 0.0673, 0.0640, 0.0565, 0.0550, 0.0474, 0.0400],  # 12
        [0.0707, 0.0564, 0.0501, 0.0458, 0.0432, 0.0381, 0.0367, 0.0323, 0.0272],  # 13
        [0.0547, 0.0426, 0.0380, 0.0351, 0.0322, 0.0293, 0.0286, 0.0244, 0.0184],  # 14
        [0.0442, 0.0342, 0.0304, 0.0279, 0.0264, 0.0233, 0.0229, 0.0200, 0.0169],  # 15
        [0.0371, 0.0287, 0.0251, 0.0235, 0.0222, 0.0195, 0.0189, 0.0170, 0.0135],  # 16
        [0.0318, 0.0248, 0.0222, 0.0204, 0.0195, 0.0169, 0.0163, 0.0141, 0.0116],  # 17
        [0.0282, 0.0219, 0.0195, 0.0182, 0.0171, 0.0149, 0.0145, 0.0123, 0.0109],  # 18
        [0.0251, 0.0195, 0.0170, 0.0160, 0.0151, 0.0134, 0.0131, 0.0108, 0.0100],  # 19
        [0.0224, 0.0179, 0.0156, 0.0144, 0.0134, 0.0121, 0.0116, 0.0101, 0.0089],  # 20
        [0.0204, 0.0161, 0.0145, 0.0133, 0.0125, 0.0110, 0.0109, 0.0097, 0.0073],  # 21
        [0.0188, 0.0148, 0.0133, 0.0122, 0.0116, 0.0108, 0.0099, 0.0086, 0.0078],  # 22
        [0.0176, 0.0137, 0.0124, 0.0113, 0.0106, 0.0098, 0.0096, 0.0077, 0.0073],  # 23
        [0.0161, 0.0130, 0.0116, 0.0106, 0.0103, 0.0091, 0.0086, 0.0081, 0.0066],  # 24
        [0.0151, 0.0119, 0.0107, 0.0102, 0.0096, 0.0088, 0.0082, 0.0072, 0.0057],  # 25
        [0.0140, 0.0112, 0.0099, 0.0094, 0.0089, 0.0085, 0.0079, 0.0064, 0.0056],  # 26
        [0.0132, 0.0105, 0.0094, 0.0087, 0.0083, 0.0079, 0.0076, 0.0067, 0.0053],  # 27
        [0.0127, 0.0098, 0.0090, 0.0082, 0.0078, 0.0072, 0.0070, 0.0063, 0.0053],  # 28
        [0.0120, 0.0095, 0.0083, 0.0078, 0.0075, 0.0069, 0.0068, 0.0061, 0.0051],  # 29
        [0.0112, 0.0092, 0.0079, 0.0075, 0.0072, 0.0066, 0.0063, 0.0055, 0.0055],  # 30
    ]
)
_LEVELS = np.log(_SHARES * np.array(OVERALL_LEVELS))[:, ::-1]
_OVERALL = np.log(np.array(OVERALL_LEVELS))[::-1]


def look_level(overall: float, look: int) -> float:
    """Return the level that a p-value must fall below at one look.

    Args:
        overall: Level over all looks, above 0 and at most 0.05.
        look: Seeds of the method with fewer seeds, at least `FIRST_LOOK`.

    Raises:
        ValueError: `look` is below `FIRST_LOOK`.
    """
    levels, factor = _levels_at(look)
    slope = (levels[1] - levels[0]) / (_OVERALL[1] - _OVERALL[0])
    wanted = np.log(overall)
    # Below the strictest calibrated level, extrapolate with the same slope.
    log_level = (
        levels[0] + slope * (wanted - _OVERALL[0])
        if wanted < _OVERALL[0]
        else np.interp(wanted, _OVERALL, levels)
    )
    return float(np.exp(log_level) * factor)


def repeated_p(p_value: float, look: int) -> float:
    """Return the p-value over all looks: the lowest overall level at which this look is significant.

    Args:
        p_value: p-value of this look alone, 0 to 1.
        look: Seeds of the method with fewer seeds, at least `FIRST_LOOK`.

    Returns:
        At least `p_value`, at most 1.

    Raises:
        ValueError: `look` is below `FIRST_LOOK`.
    """
    levels, factor = _levels_at(look)
    if p_value <= 0:
        return 0.0
    wanted = np.log(p_value / factor)
    if wanted >= levels[-1]:
        found = wanted - levels[-1] + _OVERALL[-1]
    elif wanted < levels[0]:
        slope = (_OVERALL[1] - _OVERALL[0]) / (levels[1] - levels[0])
        found = _OVERALL[0] + slope * (wanted - levels[0])
    else:
        found = np.interp(wanted, levels, _OVERALL)
    return float(min(1.0, np.exp(found)))


def _levels_at(look: int) -> tuple[np.ndarray, float]:
    """Return log levels in ascending order, and a factor for looks beyond the last one."""
    if look < FIRST_LOOK:
        raise ValueError(f"Look: received {look} seeds; allowed: {FIRST_LOOK} or more.")
    factor = min(1.0, (LAST_LOOK / look) ** 2)
    return _LEVELS[min(look, LAST_LOOK) - FIRST_LOOK], factor
