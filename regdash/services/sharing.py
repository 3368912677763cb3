"""A comparison as text for a link, with the specs of its runs, and links as QR codes.

The text (`packed_text`) is JSON with what the methods share once, what each has differently, and seeds
as lists. Specs are in their canonical form (`regdash.spec.canonical`), so that a later version reads
them as the same runs. Nothing in a link is trusted: every field is validated.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, NoReturn
from urllib.parse import parse_qs, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from regdash.datasets.collection import find
from regdash.datasets.digits import DIGITS
from regdash.services.form_parts import common_part, own_part, whole_form
from regdash.services.packed_text import (
    LONGEST_ADDRESS,
    LONGEST_TEXT,
    MOST_UNPACKED,
    pack,
    refuse_damage,
    unpack,
)
from regdash.services.runs import rank_repeats
from regdash.services.setups import Pair, with_pair
from regdash.settings.messages import InputError, shorten
from regdash.spec import RunSpec
from regdash.spec.canonical import canonical_form
from regdash.spec.reading import UnreadableSpec, read_form
from regdash.store.records import Comparison, Run
from regdash.store.writing import NAME_LIMIT

PARAMETER = "specs"
"""Parameter of a link that contains the text."""

LONGEST_PICTURED = 2_900
"""Most bytes of a link as a QR code; the largest code has room for 2,953."""

LONGEST_FORM = 20_000
"""Most characters of the settings of a run; usual ones have 300."""

MOST_RUNS = 500
"""Most runs in a link."""

_DATASET = re.compile(r"[0-9a-f]{16}", re.ASCII)


@dataclass(frozen=True)
class SharedComparison:
    """What a link says about a comparison."""

    title: str
    """Text of a stranger; at most `NAME_LIMIT` characters."""
    specs: tuple[RunSpec, ...]
    """Its runs, at least one: the first of each method, then the second of each, and so on."""
    baseline: str | None = None
    """The method (`RunSpec.method`) of the baseline; None: none was chosen."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of the imported data sets, by their ids; text of a stranger."""


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)


_Seed = Annotated[int, Field(ge=0, lt=2**31)]
_Seeds = Annotated[list[_Seed | tuple[_Seed, _Seed]], Field(min_length=1, max_length=MOST_RUNS)]
"""Seeds, and pairs of seed and split seed where the split is not the first."""


class _Method(_Part):
    form: dict[str, Any] = {}
    """What it has differently, in the structure of a canonical form."""
    seeds: _Seeds | None = None
    """Its seeds; None: those of the comparison."""


class _Contents(_Part):
    title: str
    spec: Annotated[int, Field(ge=1)]
    """Version of the specs; see `RunSpec.version`."""
    form: dict[str, Any] = {}
    """What the forms of all methods contain."""
    seeds: _Seeds
    methods: Annotated[tuple[_Method, ...], Field(min_length=1, max_length=MOST_RUNS)]
    baseline: Annotated[int, Field(ge=0)] | None = None
    """Position of the baseline among the methods."""
    names: dict[str, str] = {}


def shared_text(title: str, specs: Sequence[RunSpec], baseline: str | None = None) -> str:
    """Write a comparison as text for a link.

    Args:
        title: Its title, of which `NAME_LIMIT` characters are kept.
        specs: Its runs; equal ones are written once.
        baseline: The method (`RunSpec.method`) of the baseline; None: none was chosen.

    Returns:
        Letters, digits, `.`, `-` and `_`. Equal arguments give equal text.

    Raises:
        InputError: There are no runs, or too many for a link.
    """
    methods: dict[str, list[RunSpec]] = {}
    for spec in {spec.hash: spec for spec in specs}.values():
        methods.setdefault(spec.method, []).append(spec)
    if not methods:
        raise InputError(["A comparison without runs cannot be shared; train one first."])
    if (count := sum(map(len, methods.values()))) > MOST_RUNS:
        _refuse_length(f"It has {count:,} runs; a link can have at most {MOST_RUNS:,}.")
    forms = [_form(group[0]) for group in methods.values()]
    common = common_part(forms)
    seeds = [[_write_pair(spec.pair) for spec in group] for group in methods.values()]
    contents = _Contents(
        title=_clean(title),
        spec=RunSpec().version,
        form=common,
        seeds=seeds[0],
        methods=tuple(
            _Method(form=own_part(form, common), seeds=None if own == seeds[0] else own)
            for form, own in zip(forms, seeds, strict=True)
        ),
        baseline=list(methods).index(baseline) if baseline and baseline in methods else None,
        names=_names_of(specs),
    )
    written = contents.model_dump(mode="json", exclude_defaults=True)
    data = json.dumps(written, sort_keys=True, separators=(",", ":")).encode()
    text = pack(data)
    if len(data) > MOST_UNPACKED or len(text) > LONGEST_TEXT:
        _refuse_length(
            f"Its settings have {len(text):,} characters; a link can have at most {LONGEST_TEXT:,}."
        )
    return text


def share_runs(comparison: Comparison, runs: Sequence[Run]) -> str:
    """Write a stored comparison as text for a link; see `shared_text`.

    Raises:
        InputError: There are no runs, or too many for a link.
    """
    # A step of a study has another key than its spec.
    chosen = [run.spec.method for run in runs if run.method == comparison.baseline]
    baseline = chosen[0] if chosen else None
    return shared_text(comparison.title, [run.spec for run in runs], baseline)


def read_shared_text(text: str) -> SharedComparison:
    """Read what `shared_text` wrote, in this version or an older one.

    Args:
        text: The text, or the link that contains it.

    Raises:
        InputError: It is damaged, too long, of a newer version, or uses what this version lacks.
    """
    contents = _read_contents(unpack(_find_text(text)))
    seeds = [method.seeds or contents.seeds for method in contents.methods]
    if (count := sum(map(len, seeds))) > MOST_RUNS:
        raise InputError([f"The link has {count:,} runs; allowed: at most {MOST_RUNS:,}."])
    firsts = []
    for number, method in enumerate(contents.methods, 1):
        form = whole_form(contents.form, method.form)
        if len(json.dumps(form)) > LONGEST_FORM:
            refuse_damage(f"method {number} has more than {LONGEST_FORM:,} characters of settings")
        spec = read_form(form, contents.spec)
        if isinstance(spec, UnreadableSpec):
            reason = spec.reason if len(spec.reason) <= 400 else f"{spec.reason[:399]}…"
            raise InputError([f"The link cannot be used: method {number} {reason}."])
        if spec.data.dataset != DIGITS.id and not _DATASET.fullmatch(spec.data.dataset):
            refuse_damage(f"{shorten(spec.data.dataset)} is not the id of a data set")
        firsts.append(spec)
    specs = [
        with_pair(spec, _read_pair(seed))
        for spec, own in zip(firsts, seeds, strict=True)
        for seed in own
    ]
    unique = list({spec.hash: spec for spec in specs}.values())
    ranks = rank_repeats([spec.method for spec in unique])
    ordered = sorted(zip(ranks, unique, strict=True), key=lambda pair: pair[0])
    at = contents.baseline
    return SharedComparison(
        title=_clean(contents.title) or "Shared comparison",
        specs=tuple(spec for _, spec in ordered),
        baseline=firsts[at].method if at is not None and at < len(firsts) else None,
        names={id: _clean(name) for id, name in contents.names.items() if _DATASET.fullmatch(id)},
    )


def link_picture(address: str) -> str:
    """Draw a link as a QR code.

    Args:
        address: The link, at most `LONGEST_PICTURED` bytes.

    Returns:
        SVG for an HTML page, as large as the page makes it: black on white, with the margin that
        readers need, so that it can stand on any background.

    Raises:
        InputError: The link is empty or too long.
    """
    import segno

    data = address.encode("utf-8", "replace")
    size = len(data)
    if not 0 < size <= LONGEST_PICTURED:
        raise InputError(
            [
                f"The link has {size:,} bytes; a QR code has room for 1 to {LONGEST_PICTURED:,}."
                " Copy the link instead."
            ]
        )
    code = segno.make_qr(data, error="l")  # of its size, the best correction
    picture = code.svg_inline(
        border=4,
        dark="#000",
        light="#fff",
        omitsize=True,
        title="QR code of the link",
        svgclass="rd-qr",
        lineclass=None,
    )
    # Without thin gaps between its rows at sizes that are no multiple of its modules.
    return picture.replace("<svg ", '<svg shape-rendering="crispEdges" ', 1)


def _find_text(link: str) -> str:
    """Return the text of a link, or the text itself if it is none."""
    link = "".join(link.split())  # mails break lines
    if "://" not in link and f"{PARAMETER}=" not in link:
        return link
    try:
        # A little longer than allowed, so that its length is what is reported.
        parts = urlsplit(link[: 2 * LONGEST_ADDRESS])
        query = parts.query or parts.path  # also without what is before the question mark
        found = parse_qs(query, max_num_fields=1_000).get(PARAMETER, [])
    except ValueError:
        found = []
    if not found:
        raise InputError(
            [
                f"The link {shorten(link)} has no '{PARAMETER}', which describes its runs. Copy the"
                " link from Share, beside the title of a comparison."
            ]
        )
    return found[0]


def _read_contents(data: bytes) -> _Contents:
    try:
        return _Contents.model_validate_json(data)
    except (ValidationError, RecursionError) as error:
        place = ""
        if isinstance(error, ValidationError):
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            place = ".".join(map(str, first["loc"]))
        # As ASCII: names of fields are what the link says, and no terminal should obey them.
        refuse_damage(
            f"{ascii(place)[1:-1][:60]} is not what RegDash writes" if place else "its JSON"
        )


def _refuse_length(reason: str) -> NoReturn:
    raise InputError([f"This comparison is too large for a link. {reason} Use 'regdash export'."])


def _form(spec: RunSpec) -> dict[str, Any]:
    form = canonical_form(spec, with_seeds=False)
    del form["version"]
    return form


def _write_pair(pair: Pair) -> int | Pair:
    return pair[0] if pair[1] == 1 else pair


def _read_pair(seed: int | Pair) -> Pair:
    return (seed, 1) if isinstance(seed, int) else seed


def _names_of(specs: Sequence[RunSpec]) -> dict[str, str]:
    """Return the names of imported data sets, which another machine may not know."""
    ids = sorted({spec.data.dataset for spec in specs} - {DIGITS.id})
    known = {id: info.name for id in ids if (info := find(id)) is not None}
    return {id: _clean(name) for id, name in known.items()}


def _clean(text: str) -> str:
    """Return text in one line that can be stored: no control characters, no lone surrogates."""
    words = text[: 10 * NAME_LIMIT].encode("utf-8", "replace").decode().split()
    return "".join(c for c in " ".join(words) if unicodedata.category(c) != "Cc")[:NAME_LIMIT]
