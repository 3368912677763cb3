import assert from "node:assert/strict";
import { test } from "node:test";

import { History, decodeRows, smooth } from "../../regdash/ui/live/assets/history.js";
import { encodeRows, line, near } from "./support.js";

const CURVES = ["epoch", "elapsed", "val_loss"];

function historyOf(points) {
  const history = new History();
  history.append(
    Object.fromEntries(Object.entries(points).map(([run, rows]) => [run, { version: 0, rows: encodeRows(rows) }])),
    CURVES,
  );
  return history;
}

test("rows are decoded, and missing measurements are null", () => {
  const rows = [[1, 0.5, 2], [2, 1, null]];
  assert.deepEqual(decodeRows(encodeRows(rows), 3), rows);
  assert.deepEqual(decodeRows("", 3), []);
});

test("new epochs are appended, and duplicates are ignored", () => {
  const history = historyOf({ a: [[1, 1, 0.5], [2, 2, 0.25]] });
  const again = encodeRows([[2, 2, 9], [3, 3, 0.125]]);
  history.append({ a: { version: 0, rows: again } }, CURVES);
  assert.deepEqual(history.values("a", "epoch"), [1, 2, 3]);
  assert.deepEqual(history.values("a", "val_loss"), [0.5, 0.25, 0.125]);
});

test("another version replaces all points", () => {
  const history = historyOf({ a: [[1, 1, 0.5], [2, 2, 0.25]] });
  history.append({ a: { version: 1, rows: encodeRows([[1, 1, 4], [9, 9, 2]]) } }, CURVES);
  assert.deepEqual(history.values("a", "epoch"), [1, 9]);
});

test("curves are found by name, in whatever order they come", () => {
  const history = new History();
  history.append({ a: { version: 0, rows: encodeRows([[1, 7, 30]]) } }, ["epoch", "val_loss", "elapsed"]);
  assert.deepEqual(history.values("a", "val_loss"), [7]);
  assert.deepEqual(history.values("a", "elapsed"), [30]);
});

test("a group has the mean of its members, a single run its own values", () => {
  const history = historyOf({ a: [[1, 1, 1]], b: [[1, 3, 3]], alone: [[1, 2, 8]] });
  history.group([line("g", { members: 2 }), line("a", { group: "g" }), line("b", { group: "g" }), line("alone")]);
  assert.deepEqual(history.values("g", "val_loss"), [2]);
  assert.deepEqual(history.counts("g"), [2]);
  assert.deepEqual(history.half("g", "val_loss", "sd", []), [Math.sqrt(2)]);
  assert.deepEqual(history.values("alone", "val_loss"), [8]);
  assert.equal(history.counts("alone"), undefined);
});

test("a run's marker is at the epoch of the table, or the nearest one drawn", () => {
  const history = historyOf({ a: [[1, 10, 0.5], [100, 20, 0.25]] });
  history.group([line("a", { marked_epoch: 80 })]);
  assert.deepEqual(history.mark("a", "elapsed", "val_loss"), [20, 0.25]);
  history.group([line("a", { marked_epoch: 12 })]);
  assert.deepEqual(history.mark("a", "elapsed", "val_loss"), [10, 0.5]);
  history.group([line("a")]);
  assert.equal(history.mark("a", "epoch", "val_loss") ?? null, null);
});

test("of two epochs that are equally near, the earlier one is marked", () => {
  const history = historyOf({ a: [[4, 1, 0.5], [6, 2, 0.25]] });
  history.group([line("a", { marked_epoch: 5 })]);
  assert.deepEqual(history.mark("a", "epoch", "val_loss"), [4, 0.5]);
});

test("a group's marker is the mean of its members' markers", () => {
  const history = historyOf({ a: [[1, 1, 1], [2, 2, 2]], b: [[1, 1, 3], [2, 2, 4]] });
  const member = (id, epoch) => line(id, { group: "g", marked_epoch: epoch });
  history.group([line("g", { members: 2 }), member("a", 1), member("b", 2)]);
  assert.deepEqual(history.mark("g", "epoch", "val_loss"), [1.5, 2.5]);
});

test("only points that are drawn trigger a redraw", () => {
  const history = historyOf({ a: [[1, 1, 1]], b: [[1, 1, 1]] });
  const lines = [line("g", { members: 2 }), line("a", { group: "g" }), line("b", { group: "g", active: true })];
  history.group(lines);
  assert.equal(history.takeUpdates(lines, new Set()), true);
  assert.equal(history.takeUpdates(lines, new Set()), false);
  history.append({ b: { version: 0, rows: encodeRows([[2, 2, 2]]) } }, CURVES);
  assert.equal(history.takeUpdates(lines, new Set()), false); // folded: b is not part of the mean
  history.append({ b: { version: 0, rows: encodeRows([[3, 3, 3]]) } }, CURVES);
  assert.equal(history.takeUpdates(lines, new Set(["g"])), true); // unfolded: b has a line of its own
});

test("points of a member without a group yet trigger a redraw", () => {
  const history = historyOf({ a: [[1, 1, 1]] });
  assert.equal(history.takeUpdates([line("a", { group: "g" })], new Set()), true);
});

test("clearing forgets every run", () => {
  const history = historyOf({ a: [[1, 1, 1]] });
  history.clear();
  assert.deepEqual(history.values("a", "val_loss"), []);
});

test("smoothing is a moving average corrected at its start", () => {
  const values = [4, 8, 0];
  assert.equal(smooth(values, 0), values);
  const smoothed = smooth(values, 0.5);
  assert.equal(smoothed[0], 4);
  assert.ok(near(smoothed[1], (4 * 0.25 + 8 * 0.5) / 0.75));
  assert.ok(near(smoothed[2], (4 * 0.125 + 8 * 0.25) / 0.875));
  assert.deepEqual(smooth([1, null, 1], 0.9), [1, null, 1]);
});
