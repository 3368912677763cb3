import assert from "node:assert/strict";
import { test } from "node:test";

import { REACH, findExits, findRange } from "../../regdash/ui/live/assets/ranges.js";
import { near } from "./support.js";

const trace = (y, line = "a", more = {}) => ({
  visible: true,
  x: y.map((_, index) => index + 1),
  y,
  ...more,
  meta: { role: "validation", line, group: null, ...more.meta },
});
const robust = (traces, ...diverged) => findRange(null, traces, { robust: true, diverged: new Set(diverged) });

test("the range includes all visible points, with a margin", () => {
  const [low, high] = findRange(null, [trace([1, 2]), trace([0.5, null]), trace([99], "b", { visible: false })]);
  assert.ok(near(low, 0.5 - 1.5 * 0.06));
  assert.ok(near(high, 2 + 1.5 * 0.06));
});

test("the range never narrows while runs progress", () => {
  assert.deepEqual(findRange([0, 10], [trace([4, 5])]), [0, 10]);
  assert.ok(findRange([0, 10], [trace([4, 12])])[1] > 12);
});

test("without points the range is unchanged", () => {
  assert.equal(findRange(null, [trace([])]), null);
  assert.deepEqual(findRange([1, 2], [trace([null])]), [1, 2]);
});

test("infinite values do not count", () => {
  assert.ok(findRange(null, [trace([1, 2, Infinity])])[1] < 3);
});

test("a penalty that is zero everywhere has no range yet", () => {
  assert.equal(findRange(null, [trace([0, 0])]), null);
});

test("a share ends a little above one, and never begins below zero", () => {
  assert.deepEqual(findRange(null, [trace([0.01, 1])], { percent: true }), [0, 1.005]);
});

test("a log range leaves out what is not positive", () => {
  assert.deepEqual(findRange(null, [trace([0, 1, 100])], { log: true }), [0.8, 125]);
  assert.equal(findRange(null, [trace([0, -1])], { log: true }), null);
});

test("a run that diverged does not widen the range of the others", () => {
  const good = trace([2, 1], "good");
  const bad = trace([2, 9, 120_000], "bad");
  assert.deepEqual(robust([good, bad], "bad"), findRange(null, [good]));
  const share = { percent: true, diverged: new Set(["bad"]) };
  assert.ok(findRange(null, [trace([0.9, 0.97], "good"), trace([0.1], "bad")], share)[0] > 0.89);
});

test("nor does the marker of its epoch in the table", () => {
  const good = trace([2, 1], "good");
  const bad = trace([2, 9, 120_000], "bad");
  const marks = { visible: true, x: [2, 3], y: [1, 120_000], meta: { role: "mark", lines: ["good", "bad"] } };
  assert.deepEqual(robust([good, bad, marks], "bad"), robust([good]));
  const running = robust([good, bad, marks]);
  assert.ok(running[1] > 9 && running[1] < 10);
});

test("without others, a run that diverged is shown completely", () => {
  assert.ok(robust([trace([2, 9, 120_000], "bad")], "bad")[1] > 120_000);
  assert.ok(robust([trace([], "queued"), trace([2, 50], "bad")], "bad")[1] > 50);
});

test("values far beyond all other runs do not count before their run has ended", () => {
  const others = [trace([2, 0.5], "a"), trace([2.2, 0.4], "b")];
  const [low, high] = robust([...others, trace([2.3, 5, REACH * 2.2 + 1, 1e9], "bad")]);
  assert.ok(low < 0.4);
  assert.ok(high > 5 && high < 5.5);
  assert.ok(robust([...others, trace([2.3, REACH * 2.2 - 1], "bad")])[1] > REACH * 2.2 - 1);
  const [lowest] = robust([...others, trace([0, -1e9], "bad")]);
  assert.ok(lowest > -1);
});

test("a run that overfits counts completely", () => {
  assert.ok(robust([trace([0.4, 0.3], "a"), trace([0.5, 4], "overfit")])[1] > 4);
});

test("one run alone counts completely, also with its training curve and its seeds", () => {
  const training = trace([1, 1e-6], "a", { meta: { role: "training" } });
  assert.ok(robust([trace([2, 900]), training])[1] > 900);
  const seed = trace([2, 0.1], "seed 1", { meta: { role: "member", group: "a" } });
  assert.ok(robust([trace([2, 900]), seed])[1] > 900);
});

test("all values count where no direction is better", () => {
  const penalties = [trace([0.1, 0.1], "a"), trace([50, 60], "b")];
  assert.ok(findRange(null, penalties)[1] > 60);
});

test("beside runs without a penalty, all values count", () => {
  assert.ok(robust([trace([0, 0], "a"), trace([3, 2], "b")])[1] > 3);
});

test("an exit is where the line crosses the edge for the first time", () => {
  const [exit, ...more] = findExits([0, 4], [trace([2, 6, 1, 9], "bad"), trace([1, 3], "good")]);
  assert.deepEqual(exit, { line: "bad", edge: "top", x: 1.5, y: 4, value: 6, at: 1 });
  assert.deepEqual(more, []);
  const [log] = findExits([1, 10], [trace([1, 100])], { log: true });
  assert.ok(near(log.x, 1.5));
});

test("a line that begins outside leaves at its first point, an infinite one where it was last", () => {
  assert.deepEqual(findExits([0.8, 1], [trace([0.1, 0.1])])[0], { line: "a", edge: "bottom", x: 1, y: 0.8, value: 0.1, at: 0 });
  const [exit] = findExits([0, 4], [trace([2, Infinity])]);
  assert.deepEqual([exit.edge, exit.x], ["top", 1]);
});

test("only validation lines that are shown have exits", () => {
  const hidden = trace([9], "a", { visible: false });
  const training = trace([9], "a", { meta: { role: "training" } });
  assert.deepEqual(findExits([0, 1], [hidden, training]), []);
  assert.deepEqual(findExits(null, [trace([9])]), []);
  assert.deepEqual(findExits([0.1, 1], [trace([0, null])], { log: true }), []);
});
