"""The table of results, made from what the benchmarks printed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

STORED = HERE / "results"
"""What each benchmark printed last, a file each."""

TABLE = HERE / "RESULTS.md"

README = HERE.parent / "README.md"

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
"""Between these marks of the README stand the rows that have a mark to reach."""

_HEAD = """\
# What was measured

Made by `python -m benchmarks` from the files in `results/`; not written by hand. Each figure is a
median with the smallest and the largest of so many measurements; a peer was measured in the same
run, in turn. *Ratio* is how many times as good as the peer we are, or what the mark speaks of.
The machines are small and shared: the same code varies by a fifth from hour to hour, and ratios
less than seconds.
"""

_PLOTS = """\

## How cost grows

The dashed line is a straight line through the largest size.

"""


def stored() -> list[dict[str, Any]]:
    """Everything that was measured, in the order of the questions."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(STORED.glob("*.json"))]


def write_table() -> None:
    """Write the table, and the README's part of it."""
    found = stored()
    TABLE.write_text(table_of(found), "utf-8")
    before, _, rest = README.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{BEGIN}\n{figures_of(found)}{END}{after}", "utf-8")


def table_of(found: list[dict[str, Any]]) -> str:
    """The text of `RESULTS.md`."""
    return _HEAD + "".join(_question(result) for result in found) + _PLOTS + _plots()


def figures_of(found: list[dict[str, Any]]) -> str:
    """The README's part: what had a mark to reach."""
    lines = ["| what | ours | peer | ratio | mark | reached |", "|---|---|---|---|---|---|"]
    for result in found:
        for row in result["findings"]:
            if row["reached"] is None:
                continue
            theirs = row["theirs"]
            peer = f"{row['peer']}: {_number(theirs['median'])} {row['unit']}" if theirs else ""
            lines.append(
                f"| {row['what']} | {_number(row['ours']['median'])} {row['unit']} | {peer}"
                f" | {_ratio(row)} | {row['mark']} | {_word(row)} |"
            )
    return "\n".join(lines) + "\n"


def _question(result: dict[str, Any]) -> str:
    machine = dict(result["machine"])
    info = f"{machine.pop('processor')}, {machine.pop('cores')} cores; " + ", ".join(
        f"{name} {version}" for name, version in machine.items()
    )
    lines = [
        "",
        f"## {result['question']}",
        "",
        f"`{result['command']}`: {result['seconds'] / 60:.1f} min on {result['date']}. {info}.",
        "",
        "| what | ours | peer | ratio | mark | reached |",
        "|---|---|---|---|---|---|",
    ]
    for row in result["findings"]:
        theirs = row["theirs"]
        peer = f"{row['peer']}: {_spread(theirs, row['unit'])}" if theirs else row["peer"]
        lines.append(
            f"| {row['what']} | {_spread(row['ours'], row['unit'])} | {peer} | {_ratio(row)}"
            f" | {row['mark']} | {_word(row)} |"
        )
    lines += ["", *_details(result["details"]), ""]
    return "\n".join(lines)


def _details(details: dict[str, Any]) -> Iterator[str]:
    """Single numbers and words; lists stay in the files."""
    for name, value in details.items():
        words = name.replace("_", " ")
        if isinstance(value, dict) and all(
            isinstance(v, int | float | str) for v in value.values()
        ):
            parts = ", ".join(
                f"{k.replace('_', ' ')} {_word_or_number(v)}" for k, v in value.items()
            )
            yield f"- {words}: {parts}"
        elif isinstance(value, int | float | str):
            yield f"- {words}: {_word_or_number(value)}"
        elif isinstance(value, dict):
            for inner, values in value.items():
                if isinstance(values, dict):
                    yield from _details({f"{words}, {inner}": values})


def _plots() -> str:
    names = sorted(path.name for path in (HERE / "plots").glob("*.svg"))
    return "".join(f"![{name.removesuffix('.svg')}](plots/{name})\n" for name in names)


def _spread(spread: dict[str, float], unit: str) -> str:
    middle = f"{_number(spread['median'])} {unit}"
    if spread["count"] == 1:
        return middle
    return f"{middle} ({_number(spread['min'])} to {_number(spread['max'])}, n {spread['count']})"


def _word_or_number(value: float | str) -> str:
    return value if isinstance(value, str) else _number(value)


def _number(value: float) -> str:
    if value != 0 and abs(value) < 100:
        return f"{value:.3g}"
    return f"{value:,.0f}"


def _ratio(row: dict[str, Any]) -> str:
    return "" if row["ratio"] is None else f"{row['ratio']:.2f}"


def _word(row: dict[str, Any]) -> str:
    return {None: "", True: "yes", False: "**no**"}[row["reached"]]
