import assert from "node:assert/strict";
import { test } from "node:test";

import { shortenMiddle } from "../../regdash/ui/live/assets/names.js";

test("a text that fits is unchanged", () => {
  assert.equal(shortenMiddle("dropout 0.5", 11), "dropout 0.5");
  assert.equal(shortenMiddle("", 0), "");
});

test("a long text keeps both ends", () => {
  assert.equal(shortenMiddle("dropout 0.5 + L2 1e-3, batch 64", 17), "dropout…batch 64");
  assert.equal(shortenMiddle("abcdefghij", 6), "abc…ij");
});

test("spaces beside the ellipsis are left out", () => {
  assert.equal(shortenMiddle("one two three", 8), "one…ree");
  assert.equal(shortenMiddle("abc def ghi jkl", 9), "abc…jkl");
});

test("the result never exceeds the limit", () => {
  const text = "augmentation (rotation 10°, shift 0.1) + dropout 0.5 + L2 1e-3";
  for (let most = 1; most < text.length; most++) {
    const short = shortenMiddle(text, most);
    assert.ok(Array.from(short).length <= most, short);
    assert.ok(short.includes("…"));
  }
});

test("signs outside the basic plane are not split", () => {
  assert.equal(shortenMiddle("🙂🙂🙂🙂🙂", 3), "🙂…🙂");
  assert.equal(shortenMiddle("🙂🙂🙂", 3), "🙂🙂🙂");
});
