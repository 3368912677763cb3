"""`regdash.json`: what a file of `regdash export` contains for `regdash import`."""

from collections import Counter
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from regdash.settings.messages import InputError, shorten
from regdash.store.moving import MovedComparison, MovedDataset, MovedRun

NAME = "regdash.json"

VERSION: Final = 1
"""Changes with every change of the format; older versions refuse it."""

MAX_COMPARISONS = 1_000
MAX_RUNS = 5_000


class Manifest(BaseModel):
    """The versioned contents of the file."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)

    format: Literal["regdash runs"] = "regdash runs"
    version: Literal[1] = VERSION
    comparisons: Annotated[tuple[MovedComparison, ...], Field(max_length=MAX_COMPARISONS)]
    datasets: Annotated[tuple[MovedDataset, ...], Field(max_length=MAX_COMPARISONS)]
    """Imported data sets that the runs use."""
    runs: Annotated[tuple[MovedRun, ...], Field(max_length=MAX_RUNS)]

    def to_bytes(self) -> bytes:
        """Write as JSON with one field per line."""
        return (self.model_dump_json(indent=1) + "\n").encode()


class _Head(BaseModel):
    """What all versions of the format begin with."""

    format: Literal["regdash runs"]
    version: Annotated[int, Field(strict=True, ge=1)]


def read_manifest(data: bytes) -> Manifest:
    """Read what `Manifest.to_bytes` wrote in this version of the format.

    Raises:
        InputError: One sentence on the first thing that is not allowed.
    """
    try:
        head = _Head.model_validate_json(data)
        if head.version > VERSION:
            raise InputError(
                [
                    f"{NAME} has version {shorten(head.version)} of the format; this version of"
                    f" RegDash reads versions up to {VERSION}. Update RegDash."
                ]
            )
        manifest = Manifest.model_validate_json(data)
    except ValidationError as error:
        raise InputError([_explain(error)]) from None
    _check_ids(manifest)
    return manifest


def _explain(error: ValidationError) -> str:
    first: Any = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] == "json_invalid":
        return f"{NAME} is not valid JSON: {first['msg'].removeprefix('Invalid JSON: ')}."
    received = "" if first["type"] == "missing" else f", received {shorten(first['input'])}"
    # As ASCII: names of fields are what the file says, and no terminal should obey them.
    where = f"{NAME}: {ascii(place)[1:-1][:100]}" if place else NAME
    return f"{where}: {first['msg']}{received}."


def _check_ids(manifest: Manifest) -> None:
    """Raise InputError if an id appears twice, or a run belongs to no comparison."""
    for items in (manifest.comparisons, manifest.datasets, manifest.runs):
        for id, count in Counter(item.id for item in items).items():
            if count > 1:
                raise InputError([f"{NAME} contains the id {id} twice."])
    known = {comparison.id for comparison in manifest.comparisons}
    for run in manifest.runs:
        if run.comparison not in known:
            raise InputError(
                [f"{NAME}: the run {run.id} belongs to {run.comparison}, which is not in it."]
            )
