import assert from "node:assert/strict";
import { test } from "node:test";

import { Group, deviationOf, meanOf } from "../../regdash/ui/live/assets/groups.js";
import { line, near } from "./support.js";

// One column next to the epoch.
const POINTS = {
  a: [[1, 1], [2, 2], [3, 3]],
  b: [[1, 3], [2, 4], [3, 5]],
  short: [[1, 8], [2, 9]],
};
const rowsOf = (run) => POINTS[run] ?? [];

test("the mean is null if a value is null", () => {
  assert.equal(meanOf([1, 2, 6]), 3);
  assert.equal(meanOf([1, null]), null);
});

test("the standard deviation divides by n - 1", () => {
  assert.equal(deviationOf([1, 3]), Math.sqrt(2));
  assert.equal(deviationOf([4, 4, 4]), 0);
});

test("a group has the mean of its seeds, epoch by epoch", () => {
  const group = new Group([line("a"), line("b")], rowsOf);
  assert.deepEqual(group.mean(1), [2, 3, 4]);
  assert.deepEqual(group.counts(), [2, 2, 2]);
});

test("the mean ends where the first seed stopped early", () => {
  const group = new Group([line("a"), line("short")], rowsOf);
  assert.deepEqual(group.mean(1), [4.5, 5.5]);
});

test("a running seed joins the mean when it has ended", () => {
  assert.deepEqual(new Group([line("a"), line("b", { active: true })], rowsOf).ids, ["a"]);
  assert.deepEqual(new Group([line("a"), line("b")], rowsOf).ids, ["a", "b"]);
});

test("before any seed has ended, the first represents all", () => {
  const running = [line("a", { active: true }), line("b", { active: true })];
  assert.deepEqual(new Group(running, rowsOf).ids, ["a"]);
});

test("failed and repeated runs are left out, unless there is nothing else", () => {
  const members = [line("a", { broken: true }), line("b"), line("short", { twin: true })];
  assert.deepEqual(new Group(members, rowsOf).ids, ["b"]);
  assert.deepEqual(new Group([line("a", { broken: true })], rowsOf).ids, ["a"]);
});

test("the band is the deviation, or half the interval of the mean", () => {
  const group = new Group([line("a"), line("b")], rowsOf);
  const factors = [null, null, 8.98];
  for (const half of group.half(1, "sd", factors)) assert.ok(near(half, Math.sqrt(2)));
  for (const half of group.half(1, "interval", factors)) assert.ok(near(half, 8.98 * Math.sqrt(2)));
});

test("there is no band for one seed", () => {
  assert.deepEqual(new Group([line("a")], rowsOf).half(1, "sd", []), [null, null, null]);
});
