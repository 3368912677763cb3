"""Runs move between installations as one file: the zip of `regdash export`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from regdash.datasets import collection
from regdash.datasets.digits import DIGITS
from regdash.datasets.info import DatasetInfo
from regdash.services.arrivals import check_methods, check_run, read_moved_spec
from regdash.services.manifest import MAX_RUNS, NAME, Manifest, read_manifest
from regdash.services.safe_zip import MAX_UNPACKED_MB, SafeZip, open_safely
from regdash.settings.formatting import count_of, join_words
from regdash.settings.messages import InputError, shorten
from regdash.spec import RunSpec
from regdash.store.arrays import pack_arrays, packed_size
from regdash.store.moving import ArrivingRun, MovedComparison, MovedDataset, MovedRun
from regdash.store.store import Store

_MAX_MANIFEST = 16_000_000
_MAX_ARRAYS = 100_000_000
_MAX_ALL_ARRAYS = MAX_UNPACKED_MB * 500_000
"""Most bytes of `regdash.json`, of the arrays of a run, and of those of all runs together."""

_NAMED = 4
"""Most comparisons that a message names."""


@dataclass(frozen=True)
class Imported:
    """What an import has added."""

    added: int
    """Number of runs."""
    skipped: int
    """Number of runs that were here already."""
    comparisons: Mapping[str, str]
    """Titles of the comparisons in the file, by their ids."""
    missing_data: Mapping[str, int]
    """Number of runs in the file whose images are not here, by the names of their data sets."""
    unreadable: int
    """Number of runs in the file that this version cannot show."""

    def sentences(self) -> list[str]:
        """Return what happened, in sentences."""
        found = [f"Added {count_of(self.added, 'run')} of {self._titles()}."]
        if not self.added:
            found = [f"Nothing was added: all runs of {self._titles()} are here already."]
        elif self.skipped:
            found.append(f"Skipped {count_of(self.skipped, 'run')} already here.")
        for name, number in self.missing_data.items():
            found.append(
                f"{count_of(number, 'run')} used the data set {shorten(name)}, whose images are not in this"
                " store: all figures are shown; to train more on it, import its images."
            )
        if self.unreadable:
            found.append(f"{count_of(self.unreadable, 'run')} cannot be shown by this version.")
        return found

    def _titles(self) -> str:
        # Quoted with `shorten`, which writes control characters so that no terminal obeys them.
        titles = [shorten(title, 80) for title in self.comparisons.values()]
        if len(titles) > _NAMED:
            titles[_NAMED - 1 :] = [f"{len(titles) - _NAMED + 1:,} more comparisons"]
        return join_words(titles)


def transfer_files(
    store: Store, chosen: Mapping[str, Sequence[str] | None]
) -> tuple[dict[str, bytes], int]:
    """Return what another store needs to restore runs.

    Args:
        store: Contains the runs.
        chosen: For ids of comparisons, the ids of runs; None: all runs, those included that this
            version cannot read.

    Returns:
        Files by their paths, and the number of runs that were left out: those in progress, and those
        that are damaged. There are no files if no run is left.

    Raises:
        InputError: The runs do not fit into a file.
    """
    comparisons: list[MovedComparison] = []
    runs: list[MovedRun] = []
    files: dict[str, bytes] = {}
    left_out = 0
    for comparison_id, members in chosen.items():
        ended = [i for i in store.ended_runs(comparison_id) if members is None or i in members]
        everyone = [run.id for run in store.runs(comparison_id)] if members is None else members
        left_out += len(set(everyone) - set(ended))
        packed = [each for run_id in ended if (each := _pack_run(store, run_id)) is not None]
        left_out += len(ended) - len(packed)
        if packed:
            comparisons.append(_without_damage(store.pack_comparison(comparison_id)))
        for run, data in packed:
            runs.append(run)
            files[_arrays_name(run.id)] = data
    if len(runs) > MAX_RUNS:
        raise InputError([f"A file can have {MAX_RUNS:,} runs, not {len(runs):,}; export fewer."])
    if not runs:
        return {}, left_out
    known = (_dataset_of(run.spec) for run in runs)
    datasets = {info.id: info for info in known if info is not None and info.id != DIGITS.id}
    manifest = Manifest(
        comparisons=tuple(comparisons),
        datasets=tuple(_describe(datasets[id]) for id in sorted(datasets)),
        runs=tuple(runs),
    )
    described = manifest.to_bytes()
    if len(described) > _MAX_MANIFEST or sum(map(len, files.values())) > _MAX_ALL_ARRAYS:
        raise InputError(["These runs do not fit into one file; export fewer."])
    return {NAME: described, **files}, left_out


def import_runs(store: Store, source: Path | IO[bytes], name: str = "") -> Imported:
    """Add the runs of a file of `regdash export` to a store: all of them, or none.

    Args:
        store: Where they are added. Runs that it has are skipped.
        source: The file, or its path.
        name: Name of the file in messages; by default that of the path.

    Raises:
        InputError: One sentence on why the file is refused; nothing was changed.
        OSError: The file cannot be read.
    """
    name = name or (source.name if isinstance(source, Path) else "The file")
    try:
        with open_safely(source) as archive:
            manifest = read_manifest(archive.read(NAME, _MAX_MANIFEST))
            datasets = _known_datasets(manifest)
            runs = [check_run(run, _read_arrays(archive, run), datasets) for run in manifest.runs]
        check_methods(runs)
        comparisons = [_check_comparison(each, datasets) for each in manifest.comparisons]
        added = store.restore(comparisons, runs)
    except InputError as error:
        reason = " ".join(error.sentences)
        raise InputError([f"{name[:80]}: nothing was imported. {reason}"]) from None
    for each in manifest.datasets:
        collection.remember(each.info)
    return _summarize(manifest, runs, len(added))


def _summarize(manifest: Manifest, runs: Sequence[ArrivingRun], added: int) -> Imported:
    missing: Counter[str] = Counter()
    for run in manifest.runs:
        info = _dataset_of(run.spec)
        if info is not None and not info.here:
            missing[info.name] += 1
    return Imported(
        added=added,
        skipped=len(runs) - added,
        comparisons={each.id: each.title for each in manifest.comparisons},
        missing_data=missing,
        unreadable=sum(not each.identity for each in runs),
    )


def _without_damage(comparison: MovedComparison) -> MovedComparison:
    """Return a comparison without a set-up that an import would refuse."""
    try:
        read_moved_spec(comparison.setup or {})
    except ValueError:
        return comparison.model_copy(update={"setup": None})
    return comparison


def _pack_run(store: Store, run_id: str) -> tuple[MovedRun, bytes] | None:
    """Return a run and its packed arrays; None if it is damaged or nothing is known of its data."""
    try:
        run, arrays = store.pack_run(run_id)
        described, data = pack_arrays(arrays)
        run = run.model_copy(update={"arrays": described})
        dataset = _dataset_of(run.spec)
        check_run(run, data, {} if dataset is None else {dataset.id: dataset})
    except ValueError:
        return None
    return run, data


def _dataset_of(spec: Mapping[str, object]) -> DatasetInfo | None:
    """Return what is known here about the data set of a spec, even one that cannot be read."""
    data = spec.get("data", {})
    dataset = data.get("dataset", DIGITS.id) if isinstance(data, Mapping) else None
    return collection.find(dataset) if isinstance(dataset, str) else None


def _describe(info: DatasetInfo) -> MovedDataset:
    values = asdict(info)
    del values["here"]
    return MovedDataset(**values)


def _known_datasets(manifest: Manifest) -> dict[str, DatasetInfo]:
    """Return what is known about data sets; what is known here counts more than a file."""
    here = (_dataset_of(run.spec) for run in manifest.runs)
    return {
        **{each.id: each.info for each in manifest.datasets},
        **{info.id: info for info in here if info is not None},
    }


def _check_comparison(
    comparison: MovedComparison, datasets: Mapping[str, DatasetInfo]
) -> MovedComparison:
    """Return a comparison without a set-up that this version cannot read."""
    if comparison.setup is None:
        return comparison
    try:
        spec = read_moved_spec(comparison.setup)
    except ValueError as error:
        raise InputError([f"The comparison {comparison.id}: {error}"]) from None
    usable = isinstance(spec, RunSpec) and spec.data.dataset in datasets
    return comparison if usable else comparison.model_copy(update={"setup": None})


def _read_arrays(archive: SafeZip, run: MovedRun) -> bytes:
    name = _arrays_name(run.id)
    if archive.size(name) != packed_size(run.arrays):
        raise InputError([f"{name} does not have the size that {NAME} declares."])
    return archive.read(name, _MAX_ARRAYS)


def _arrays_name(run_id: str) -> str:
    return f"arrays/{run_id}.bin"
