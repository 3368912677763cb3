import assert from "node:assert/strict";
import { test } from "node:test";

import {
  MOST_LABELS,
  insideAnnotation,
  labelEnds,
  placeLabels,
  planLabels,
  shorten,
  spread,
} from "../../regdash/ui/live/assets/labels.js";
import { near } from "./support.js";

const letters = (text) => text.length;
const pixels = (text) => 8 * text.length;

test("names that fit are unchanged, others are shortened in the middle", () => {
  assert.equal(shorten("dropout 0.5", 11, letters), "dropout 0.5");
  assert.equal(shorten("dropout 0.5 + L2 1e-3", 18, letters), "dropout 0…L2 1e-3");
  assert.equal(shorten("dropout 0.5 + L2 1e-3", 3, letters), "d…3");
  assert.equal(shorten("abc", 0, letters), "a…");
  for (let limit = 2; limit < 30; limit += 1) {
    assert.ok(shorten("label smoothing 0.1 + dropout", limit, letters).length <= limit);
  }
});

const closest = (places) => {
  const sorted = [...places].sort((a, b) => a - b);
  return Math.min(...sorted.slice(1).map((place, index) => place - sorted[index]));
};

test("positions that are far enough apart stay", () => {
  assert.deepEqual(spread([50, 10, 90], 20, 0, 100), [50, 10, 90]);
  assert.deepEqual(spread([], 20, 0, 100), []);
});

test("near positions are pushed apart around their middle, in their order", () => {
  assert.deepEqual(spread([50, 52], 10, 0, 100), [46, 56]);
  assert.deepEqual(spread([52, 50], 10, 0, 100), [56, 46]);
  assert.deepEqual(spread([50, 50, 50], 10, 0, 100), [40, 50, 60]);
});

test("pushed positions push their neighbors", () => {
  const placed = spread([50, 51, 58, 80], 10, 0, 100);
  assert.ok(near(closest(placed.slice(0, 3)), 10));
  assert.ok(near(placed[0] + placed[1] + placed[2], 159)); // around their common middle
  assert.equal(placed[3], 80);
});

test("all stay inside, closer together if there is no room", () => {
  assert.deepEqual(spread([0, 0, 0], 10, 0, 100), [0, 10, 20]);
  assert.deepEqual(spread([100, 99], 10, 0, 100), [100, 90]);
  assert.deepEqual(spread([1, 2, 3], 100, 0, 100), [0, 50, 100]);
});

test("no two of ten names overlap, wherever the lines end", () => {
  let seed = 1;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 200; round += 1) {
    const wanted = Array.from({ length: 10 }, () => 194 * random() ** 3);
    const placed = spread(wanted, 17, 0, 194);
    assert.ok(closest(placed) > 17 - 1e-9);
    assert.ok(Math.min(...placed) >= 0 && Math.max(...placed) <= 194 + 1e-9);
  }
});

const lines = (count, name = "baseline") => Array.from({ length: count }, (_, id) => ({ id: String(id), name }));

test("the margin fits the longest name, and leaves 70% of the plot", () => {
  assert.equal(planLabels(lines(2), 500, 576, pixels).margin, 8 * 8 + 12);
  const { margin, texts } = planLabels([...lines(1), { id: "long", name: "x".repeat(200) }], 500, 576, pixels);
  assert.ok(margin <= 150);
  assert.equal(texts.get("0"), "baseline");
  assert.ok(texts.get("long").includes("…"));
});

test("many names or a narrow chart leave no room", () => {
  assert.ok(planLabels(lines(MOST_LABELS), 500, 576, pixels));
  assert.equal(planLabels(lines(MOST_LABELS + 1), 500, 576, pixels), null);
  assert.equal(planLabels(lines(2), 280, 356, pixels), null);
  assert.equal(planLabels([], 500, 576, pixels), null);
});

const trace = (line, y) => ({ x: y.map((_, index) => index + 1), y, meta: { role: "validation", line, ink: `ink of ${line}` } });
const layout = (x, y) => ({ xaxis: { range: x }, yaxis: { range: y } });
const LINES = [{ id: "a", name: "baseline" }];

test("a line ends at its last value inside the axes", () => {
  const [end] = labelEnds(LINES, [trace("a", [1, 2, null])], layout([0, 4], [0, 4]), { log: false, zoomed: false });
  assert.deepEqual(end, { id: "a", name: "baseline", color: "ink of a", x: 0.5, y: 0.5 });
  const [zoomed] = labelEnds(LINES, [trace("a", [1, 2, 3])], layout([0, 1.5], [0, 4]), { log: false, zoomed: true });
  assert.equal(zoomed.y, 0.25);
  const [log] = labelEnds(LINES, [trace("a", [100])], layout([0, 1], [0, 4]), { log: true, zoomed: false });
  assert.equal(log.y, 0.5);
});

test("a line that left the axis is named at its edge, one outside a zoomed range is not", () => {
  const traces = [trace("a", [1, 9])];
  const [edge] = labelEnds(LINES, traces, layout([0, 4], [0, 4]), { log: false, zoomed: false });
  assert.deepEqual([edge.x, edge.y], [1, 1]);
  assert.deepEqual(labelEnds(LINES, traces, layout([0, 4], [0, 4]), { log: false, zoomed: true }), []);
  assert.deepEqual(labelEnds(LINES, traces, layout([3, 4], [0, 4]), { log: false, zoomed: true }), []);
  assert.deepEqual(labelEnds(LINES, [trace("a", [])], layout([0, 4], [0, 4]), { log: false, zoomed: false }), []);
});

const end = (id, x, y) => ({ id, name: `name of ${id}`, text: id, color: "#123456", x, y, faded: false });
const SIZE = { width: 400, height: 200 };

test("a name beside the end of its line has no leader", () => {
  const [name] = placeLabels([end("a", 0.99, 0.5)], SIZE);
  assert.deepEqual([name.left, name.top, name.leader], [408, 100, null]);
});

test("a name that was moved, or whose line ends earlier, has a leader from the line's end", () => {
  const leaders = (...ends) => placeLabels(ends, SIZE).map(({ leader }) => leader);
  assert.deepEqual(leaders(end("a", 1, 0.5), end("b", 1, 0.5)), [null, null]); // moved by 8.5 pixels
  const from = { left: 400, top: 100 };
  assert.deepEqual(leaders(end("a", 1, 0.5), end("b", 1, 0.5), end("c", 1, 0.5)), [from, null, from]);
  assert.deepEqual(leaders(end("a", 0.5, 0.25)), [{ left: 200, top: 150 }]);
});

test("larger type has longer names, farther apart", () => {
  const { margin } = planLabels(lines(2, "x".repeat(30)), 1200, 1276, pixels, 240);
  assert.ok(margin > 202 && margin <= 252);
  const tops = placeLabels([end("a", 1, 0.5), end("b", 1, 0.5)], SIZE, 24).map(({ top }) => top);
  assert.deepEqual(tops, [88, 112]);
});

test("a name inside the plot is at its edge, and stays inside", () => {
  const name = insideAnnotation(end("a", 1, 0.9), 14, "white");
  assert.deepEqual([name.x, name.xanchor, name.yanchor, name.text], [1, "right", "top", "name of a"]);
});
