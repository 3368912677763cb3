// Cases that Python computes as well, for pictures: see tests/figures/test_shared_charts.py.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Group } from "../../regdash/ui/live/assets/groups.js";
import { smooth } from "../../regdash/ui/live/assets/history.js";
import { findRange } from "../../regdash/ui/live/assets/ranges.js";
import { View } from "../../regdash/ui/live/assets/view.js";
import { line, near } from "./support.js";

const CASES = JSON.parse(readFileSync(new URL("../support/charts.json", import.meta.url)));

function assertNear(found, expected) {
  if (expected === null) return assert.equal(found, null);
  assert.equal(found.length, expected.length);
  expected.forEach((value, index) => {
    if (value === null) assert.equal(found[index], null);
    else assert.ok(near(found[index], value), `${found} is not ${expected}`);
  });
}

test("ranges", () => {
  for (const { lines, range, ...options } of CASES.ranges) {
    const traces = lines.map(({ y }, index) => ({
      x: y.map((_, at) => at + 1),
      y: y.map((value) => value ?? NaN),
      meta: { role: "validation", line: `run ${index}`, group: null },
    }));
    const diverged = lines.flatMap((of, index) => (of.diverged ? [`run ${index}`] : []));
    assertNear(findRange(null, traces, { ...options, diverged: new Set(diverged) }), range);
  }
});

test("means and spreads of seeds", () => {
  for (const { members, mean, sd } of CASES.groups) {
    const rows = members.map(({ y }) => y.map((value) => [value]));
    const lines = members.map(({ active, broken, twin }, index) => line(`${index}`, { active, broken, twin }));
    const group = new Group(lines, (id) => rows[Number(id)]);
    assertNear(group.mean(0), mean);
    assertNear(group.half(0, "sd", {}), sd ?? mean.map(() => null));
  }
});

test("smoothing", () => {
  for (const { y, weight, smoothed } of CASES.smoothing) assertNear(smooth(y, weight), smoothed);
});

test("the text of a view", () => {
  const figures = Object.fromEntries(["loss", "accuracy", "gap", "rate"].map((key) => [key, {}]));
  for (const { text, view: expected } of CASES.views) {
    const view = new View();
    view.read(text);
    const hidden = view.unsettled.hidden ?? [];
    view.settle({ figures: { light: figures }, columns: [] }, []);
    const { left, right, x, smoothing, band, log } = view;
    assert.deepEqual({ left, right, x, smoothing, band, log, hidden }, expected, text);
  }
});
