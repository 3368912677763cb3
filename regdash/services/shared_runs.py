"""What a shared comparison needs on this machine, and starting it."""

from dataclasses import dataclass, replace
from functools import cached_property

from regdash.datasets.checks import data_problems
from regdash.datasets.collection import find
from regdash.judging.methods import choose_reference
from regdash.judging.names import distinguish
from regdash.services.comparisons import Started, start_comparison
from regdash.services.runs import RunService
from regdash.services.setups import describe_seeds, describe_setup, without_techniques
from regdash.services.sharing import SharedComparison
from regdash.settings.formatting import count_of, format_seconds, join_words
from regdash.settings.messages import shorten
from regdash.spec import RunSpec
from regdash.store.records import RunRequest


@dataclass(frozen=True)
class SharedPlan:
    """What starting a shared comparison will do."""

    shared: SharedComparison
    requests: tuple[RunRequest, ...]
    """Its runs; those that were trained here are copies."""
    here: str | None
    """The comparison that has all these runs, trained or in progress; of several, the one with the
    newest of them; None: there is none."""
    problems: tuple[str, ...]
    """Sentences on why it cannot be trained here; empty if it can."""

    @property
    def to_train(self) -> list[RunSpec]:
        """The runs that have not been trained here."""
        return [request.spec for request in self.requests if not request.copy_of]

    @cached_property
    def reference(self) -> RunSpec:
        """The first run of the baseline: the chosen one, or the one with the fewest techniques."""
        firsts = self._firsts
        return firsts[choose_reference(firsts, self.shared.baseline)]

    @property
    def methods(self) -> list[str]:
        """The names of the methods, as the table shows them."""
        firsts = list(self._firsts.values())
        return distinguish([spec.name for spec in firsts], firsts, by_seeds=False)

    @property
    def setup(self) -> str:
        """What the runs share, in one line."""
        method = self.reference.method
        own = [spec.pair for spec in self.shared.specs if spec.method == method]
        line = describe_setup(self.reference, own)
        # The other machine's name of a data set that this one does not know.
        id = self.reference.data.dataset
        name = self.shared.names.get(id)
        return line.replace(id, name) if name and find(id) is None else line

    def describe(self, seconds: float) -> str:
        """Describe it in a sentence: `4 methods, 20 runs (seeds 1–5), about 12 s.`

        Args:
            seconds: Estimated duration of the runs that are trained.
        """
        total, left = len(self.requests), len(self.to_train)
        seeds = describe_seeds([spec.pair for spec in self.shared.specs])
        what = f"{count_of(len(self._firsts), 'method')}, {count_of(total, 'run')} ({seeds})"
        if self.here is not None:
            return f"{what}, all in a comparison on this machine."
        if not left:
            return f"{what}, all trained here already."
        about = f"about {format_seconds(seconds)}"
        if left == total:
            return f"{what}, {about}."
        return f"{what}: {total - left} trained here already, {left} to train, {about}."

    @cached_property
    def _firsts(self) -> dict[str, RunSpec]:
        firsts: dict[str, RunSpec] = {}
        for spec in self.shared.specs:
            firsts.setdefault(spec.method, spec)
        return firsts


def plan_shared(service: RunService, shared: SharedComparison) -> SharedPlan:
    """Plan a shared comparison: which runs were trained here, and what is missing."""
    hashes = {spec.hash for spec in shared.specs}
    twins = service.store.find_twins(hashes)
    requests = [RunRequest(spec, copy_of=twins.trained.get(spec.hash, "")) for spec in shared.specs]
    here = next((id for id, found in twins.comparisons.items() if found == hashes), None)
    plan = SharedPlan(shared, tuple(requests), here, ())
    return plan if here is not None else replace(plan, problems=tuple(_problems(plan)))


def start_shared(service: RunService, shared: SharedComparison) -> Started:
    """Start a shared comparison; runs with an equal spec that were trained here are copied.

    If a comparison on this machine already has all of them, it is returned, and nothing is started.

    Raises:
        InputError: A run cannot be trained here.
    """
    plan = plan_shared(service, shared)
    if plan.here is not None:
        wanted = {spec.hash for spec in shared.specs}
        runs = service.store.runs(plan.here)
        return Started(plan.here, [run.id for run in runs if run.spec.hash in wanted])
    setup = without_techniques(plan.reference)
    started = start_comparison(service, plan.requests, title=shared.title, setup=setup)
    if shared.baseline is not None:
        service.store.set_baseline(started.comparison_id, shared.baseline)
    return started


def _problems(plan: SharedPlan) -> list[str]:
    """Return why runs cannot be trained here: first the images that are missing."""
    specs = plan.to_train
    ids = dict.fromkeys(spec.data.dataset for spec in specs)
    missing = [id for id in ids if (info := find(id)) is None or not info.here]
    if missing:
        names = join_words([_name(id, plan.shared) for id in missing])
        return [
            f"The images of {names} are not on this machine, and a link does not contain any."
            " Import the same images on the Data page or with 'regdash data add', then come back."
        ]
    return data_problems(specs)


def _name(id: str, shared: SharedComparison) -> str:
    info = find(id)
    name = shared.names.get(id) if info is None else info.name
    return f"{shorten(name)} ({id})" if name else f"the data set {id}"
