"""Train, compare and judge from Python, without a store; exported by the package `regdash`.

TensorFlow is loaded by the first `train`, not before.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regdash.datasets.checks import require_data
from regdash.judging.deltas import Delta, compare_figures
from regdash.judging.methods import Method, TrainedRun, choose_baseline
from regdash.judging.names import distinguish
from regdash.judging.reasons import explain_verdict, format_verdict
from regdash.judging.verdict import Verdict
from regdash.judging.verdict import judge as judge_methods
from regdash.metrics import METRICS
from regdash.metrics.record import EpochRecord
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.settings.messages import InputError, shorten
from regdash.spec import RunSpec

if TYPE_CHECKING:
    from regdash.training.outcome import NetworkResult, Outcome

OnEpoch = Callable[[RunSpec, EpochRecord], None]


@dataclass(frozen=True)
class ComparedMethod:
    """Figures of a method, and its differences to the baseline."""

    method: Method
    baseline: Method
    figures: Mapping[str, Delta]
    """By name: mean and standard deviation over the seeds (`value`), and the baseline's
    (`reference`, None for the baseline itself). Accuracies and shares are from 0 to 1, losses and
    the gap in nats, `seconds` per epoch. Unknown figures are left out."""

    @property
    def name(self) -> str:
        """Name of the method, such as `dropout 0.5`."""
        return self.method.name

    def change(self, figure: str) -> float | None:
        """Return method minus baseline; None if one of them does not have the figure.

        Args:
            figure: A name in `figures`, such as `val_accuracy`, `val_loss` or `gap`.
        """
        delta = self.figures.get(figure)
        if delta is None or delta.reference is None:
            return None
        return delta.value.mean - delta.reference.mean


@dataclass(frozen=True)
class JudgedMethod:
    """The verdict on a method; as text, one line with its reason."""

    method: Method
    baseline: Method
    verdict: Verdict

    @property
    def name(self) -> str:
        """Name of the method, such as `dropout 0.5`."""
        return self.method.name

    @property
    def word(self) -> str:
        """`better`, `worse`, `not distinguishable`, `not comparable`, `one seed` or `not yet`."""
        return self.verdict.word

    @property
    def reason(self) -> str:
        """Explanation of the verdict, in sentences."""
        return explain_verdict(self.verdict)

    def __str__(self) -> str:
        return format_verdict(self.name, self.baseline.name, self.verdict)


def train(
    specs: RunSpec | Iterable[RunSpec],
    seeds: Iterable[int] | None = None,
    *,
    on_epoch: OnEpoch | None = None,
) -> list[TrainedRun]:
    """Train runs sequentially in this thread; nothing is stored.

    Args:
        specs: What to train.
        seeds: Seeds to train every spec with, from 0 to 2**31 - 1; None: each spec's own seed.
        on_epoch: Called after every epoch with the spec and the measurements.

    Returns:
        One run per seed and spec, seed by seed, with the measurements of each epoch (`records`) and,
        for validation and test images, which ones the network classified correctly (`right`, bool
        arrays with one value per image). A run whose loss became infinite or NaN, or stayed far
        above that of guessing, has the status `diverged` and only the epochs up to then; the other
        runs are still trained.

    Raises:
        InputError: A seed or data set is invalid.
    """
    chosen = [specs] if isinstance(specs, RunSpec) else list(specs)
    if seeds is not None:
        chosen = [spec.replace(seed=seed) for seed in seeds for spec in chosen]
    require_data(chosen)
    return [_train_one(str(number), spec, on_epoch) for number, spec in enumerate(chosen, 1)]


def compare(
    runs: Iterable[TrainedRun], baseline: str | None = None, *, at: EpochChoice = "kept"
) -> list[ComparedMethod]:
    """Group runs into methods (runs that differ only in their seeds) and compare their figures.

    Args:
        runs: From `train`.
        baseline: Name of the method the others are compared with; None: the one with the fewest
            techniques.
        at: Epoch to evaluate: `kept` (the weights a run ended with) or `best` (highest
            validation accuracy).

    Returns:
        One item per method, the baseline included, in the order of their first runs.

    Raises:
        InputError: There are no runs, or no method has that name.
    """
    methods, reference = _group(runs, baseline)
    return [
        ComparedMethod(method, reference, compare_figures(method, reference, at))
        for method in methods
    ]


def judge(
    runs: Iterable[TrainedRun],
    baseline: str | None = None,
    *,
    on: EvaluationSet = "validation",
    at: EpochChoice = "kept",
) -> list[JudgedMethod]:
    """Judge every method against the baseline, with the rules of the dashboard.

    *Better* and *worse* require at least three seeds per method, and are corrected for looking
    after every seed and for all methods compared with the baseline.

    Args:
        runs: From `train`.
        baseline: Name of the method the others are compared with; None: the one with the fewest
            techniques.
        on: Images to evaluate on: `validation`, or `test` once all choices are made.
        at: Epoch to evaluate: `kept` (the weights a run ended with) or `best` (highest
            validation accuracy).

    Returns:
        One verdict per method except the baseline, in the order of their first runs.

    Raises:
        InputError: There are no runs, or no method has that name.
    """
    methods, reference = _group(runs, baseline)
    others = [method for method in methods if method is not reference]
    verdicts = judge_methods(reference, others, on=on, at=at)
    return [
        JudgedMethod(method, reference, verdict)
        for method, verdict in zip(others, verdicts, strict=True)
    ]


class _Recorder:
    """Collects the records of one training."""

    def __init__(self, spec: RunSpec, on_epoch: OnEpoch | None) -> None:
        self.records: list[EpochRecord] = []
        self.parameters: int | None = None
        self._spec = spec
        self._on_epoch = on_epoch

    def network_built(self, parameters: int) -> None:
        self.parameters = parameters

    def progress(self, share: float) -> None:
        pass

    def epoch_ended(self, record: EpochRecord) -> None:
        self.records.append(record)
        if self._on_epoch is not None:
            self._on_epoch(self._spec, record)


def _train_one(id: str, spec: RunSpec, on_epoch: OnEpoch | None) -> TrainedRun:
    # Imported late: it loads TensorFlow.
    from regdash.training.runtime import load_keras

    load_keras()
    from regdash.datasets.preparation import prepare
    from regdash.training.outcome import RunDiverged
    from regdash.training.trainer import train as train_spec

    recorder = _Recorder(spec, on_epoch)
    try:
        outcome = train_spec(spec, lambda: prepare(spec.data), recorder)
    except RunDiverged:
        return TrainedRun(id, spec, "diverged", tuple(recorder.records), recorder.parameters)
    return _describe(id, spec, recorder, outcome)


def _describe(id: str, spec: RunSpec, recorder: _Recorder, outcome: "Outcome") -> TrainedRun:
    networks: dict[EpochChoice, NetworkResult] = {"kept": outcome.kept, "best": outcome.best}
    return TrainedRun(
        id=id,
        spec=spec,
        status="finished" if outcome.stopped_epoch is None else "stopped_early",
        records=tuple(recorder.records),
        parameters=recorder.parameters,
        kept_epoch=outcome.kept.epoch,
        best_epoch=outcome.best.epoch,
        results={at: METRICS.measure_result(network) for at, network in networks.items()},
        right={
            (at, images): right
            for at, network in networks.items()
            for images, right in (
                ("validation", network.validation_right),
                ("test", network.test_right),
            )
        },
    )


def _group(runs: Iterable[TrainedRun], baseline: str | None) -> tuple[list[Method], Method]:
    """Return the methods in the order of their first runs, and the baseline among them."""
    groups: dict[str, list[TrainedRun]] = {}
    for run in runs:
        groups.setdefault(run.spec.method, []).append(run)
    if not groups:
        raise InputError(["There are no runs to compare; train some first."])
    firsts = [group[0].spec for group in groups.values()]
    names = distinguish([spec.name for spec in firsts], firsts, by_seeds=False)
    methods = [
        Method(key, name, index, tuple(group))
        for index, (name, (key, group)) in enumerate(zip(names, groups.items(), strict=True))
    ]
    if baseline is None:
        return methods, choose_baseline(methods)
    for method in methods:
        if method.name == baseline:
            return methods, method
    raise InputError(
        [f"Baseline: received {shorten(baseline)}; the methods are {', '.join(names)}."]
    )
