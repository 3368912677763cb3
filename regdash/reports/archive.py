"""A zip with the numbers of some runs: equal runs give equal bytes."""

import io
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

from regdash.reports.readme import write_readme
from regdash.reports.runs import ReportedRun
from regdash.reports.tables import epochs_table, history_table, runs_table

MAX_RATIO = 200
"""A file that can be packed further than this is stored unpacked: programs that read zips from
strangers, this one included, refuse more."""

DAMAGED = (
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    UnicodeDecodeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What `zipfile` raises for files that are truncated, damaged or malicious."""

_TIME = (1980, 1, 1, 0, 0, 0)
"""Time of every file: that of the export would make equal exports differ."""

_REGULAR_FILE = 0o100644 << 16


def report_files(
    runs: Sequence[ReportedRun], extra: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """Return the files of the zip, by their names.

    Args:
        runs: At least one.
        extra: More files, such as figures and code, by their paths in the zip.

    Raises:
        ValueError: A file of `extra` has a name that is taken.
    """
    files = {
        "runs.csv": runs_table(runs),
        "epochs.csv": epochs_table(runs),
        "history.csv": history_table(runs),
        "specs.json": write_specs(runs),
    }
    taken = {name for name in extra or {} if name in files or name == "README.txt"}
    if taken:
        raise ValueError(f"Names that are taken: {', '.join(sorted(taken))}.")
    files |= extra or {}
    return {**files, "README.txt": write_readme(runs, list(files))}


def write_specs(runs: Sequence[ReportedRun]) -> bytes:
    """Return `specs.json`: for each run its id, its names and its whole spec."""
    values = [
        {
            "run_id": run.id,
            "run": run.name,
            "method": run.method,
            "comparison": run.comparison,
            "spec": run.spec.model_dump(mode="json"),
        }
        for run in runs
    ]
    return (json.dumps(values, indent=1, sort_keys=True) + "\n").encode()


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """Return a zip; equal files give equal bytes, in whatever order they are.

    Args:
        files: Content by path, with forward slashes.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system = 3  # the same on all systems
            info.external_attr = _REGULAR_FILE
            info.compress_type = _compression(files[name])
            archive.writestr(info, files[name], compresslevel=6)
    return buffer.getvalue()


def _compression(data: bytes) -> int:
    packed = len(zlib.compress(data, 6))
    return zipfile.ZIP_STORED if len(data) > MAX_RATIO * packed else zipfile.ZIP_DEFLATED
