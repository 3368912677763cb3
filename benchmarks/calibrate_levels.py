"""Calibrate the levels in `regdash/stats/sequential.py` by simulation, and print them.

    python -m benchmarks.calibrate_levels

Student's t statistic of normal differences is computed after every seed from 3 to 30. At each look
the level is set such that the share of all paths that cross it there for the first time is the
share of the overall level to be spent at that look.
"""

import numpy as np
from scipy import stats

from regdash.stats.sequential import FIRST_LOOK, LAST_LOOK, OVERALL_LEVELS, share_spent

PATHS = 20_000_000
CHUNK = 500_000
_WIDEST = 1.2 * max(OVERALL_LEVELS)


def main() -> None:
    """Simulate, calibrate, and print."""
    p_values = np.concatenate([_simulate(chunk) for chunk in range(PATHS // CHUNK)], axis=1)
    table = [_calibrate(p_values, overall) for overall in OVERALL_LEVELS]
    for look, levels in zip(
        range(FIRST_LOOK, LAST_LOOK + 1), zip(*table, strict=True), strict=True
    ):
        shares = (level / overall for level, overall in zip(levels, OVERALL_LEVELS, strict=True))
        print(f"        [{', '.join(f'{share:.4f}' for share in shares)}],  # {look}")


def _simulate(chunk: int) -> np.ndarray:
    """Return p-values of the paths that come near any level, float32 (looks, paths)."""
    rng = np.random.default_rng([2007, chunk])
    total, squares = np.zeros(CHUNK), np.zeros(CHUNK)
    found = np.ones((LAST_LOOK - FIRST_LOOK + 1, CHUNK), np.float32)
    for n in range(1, LAST_LOOK + 1):
        new = rng.standard_normal(CHUNK)
        total += new
        squares += new**2
        if n < FIRST_LOOK:
            continue
        t = np.abs(total) / np.sqrt(n * (squares - total**2 / n) / (n - 1))
        near = t > stats.t.isf(_WIDEST / 2, n - 1)
        found[n - FIRST_LOOK, near] = 2 * stats.t.sf(t[near], n - 1)
    return found[:, found.min(axis=0) < 1]


def _calibrate(p_values: np.ndarray, overall: float) -> list[float]:
    alive = np.ones(p_values.shape[1], bool)
    levels = []
    for look, now in enumerate(p_values, FIRST_LOOK):
        spend = round(overall * share_spent(look) * PATHS)
        candidates = np.flatnonzero(alive & (now < overall))
        # A look never needs a level above the overall one.
        level = np.partition(now[candidates], spend)[spend] if len(candidates) > spend else overall
        levels.append(float(level))
        alive &= now >= level
    return levels


if __name__ == "__main__":
    main()
