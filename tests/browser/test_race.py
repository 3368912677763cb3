"""A ready-made race, from the click to the last epoch."""

import sqlite3
from collections import Counter
from contextlib import closing
from itertools import groupby
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.page_state import (
    CHART,
    ROWS,
    drawn_points,
    names,
    open_page,
    points,
    record_points,
    shown,
    statuses,
    wait_until,
)


def growth(home: Path) -> list[list[int]]:
    """Return how many epochs each of the first four runs had whenever one was stored."""
    with closing(sqlite3.connect(home / "regdash.sqlite")) as database:
        rows = database.execute(
            "select number from epochs join runs on id = run_id where number < 4 order by epochs.rowid"
        ).fetchall()
    counts: Counter[int] = Counter()
    found = []
    for (number,) in rows:
        counts[number] += 1
        found.append([counts[run] for run in range(4)])
    return found


def test_watch_a_network_overfit(page: Page, server: str, home: Path) -> None:
    frames: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda sent: frames.append(sent)))
    open_page(page, server)
    expect(page.get_by_text("Watch a network overfit")).to_be_visible()
    page.get_by_role("button", name="Start race").first.click()
    page.wait_for_selector(CHART)
    page.evaluate(f"() => {{ document.querySelector('{CHART}').marked = 'same'; }}")

    # All four get points in rotation. The page itself keeps what it has drawn: on a busy machine, this
    # process would look less often than it draws.
    record_points(page)
    wait_until(lambda: len(points(page)) == 4 and min(points(page)) >= 12, timeout=180)
    drawn = [counts for counts, _ in groupby(drawn_points(page))]
    rotating = [counts for counts in drawn if len(counts) == 4 and min(counts) >= 1]
    assert len(rotating) > 4
    stored = [counts for counts in growth(home) if min(counts) >= 1]
    assert len(stored) >= 4 * (12 - 3)
    for counts in [*rotating, *stored]:
        assert max(counts) - min(counts) <= 3

    # A zoom set now is kept to the end.
    box = page.locator(CHART).first.locator(".nsewdrag").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.8, steps=5)
    page.mouse.up()
    zoomed = wait_until(lambda: shown(page) if shown(page)[0] > 1 else None)
    zoomed_y = shown(page, "y")

    # The first seeds are drawn live; the others follow as a band, and then the verdicts.
    wait_until(lambda: points(page) == [25] * 4, timeout=240)
    page.wait_for_selector(f"{ROWS} >> text=2 of 5 seeds ended", timeout=60_000)
    wait_until(lambda: statuses(page) == ["finished"] * 4, timeout=400)
    assert points(page) == [25] * 4
    expect(page.get_by_text("new seeds and new images; 5 seeds.").first).to_be_visible()
    gained = page.get_by_text("points on validation images, 95% interval").all_inner_texts()
    assert len(gained) == 3
    # At least two techniques help enough to be distinguished with five seeds: each is "better" in its
    # row and in the judgement.
    helped = page.locator(ROWS).get_by_text("better", exact=True).count()
    assert helped >= 2
    expect(page.get_by_text("better", exact=True)).to_have_count(2 * helped)
    assert all(text.startswith("+") for text in gained[1:])
    assert shown(page) == zoomed
    assert shown(page, "y") == zoomed_y
    assert page.evaluate(f"() => document.querySelector('{CHART}').marked") == "same"
    expect(page.locator(ROWS).first).to_contain_text("%")

    # All runs have ended: the page no longer sends anything.
    page.wait_for_timeout(1500)
    before_silence = len(frames)
    page.wait_for_timeout(2000)
    assert len(frames) == before_silence > 10

    # A double click restores the full range.
    page.mouse.dblclick(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    wait_until(lambda: shown(page) == [0, 25.5])

    # After a reload and in a second tab the page is the same.
    link, before = page.url, names(page)
    assert "comparison=" in link
    page.reload()
    wait_until(lambda: points(page) == [25] * 4)
    assert names(page) == before == ["baseline", "L2 0.02", "dropout 0.6", "augmentation"]
    tab = page.context.new_page()
    open_page(tab, link)
    wait_until(lambda: points(tab) == [25] * 4)
    assert names(tab) == before

    # What the race shows: the baseline overfits, and dropout and augmentation reduce that.
    curves = page.evaluate(
        f"""() => Object.fromEntries([...document.querySelector('{CHART}').data]
              .filter((t) => t.meta.role !== 'mark')
              .map((t) => [t.name + '/' + t.meta.role, t.y]))"""
    )
    plain = curves["baseline/validation"]
    assert plain[-1] > 1.3 * min(plain)
    assert curves["baseline, training/training"][-1] < 0.02
    for technique in ("dropout 0.6", "augmentation"):
        assert curves[f"{technique}/validation"][-1] < 0.8 * plain[-1]
