"""Saves nested values and arrays to a folder: JSON for the values, npz for the arrays, no pickle.

`state.json` contains the name of its file of arrays and the digests of both. It is replaced last
and atomically, so the folder always holds one complete state.
"""

import hashlib
import json
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from regdash.settings.messages import InputError, shorten

_FORMAT = "regdash training state"
_NAME = "state.json"
_ARRAY = "$array"
_ARRAYS_NAME = re.compile(r"arrays-[0-9a-f]{64}\.npz")


def write_tree(folder: Path, version: int, tree: dict[str, Any]) -> None:
    """Write a tree of dicts, lists, arrays and JSON values."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays: list[np.ndarray] = []
    values = _take_arrays(tree, arrays)
    unfinished = folder / "arrays.unfinished"
    with unfinished.open("wb") as file:
        np.savez(file, *arrays)
        _flush(file)
    arrays_name = f"arrays-{_digest(unfinished)}.npz"
    os.replace(unfinished, folder / arrays_name)
    head = {"format": _FORMAT, "version": version, "arrays": arrays_name}
    text = json.dumps({**head, "digest": _digest_of(values), "values": values})
    unfinished = folder / "state.unfinished"
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(text)
        _flush(file)
    os.replace(unfinished, folder / _NAME)
    for old in folder.glob("arrays-*.npz"):
        if old.name != arrays_name:
            old.unlink()


def read_tree(folder: Path, version: int) -> dict[str, Any]:
    """Read a tree that `write_tree` wrote.

    Raises:
        InputError: It is missing, damaged, or of another version.
    """
    path = folder / _NAME
    try:
        content = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise InputError(
            [f"Training state: {folder} holds none; there is no {_NAME} in it."]
        ) from None
    except (OSError, ValueError, RecursionError):
        raise _damaged(path) from None
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise InputError(
            [f"Training state: {path} is not a training state; another program wrote it."]
        )
    if content.get("version") != version:
        raise InputError(
            [
                f"Training state: received version {shorten(content.get('version'))}; allowed:"
                f" {version}. Continue with the version of RegDash that wrote it, or start the run again."
            ]
        )
    values, name = content.get("values"), str(content.get("arrays"))
    if content.get("digest") != _digest_of(values) or not _ARRAYS_NAME.fullmatch(name):
        raise _damaged(path)
    tree: dict[str, Any] = _put_arrays(values, _read_arrays(folder / name))
    return tree


def _read_arrays(path: Path) -> list[np.ndarray]:
    try:
        if path.name != f"arrays-{_digest(path)}.npz":
            raise _damaged(path)
        with np.load(path, allow_pickle=False) as file:
            return [file[f"arr_{index}"] for index in range(len(file.files))]
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        raise _damaged(path) from None


def _take_arrays(value: Any, arrays: list[np.ndarray]) -> Any:
    """Move arrays from the tree to `arrays`, and replace each by its index."""
    if isinstance(value, np.ndarray):
        arrays.append(value)
        return {_ARRAY: len(arrays) - 1}
    if isinstance(value, dict):
        return {key: _take_arrays(item, arrays) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_take_arrays(item, arrays) for item in value]
    return value.item() if isinstance(value, np.generic) else value


def _put_arrays(value: Any, arrays: list[np.ndarray]) -> Any:
    if isinstance(value, dict):
        if value.keys() == {_ARRAY}:
            return arrays[value[_ARRAY]]
        return {key: _put_arrays(item, arrays) for key, item in value.items()}
    if isinstance(value, list):
        return [_put_arrays(item, arrays) for item in value]
    return value


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest_of(values: Any) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def _flush(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())


def _damaged(path: Path) -> InputError:
    return InputError(
        [f"Training state: {path} is damaged or incomplete. Restore it, or start the run again."]
    )
