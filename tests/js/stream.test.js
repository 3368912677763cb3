import assert from "node:assert/strict";
import { test } from "node:test";

import { FIRST_PAUSE, LONGEST_PAUSE, nextPause, streamAddress } from "../../regdash/ui/live/assets/stream.js";

test("pauses between attempts double up to the longest", () => {
  const pauses = [FIRST_PAUSE];
  while (pauses.length < 8) pauses.push(nextPause(pauses.at(-1)));
  assert.deepEqual(pauses, [500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
  assert.equal(pauses.at(-1), LONGEST_PAUSE);
});

test("the stream's URL is below the page's base path", () => {
  const script = "/regdash/assets/0123456789abcdef/stream.js";
  assert.equal(
    streamAddress(`http://127.0.0.1:8501${script}`, "c1"),
    "ws://127.0.0.1:8501/regdash/live?comparison=c1",
  );
  assert.equal(
    streamAddress(`https://example.org/tools${script}`, "a&b"),
    "wss://example.org/tools/regdash/live?comparison=a%26b",
  );
  assert.equal(
    streamAddress(`http://127.0.0.1:8501${script}`, "c1", { references: "own" }),
    "ws://127.0.0.1:8501/regdash/live?comparison=c1&references=own",
  );
});
