"""A store with some of everything that pages show, made within seconds."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from regdash.content.case_study import KIND, find_method
from regdash.services.comparisons import start_comparison
from regdash.services.runs import RunService
from regdash.services.studies import start_study, wait_for_study
from regdash.spec import RunSpec
from regdash.store.records import RunRequest
from regdash.studies.axis import Axis
from regdash.studies.study import Study
from tests.conftest import TINY
from tests.support.archives import image_file, shapes, zip_of


@dataclass(frozen=True)
class ShownStore:
    """Ids of what was stored."""

    race: str
    """A comparison of two methods with two seeds each, and one with one seed; all have finished."""
    study: str
    """A case study of small networks, in which some steps have no runs."""
    line: str
    """A study of two values with two seeds each; it has ended."""
    image_set: str
    """An imported set of images."""


def fill_store(home: Path) -> ShownStore:
    """Train small networks and import a few images.

    Args:
        home: An empty folder.
    """
    image_set = _import_images(home)
    variants: list[dict[str, Any]] = [
        {"techniques": techniques, "seed": seed}
        for seed in (1, 2)
        for techniques in ({}, {"dropout": {}})
    ]
    specs = [RunSpec.from_dict({**TINY, **v}) for v in (*variants, {"techniques": {"l2": {}}})]
    methods = [find_method(key) for key in ("baseline", "l2", "dropout", "stopping_as_meant")]
    requests = [
        RunRequest(RunSpec.from_dict({**TINY, "techniques": m.techniques}), m.key, m.name)
        for m in methods
    ]
    service = RunService(home)
    race = start_comparison(service, specs, title="A race")
    study = start_comparison(service, requests, title="A case study", kind=KIND)
    assert service.wait([*race.run_ids, *study.run_ids], timeout=300)
    axis = Axis.from_text("l2=1e-4,1e-1")
    line = start_study(service, Study.build(RunSpec.from_dict(TINY), [axis], [1, 2]), "A study")
    assert wait_for_study(service, line, timeout=300)
    service.close()
    return ShownStore(race.comparison_id, study.comparison_id, line, image_set)


def _import_images(home: Path) -> str:
    """Import three classes of images; return the id of the set."""
    pixels, labels = shapes(90)
    members = {
        f"{('ant', 'bee', 'cat')[label]}/{number}.png": image_file(image)
        for number, (image, label) in enumerate(zip(pixels, labels, strict=True))
    }
    archive = home / "animals.zip"
    archive.write_bytes(zip_of(members))
    command = [sys.executable, "-m", "regdash", "data", "add", str(archive), "--quiet"]
    environment = {**os.environ, "REGDASH_HOME": str(home)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.split()[-1]
