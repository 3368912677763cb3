import assert from "node:assert/strict";
import { test } from "node:test";

import { chooseRows, describeExit, nameOf, nearestIndex, nearestRow, rowsAt } from "../../regdash/ui/live/assets/hover.js";

const curve = (id, validation, training = null) => ({
  id,
  x: validation.map((_, index) => index + 1),
  validation,
  training,
});
const ids = ({ rows }) => rows.map((row) => row.curve.id);

test("of increasing numbers the nearest is found, of two the first", () => {
  const numbers = [1, 2, 5, 9];
  assert.deepEqual([-3, 1.4, 3.5, 3.6, 8, 100].map((wanted) => nearestIndex(numbers, wanted)), [0, 0, 1, 2, 3, 3]);
  assert.equal(nearestIndex([4], 0), 0);
});

const CURVES = [curve("a", [3, 2, 2.5], [3, 1, 0.5]), curve("b", [2, 1]), curve("c", [4, null, 1])];

test("runs are sorted: the best first, missing values last", () => {
  assert.deepEqual(ids(rowsAt(CURVES, 1.2, "lower")), ["b", "a", "c"]);
  assert.deepEqual(ids(rowsAt(CURVES, 1.2, "higher")), ["c", "a", "b"]);
  assert.deepEqual(ids(rowsAt(CURVES, 1.2, null)), ["c", "a", "b"]);
  assert.deepEqual(ids(rowsAt(CURVES, 2, "lower")), ["b", "a", "c"]);
});

test("each has its validation and its training value", () => {
  const { x, rows } = rowsAt(CURVES, 2.2, "lower");
  assert.equal(x, 2);
  assert.deepEqual(rows.map(({ value, training }) => [value, training]), [[1, null], [2, 1], [null, null]]);
});

test("equal values keep the order of the table", () => {
  assert.deepEqual(ids(rowsAt([curve("x", [1]), curve("y", [1])], 1, "lower")), ["x", "y"]);
});

test("a run that has ended before is not listed", () => {
  assert.deepEqual(ids(rowsAt(CURVES, 3, "lower")), ["c", "a"]);
  assert.deepEqual(ids(rowsAt(CURVES, 50, "lower")), ["c", "a"]); // beyond all: the last epoch
});

test("without points there is nothing to list", () => {
  assert.deepEqual(rowsAt([curve("a", [])], 1, "lower"), { x: null, rows: [] });
});

test("runs with points at other positions are listed with their nearest one", () => {
  const sparse = { id: "sparse", x: [1, 3, 5], validation: [0.1, 0.3, 0.5], training: null };
  const dense = { id: "dense", x: [1, 2, 3, 4, 5], validation: [9, 8, 7, 6, 5], training: null };
  const { x, rows } = rowsAt([sparse, dense], 4.1, "lower");
  assert.equal(x, 4);
  assert.deepEqual(rows.map(({ at }) => at), [1, 3]);
});

test("a value that the axis does not have is never the nearest", () => {
  const pixels = new Map([["zero", NaN], ["far", 50], ["near", 9]]);
  assert.equal(nearestRow([...pixels.keys()], (row) => pixels.get(row)), "near");
  assert.equal(nearestRow(["zero", "far"], (row) => pixels.get(row)), "far");
});

test("if not all fit, the best are listed and the one under the pointer", () => {
  assert.deepEqual(chooseRows([1, 2, 3], 3, 1), [1, 2, 3]);
  assert.deepEqual(chooseRows([1, 2, 3, 4], 2, 1), [1, 2]);
  assert.deepEqual(chooseRows([1, 2, 3, 4], 2, 4), [1, 4]);
});

test("a mean is named with its seeds in that epoch, and a row with its epoch where the axis has none", () => {
  const row = (at, seeds, name = "dropout 0.5") => ({ at, curve: { name, epochs: () => [1, 2], seeds: () => seeds } });
  assert.equal(nameOf(row(1, [3, 2]), 2, { seconds: false }), "dropout 0.5 (2 seeds)");
  assert.equal(nameOf(row(0, [1, 1]), 1, { seconds: false }), "dropout 0.5 (1 seed)");
  assert.equal(nameOf(row(1, undefined), 2, { seconds: false }), "dropout 0.5");
  assert.equal(nameOf(row(1, [3, 3]), 17.5, { seconds: true }), "dropout 0.5 (3 seeds), epoch 2");
  assert.equal(nameOf(row(0, undefined), 2, { seconds: false }), "dropout 0.5, epoch 1");
  const long = "label smoothing 0.1 + dropout 0.5 + L2 1e-3";
  assert.equal(nameOf(row(1, [3, 3], long), 2, { seconds: false }), "label smoothing…0.5 + L2 1e-3 (3 seeds)");
});

test("a marker at the edge is explained", () => {
  const exit = { name: "L2 3", epoch: 3, value: 120_000, title: "Loss", quantity: {} };
  assert.equal(describeExit({ ...exit, status: "diverged" }), "L2 3 diverged: loss 120,000 at epoch 3, outside the axis");
  assert.equal(describeExit({ ...exit, status: "running" }), "L2 3: loss 120,000 at epoch 3, outside the axis");
});
