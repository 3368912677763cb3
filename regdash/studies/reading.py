"""Reads studies of all kinds."""

from regdash.settings.messages import InputError
from regdash.studies.base import read_json
from regdash.studies.search import Search
from regdash.studies.study import Study

AnyStudy = Study | Search


def read_study(text: str) -> AnyStudy:
    """Read what `to_json` of any kind of study wrote.

    Raises:
        InputError: It is no study of this version.
    """
    values = read_json(text)
    try:
        return (
            Search.from_dict(values) if values.get("kind") == "search" else Study.from_dict(values)
        )
    except InputError as error:
        raise InputError(
            ["The settings of this study cannot be read by this version:", *error.sentences]
        ) from None
