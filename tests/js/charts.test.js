import assert from "node:assert/strict";
import { test } from "node:test";

import { joinMarkers, widen } from "../../regdash/ui/live/assets/charts.js";
import { near } from "./support.js";

const trace = (y, visible = true) => ({ y, visible });

test("the range includes all visible points, with a margin", () => {
  const [low, high] = widen(null, [trace([1, 2]), trace([0.5, null]), trace([99], false)], false, false);
  assert.ok(near(low, 0.5 - 1.5 * 0.06));
  assert.ok(near(high, 2 + 1.5 * 0.06));
});

test("the range never narrows while runs progress", () => {
  assert.deepEqual(widen([0, 10], [trace([4, 5])], false, false), [0, 10]);
  assert.ok(widen([0, 10], [trace([4, 12])], false, false)[1] > 12);
});

test("without points the range is unchanged", () => {
  assert.equal(widen(null, [trace([])], false, false), null);
  assert.deepEqual(widen([1, 2], [trace([null])], false, false), [1, 2]);
});

test("a penalty that is zero everywhere has no range yet", () => {
  assert.equal(widen(null, [trace([0, 0])], false, false), null);
});

test("a share ends a little above one, and never begins below zero", () => {
  const [low, high] = widen(null, [trace([0.01, 1])], false, true);
  assert.equal(low, 0);
  assert.equal(high, 1.005);
});

test("a log range leaves out what is not positive", () => {
  assert.deepEqual(widen(null, [trace([0, 1, 100])], true, false), [0.8, 125]);
  assert.equal(widen(null, [trace([0, -1])], true, false), null);
});

function marker(line, x, visible = true) {
  return {
    visible,
    x,
    y: x,
    hovertemplate: line,
    opacity: 0.5,
    meta: { role: "mark", line },
    marker: { color: `color of ${line}`, symbol: "circle", size: 9 },
  };
}

test("markers of all visible runs become one trace", () => {
  const curve = { meta: { role: "validation" } };
  const traces = joinMarkers([marker("a", [3]), curve, marker("b", [5]), marker("hidden", [7], false), marker("c", [])]);
  assert.equal(traces.length, 2);
  assert.equal(traces[0], curve);
  assert.deepEqual(traces[1].x, [3, 5]);
  assert.deepEqual(traces[1].hovertemplate, ["a", "b"]);
  assert.deepEqual(traces[1].marker.color, ["color of a", "color of b"]);
  assert.equal(traces[1].marker.size, 9);
});

test("traces without markers are unchanged", () => {
  const traces = [{ meta: { role: "band" } }];
  assert.equal(joinMarkers(traces), traces);
});
