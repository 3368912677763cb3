import assert from "node:assert/strict";
import { test } from "node:test";

import { exitTrace, joinMarkers } from "../../regdash/ui/live/assets/traces.js";
import { near } from "./support.js";

function marker(line, x, visible = true) {
  return {
    visible,
    x,
    y: x,
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
  assert.deepEqual(traces[1].meta.lines, ["a", "b"]);
  assert.deepEqual(traces[1].marker.color, ["color of a", "color of b"]);
  assert.equal(traces[1].marker.size, 9);
});

test("traces without markers are unchanged", () => {
  const traces = [{ meta: { role: "band" } }];
  assert.equal(joinMarkers(traces), traces);
});

test("lines that left the axis have a triangle just inside the edge, in their color", () => {
  const exits = [
    { line: "up", edge: "top", x: 2 },
    { line: "down", edge: "bottom", x: 5 },
  ];
  const colorOf = (line) => `color of ${line}`;
  const trace = exitTrace(exits, [0, 10], { log: false, colorOf });
  assert.deepEqual(trace.x, [2, 5]);
  assert.ok(near(trace.y[0], 9.7) && near(trace.y[1], 0.3));
  assert.deepEqual(trace.marker.symbol, ["triangle-up", "triangle-down"]);
  assert.deepEqual(trace.marker.color, ["color of up", "color of down"]);
  const [high, low] = exitTrace(exits, [1, 100], { log: true, colorOf }).y.map(Math.log10);
  assert.ok(near(high, 1.94) && near(low, 0.06));
});
