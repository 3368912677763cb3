"""Synthetic results of searches for tests of figures and findings."""

from dataclasses import replace

from regdash.judging.methods import Method
from regdash.judging.searches import SearchPoint, SearchResults
from regdash.spec import RunSpec
from regdash.studies.search import Range, Search
from regdash.studies.trials import SearchTrial, TrialState
from tests.support.evidence import make_run
from tests.support.records import make_epoch

SEARCH = Search.build(
    RunSpec(), [Range.from_text("l2=1e-6..1e-1"), Range.from_text("dropout=0..0.8")], trial_count=12
)


def make_point(
    number: int,
    loss: float,
    values: tuple[float, ...] = (1e-3, 0.1),
    state: TrialState = "complete",
    status: str = "finished",
) -> SearchPoint:
    """Return a trial that had this validation loss after each of its two epochs."""
    epochs = tuple(make_epoch(e, val_loss=loss) for e in (1, 2))
    run = replace(make_run(status=status), id=f"run{number}", records=epochs)
    trial = SearchTrial(values, state, loss if state == "complete" else None, (loss, loss))
    return SearchPoint(number, trial, Method(f"m{number}", f"m{number}", 0, (run,)))


def make_results(count: int = 12) -> SearchResults:
    """Return a search whose third trial was pruned, and whose losses fall with L2."""
    points = []
    for number in range(1, count + 1):
        values = (10.0 ** -(number % 6 + 0.5), round(0.06 * (number * 5 % 12), 3))
        pruned = number == 3
        points.append(
            make_point(
                number,
                1.0 / number,
                values,
                "pruned" if pruned else "complete",
                "stopped" if pruned else "finished",
            )
        )
    return SearchResults(tuple(points), "val_loss", {"l2": 0.7, "dropout": 0.3})
