"""Reports say what the page says, as one harmless file."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from regdash.judging.reasons import explain_verdict
from regdash.reports.html.page import write_report
from regdash.reports.html.remarks import render_remarks
from regdash.services.judgement import judge_comparison
from regdash.services.methods import name_methods
from regdash.services.report import describe_report
from regdash.services.runs import RunService
from regdash.services.selection import Selection
from regdash.settings.messages import InputError
from regdash.store.records import Comparison
from tests.support.recorded_store import copy_recorded

HOSTILE = '</script><script>alert(1)</script> "><img src=x onerror=alert(1)> {{ 7*7 }} $x$ \N{RIGHT-TO-LEFT OVERRIDE}=1'


@pytest.fixture
def service(home: Path) -> Iterator[RunService]:
    opened = RunService(copy_recorded(home))
    yield opened
    opened.close()


def comparisons(service: RunService) -> list[Comparison]:
    return [comparison for comparison, _ in service.store.recent_comparisons()]


def write(service: RunService, comparison: Comparison, **more: str) -> str:
    selection = Selection(comparison, service.store.runs(comparison.id))
    return write_report(describe_report(service, selection, **more))


class Page(HTMLParser):
    """Collects what a browser would show, run or load."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def test_it_has_the_verdicts_figures_and_cautions_of_the_page(service: RunService) -> None:
    for comparison in comparisons(service):
        text = Page(write(service, comparison)).text
        selection = Selection(comparison, service.store.runs(comparison.id))
        judged = judge_comparison(service.store, selection)
        for method, verdict in judged.judged:
            assert method.name in text
            assert verdict.word in text
            assert " ".join(explain_verdict(verdict).split()) in text
            for caution in verdict.cautions:
                assert caution.sentence in text
        assert "How this was measured" in text
        assert "Test results were" in text
        assert "Settings that all methods share" in text


def test_methods_are_compared_with_what_the_page_compares_them_with(
    service: RunService,
) -> None:
    comparison = next(c for c in comparisons(service) if c.title == "Patches, three seeds")
    runs = service.store.runs(comparison.id)
    (baseline, name), (l2, _), (dropout, _), (stopping, _), *_ = name_methods(runs).items()
    usual = describe_report(service, Selection(comparison, runs))
    assert not any(item.reference for item in usual.verdicts)
    assert [table.title for table in usual.tables][2:] == [
        f"Difference from {name}, percentage points"
    ]
    chain = {l2: baseline, dropout: baseline, stopping: dropout}
    own = describe_report(service, Selection(comparison, runs, chain))
    assert {item.name: item.reference for item in own.verdicts} == {
        "L2 0.03": "",
        "half of the units off": "",
        "early stopping 1": "half of the units off",
    }
    assert own.baseline == name
    (of_baseline, of_dropout) = own.tables[2:]
    assert [row["Method"] for row in of_baseline.rows] == ["L2 0.03", "half of the units off"]
    assert of_dropout.title == "Difference from half of the units off, percentage points"
    assert [row["Method"] for row in of_dropout.rows] == ["early stopping 1"]
    assert "compared with half of the units off" in Page(write_report(own)).text
    assert "compared with half of the units off" not in Page(write_report(usual)).text


def test_equal_runs_give_equal_files_that_load_nothing(service: RunService) -> None:
    for comparison in comparisons(service):
        html = write(service, comparison, remarks="One **remark**")
        assert html == write(service, comparison, remarks="One **remark**")
        assert len(html) < 1_000_000
        page = Page(html)
        assert {"img", "link", "iframe", "object", "form"}.isdisjoint(page.tags)
        for name, value in page.attributes:
            if name in ("src", "href", "xlink:href"):
                assert value.startswith("#"), value
        assert "<strong>remark</strong>" in html


def test_hostile_texts_are_text(service: RunService) -> None:
    (comparison, *_) = comparisons(service)
    for run in service.store.runs(comparison.id):
        service.store.rename_run(run.id, HOSTILE)
    service.store.rename_comparison(comparison.id, HOSTILE * 20)
    html = write(service, service.store.comparison(comparison.id), title=HOSTILE, remarks=HOSTILE)
    page = Page(html)
    assert page.tags.count("script") == 2  # the data, and what shows values
    assert "img" not in page.tags
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert "{{ 7*7 }}" in page.text
    # Nothing outside the remarks can change the direction of text.
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in html.replace(render_remarks(HOSTILE), "")


def test_what_is_too_long_is_refused_instead_of_cut(service: RunService) -> None:
    (comparison, *_) = comparisons(service)
    with pytest.raises(InputError, match=r"^Title: received 201 .*at most 200 .* Shorten it\.$"):
        write(service, comparison, title="x" * 201)
    with pytest.raises(InputError, match=r"^Remarks: received 20,001 .*at most 20,000 characters"):
        write(service, comparison, remarks="x" * 20_001)
    html = write(service, comparison, title="x" * 200, remarks=" " * 9 + "a " * 9_998 + "end")
    assert "x" * 200 in html
    assert "a end" in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Head", "<h3>Head</h3>\n"),
        ("**b** and `c`", "<p><strong>b</strong> and <code>c</code></p>\n"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("![i](http://x.org/y.png)", "<p></p>\n"),
        (
            "[x](https://x.org)",
            '<p><a href="https://x.org" rel="noopener noreferrer">x</a></p>\n',
        ),
        ("", ""),
    ],
)
def test_remarks_are_markdown_that_does_no_harm(text: str, html: str) -> None:
    assert render_remarks(text) == html


def test_verdicts_do_not_depend_on_what_is_reported(service: RunService) -> None:
    for comparison in comparisons(service):
        runs = service.store.runs(comparison.id)
        selection = Selection(comparison, runs)
        whole = judge_comparison(service.store, selection)
        chosen = list(whole.by_key)[1::2]
        if not chosen:
            continue
        some = [run for run in runs if run.method in chosen]
        part = judge_comparison(service.store, selection.only(some))
        assert [method.key for method in part.shown_methods] == chosen
        assert part.verdicts == {key: v for key, v in whole.verdicts.items() if key in chosen}
        assert part.baseline.key == whole.baseline.key
        report = describe_report(service, selection.only(some))
        names = [method.name for method, _ in part.judged]
        assert [verdict.name for verdict in report.verdicts] == names
        assert report.baseline == whole.baseline.name
        shown = [method.name for method in part.shown_methods]
        assert [line.name for line in report.panels[0].lines] == shown
        assert write_report(report)
