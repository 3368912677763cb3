"""Progress of training in the terminal."""

import sys
from collections.abc import Sequence

from tqdm import tqdm

from regdash.services.runs import RunService


def follow_runs(service: RunService, run_ids: Sequence[str], *, quiet: bool) -> None:
    """Show one progress bar for all epochs until every run has ended."""
    runs = [run for i in run_ids if (run := service.store.run(i)) is not None]
    total = sum(run.spec.epochs for run in runs)
    with tqdm(total=total, unit="epoch", disable=quiet, file=sys.stderr, smoothing=0.1) as bar:
        done = dict.fromkeys(run_ids, 0)
        finished = False
        while not finished:
            finished = service.wait(run_ids, timeout=0.5)
            for run in runs:
                records = service.store.epochs(run.id, after=done[run.id])
                if records:
                    done[run.id] += len(records)
                    last = records[-1]
                    bar.set_postfix_str(f"{run.name}: {last.val_accuracy:.2%} validation")
                    bar.update(len(records))
        # Early stopping leaves epochs untrained; fill the bar anyway.
        bar.total = bar.n
        bar.refresh()
