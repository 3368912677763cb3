"""Migrates the identities of runs that were stored before specs had a canonical form.

Before, a spec's identity was the hash of all its values, so every new setting would have changed
it.
"""

import hashlib
import json
from typing import Any

from sqlalchemy import Connection, text

from regdash.spec import RunSpec
from regdash.spec.reading import UnreadableSpec, read_spec


def renew_identities(connection: Connection) -> None:
    """Replace the old hashes and methods of runs, and the baselines that refer to them.

    Methods with other names (given by a study) stay. Runs that cannot be read are left unchanged for
    a version that can read them. Idempotent.
    """
    changes = []
    renewed: dict[str, str] = {}
    for run_id, stored, spec_hash, method in connection.execute(
        text("SELECT id, spec, spec_hash, method FROM runs")
    ).all():
        if spec_hash != _hash(stored):
            continue
        spec = read_spec(stored)
        if isinstance(spec, UnreadableSpec):
            continue
        now = method
        if method in _old_methods(stored, spec):
            now = renewed.setdefault(method, spec.method)
        changes.append({"id": run_id, "spec_hash": spec.hash, "method": now})
    if changes:
        connection.execute(
            text("UPDATE runs SET spec_hash = :spec_hash, method = :method WHERE id = :id"), changes
        )
    if renewed:
        connection.execute(
            text("UPDATE comparisons SET baseline = :now WHERE baseline = :before"),
            [{"before": before, "now": now} for before, now in renewed.items()],
        )


def _old_methods(stored: str, spec: RunSpec) -> set[str]:
    """Return the method as the version that stored it computed it, and as the last old version did."""
    return {_old_method(json.loads(stored)), _old_method(spec.model_dump(mode="json"))}


def _old_method(values: dict[str, Any]) -> str:
    data = {**values.get("data", {}), "split_seed": 0}
    return _hash(json.dumps({**values, "data": data, "seed": 0}, sort_keys=True))


def _hash(stored: str) -> str:
    return hashlib.sha256(stored.encode()).hexdigest()[:16]
