"""`regdash study --ready peak`: compute *Past the peak* and print what was found."""

import sys
from collections.abc import Sequence

from tqdm import tqdm

from regdash.content import peak
from regdash.random_features.curve import CurvePoint, Measure
from regdash.services.peak import format_measure, list_findings, measure_points, name_strength
from regdash.settings.formatting import count_of

_TABLES: dict[Measure, str] = {
    "val_loss": "Validation loss",
    "val_error": "Validation error",
    "train_error": "Training error",
}


def compute_peak(*, quiet: bool) -> int:
    """Compute the study, print its tables and findings, and return the exit status.

    Args:
        quiet: Show no progress bar.
    """
    settings = peak.SETTINGS
    points = []
    with tqdm(total=len(settings.sizes), unit="size", disable=quiet, file=sys.stderr) as bar:
        for point in measure_points(settings):
            points.append(point)
            bar.update()
    print(f"{peak.TITLE}: medians over {count_of(len(settings.seeds), 'seed')} of the features.")
    for measure, title in _TABLES.items():
        print(f"\n{title}, {settings.data.train_size:,} training images")
        _print_table(measure, points, settings.strengths)
    print()
    for sentence in list_findings(settings, points):
        print(sentence)
    print(f"\n{peak.ABOUT_MODEL}")
    return 0


def _print_table(
    measure: Measure, points: Sequence[CurvePoint], strengths: Sequence[float]
) -> None:
    heads = [f"{name_strength(strength):>12}" for strength in strengths]
    print("  ".join([f"{'features':>8}", *heads]))
    for point in points:
        numbers = [
            f"{format_measure(point.typical(measure, place), measure):>12}"
            for place in range(len(strengths))
        ]
        print("  ".join([f"{point.features:>8,}", *numbers]))
