"""Which values a search tries next, and which trials it stops early: Optuna, rebuilt from results.

The results of trials are the only state. For each question a study of Optuna is built from them in
memory, so that nothing has to be kept in step with it, locked or repaired. Importing this module
takes half a second; import it where it is used.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

import numpy as np
import optuna

from regdash.metrics import METRICS
from regdash.studies.dimensions import Value
from regdash.studies.search import Range, Search
from regdash.studies.trials import LOOKAHEAD, SearchTrial

_RANDOM_TRIALS = 10
"""Trials before TPE begins to learn."""

_TRIALS_BEFORE_PRUNING = 5
"""Complete trials that a pruned one is compared with, at least."""

_ATTEMPTS = 20
"""Tries to find values that were not tried before."""

optuna.logging.set_verbosity(optuna.logging.WARNING)  # not a note for every study


def build_study(search: Search, trials: Sequence[SearchTrial]) -> optuna.Study:
    """Return a study of Optuna with these trials, numbered from 0.

    A diverged trial counts as pruned in its last epoch, as its objective is no number.
    """
    higher = METRICS[search.objective].direction == "higher"
    study = optuna.create_study(direction="maximize" if higher else "minimize")
    study.add_trials([_frozen(search, trial) for trial in trials])
    return study


def choose_next(search: Search, trials: Sequence[SearchTrial]) -> tuple[Value, ...] | None:
    """Return the values of the next trial; None if all that can be chosen have been tried.

    Args:
        search: What to vary, and how.
        trials: All earlier ones. Of the last `LOOKAHEAD` - 1, only the values are used.
    """
    settled = len(trials) - (LOOKAHEAD - 1)
    known = [
        trial if index < settled else SearchTrial(trial.values, "active")
        for index, trial in enumerate(trials)
    ]
    study = build_study(search, known)
    tried = {trial.values for trial in trials}
    for attempt in range(_ATTEMPTS):
        study.sampler = _sampler(search, len(trials), attempt)
        asked = study.ask({each.dimension: _distribution(each) for each in search.ranges})
        values = search.typed([asked.params[each.dimension] for each in search.ranges])
        if values not in tried:
            return values
        study.tell(asked, state=optuna.trial.TrialState.FAIL)
    return None


def pruned_after(
    search: Search, epochs: Sequence[float], planned: int, earlier: Sequence[SearchTrial]
) -> tuple[int, float] | None:
    """Return the epoch after which a trial is not worth its time any more, and what it was compared with.

    It is stopped when its best objective so far is worse than the median of the complete trials'
    objectives after the same epoch: the median stopping rule (Golovin et al. 2017, "Google Vizier",
    section 3.2.2), as Optuna's `MedianPruner` has it. Not before a fifth of its epochs, and not before
    five trials are complete.

    Args:
        search: Whose objective is used.
        epochs: The trial's objective after each epoch.
        planned: Its number of epochs; after the last one there is nothing to save.
        earlier: The trials it is compared with.

    Returns:
        The number of the epoch, from 1, and the median after that epoch; None if it is worth it.
    """
    complete = [trial for trial in earlier if trial.state == "complete"]
    if not search.prune or len(complete) < _TRIALS_BEFORE_PRUNING:
        return None
    study = _build_complete(search, tuple(complete))
    warm_up = max(1, planned // 5)
    pruner = optuna.pruners.MedianPruner(_TRIALS_BEFORE_PRUNING, n_warmup_steps=warm_up)
    trial = optuna.trial.create_trial(state=optuna.trial.TrialState.RUNNING)
    measured = takewhile(np.isfinite, epochs[: planned - 1])  # after that it has diverged
    for epoch, value in enumerate(measured, start=1):
        trial.intermediate_values = {**trial.intermediate_values, epoch: value}
        if pruner.prune(study, trial):
            others = [other.epochs[epoch - 1] for other in complete if len(other.epochs) >= epoch]
            return epoch, float(np.median(others))
    return None


def find_importance(search: Search, trials: Sequence[SearchTrial]) -> Mapping[str, float] | None:
    """Return how much each dimension matters for being among the best trials, by key; the sum is 1.

    PED-ANOVA (Watanabe, Bansal and Hutter 2023, arXiv:2304.10255), which is Optuna's default. None with a
    single dimension or too few complete trials.
    """
    complete = [trial for trial in trials if trial.state == "complete"]
    if len(search.ranges) < 2 or len(complete) < _RANDOM_TRIALS:
        return None
    shares = optuna.importance.get_param_importances(build_study(search, complete))
    return {each.dimension: float(shares.get(each.dimension, 0.0)) for each in search.ranges}


@lru_cache(maxsize=4)
def _build_complete(search: Search, complete: tuple[SearchTrial, ...]) -> optuna.Study:
    """Return a study that is asked after each epoch of a trial."""
    return build_study(search, complete)


def _frozen(search: Search, trial: SearchTrial) -> optuna.trial.FrozenTrial:
    states = optuna.trial.TrialState
    epochs = {number: value for number, value in enumerate(trial.epochs, 1) if np.isfinite(value)}
    state = {
        "complete": states.COMPLETE,
        "active": states.RUNNING,
        "failed": states.FAIL,
    }.get(trial.state, states.PRUNED if epochs else states.FAIL)
    return optuna.trial.create_trial(
        state=state,
        value=trial.value if state == states.COMPLETE else None,
        params={
            each.dimension: value for each, value in zip(search.ranges, trial.values, strict=True)
        },
        distributions={each.dimension: _distribution(each) for each in search.ranges},
        intermediate_values=epochs if state in (states.COMPLETE, states.PRUNED) else None,
    )


def _distribution(each: Range) -> optuna.distributions.BaseDistribution:
    log = each.scale == "log"
    low, high = each.ends
    if each.found.whole:
        return optuna.distributions.IntDistribution(low, high, log=log)
    return optuna.distributions.FloatDistribution(low, high, log=log)


def _sampler(search: Search, number: int, attempt: int) -> optuna.samplers.BaseSampler:
    """Return a sampler whose random numbers belong to this trial, so that a continued search is equal."""
    sequence = np.random.SeedSequence([search.base.seed, number, attempt])
    seed = int(sequence.generate_state(1)[0])
    samplers = optuna.samplers
    if search.sampler == "random":
        return samplers.RandomSampler(seed=seed)
    return samplers.TPESampler(
        n_startup_trials=_RANDOM_TRIALS, multivariate=True, constant_liar=True, seed=seed
    )
