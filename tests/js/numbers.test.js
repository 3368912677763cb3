import assert from "node:assert/strict";
import { test } from "node:test";

import { formatNumber } from "../../regdash/ui/live/assets/numbers.js";

const ACCURACY = { scale: 100, decimals: 2, unit: "%", signed: false, grouped: true };
const GAP = { scale: 1, decimals: 3, unit: "", signed: true, grouped: true };

test("shares are written in percent with two decimals", () => {
  assert.equal(formatNumber(Math.fround(0.9714), ACCURACY), "97.14 %");
  assert.equal(formatNumber(1, ACCURACY), "100.00 %");
});

test("a tie is rounded to even, as in the tables, although values are float32", () => {
  assert.equal(formatNumber(Math.fround(0.91125), ACCURACY), "91.12 %");
  assert.equal(formatNumber(Math.fround(0.91135), ACCURACY), "91.14 %");
});

test("losses have three significant digits, at most six decimals", () => {
  const written = [2.302585, 0.9996, 0.389, 12.345, 120_000, 0.0000123, 0].map((value) => formatNumber(value));
  assert.deepEqual(written, ["2.30", "1.00", "0.389", "12.3", "120,000", "0.000012", "0.00"]);
});

// The same examples are in tests/settings/test_formatting.py.
test("huge losses are in scientific notation", () => {
  const values = [9_999_999, 9_999_999.6, 12_345_678, -12_350_000, 12_250_000, 99_960_000, 1e30];
  const texts = ["9,999,999", "1.00e+07", "1.23e+07", "−1.24e+07", "1.22e+07", "1.00e+08", "1.00e+30"];
  assert.deepEqual(values.map((value) => formatNumber(value)), texts);
});

test("other numbers are so only when they are longer", () => {
  assert.equal(formatNumber(12_345_678, { decimals: 0 }), "12,345,680"); // seven digits
  assert.equal(formatNumber(1e12, { decimals: 0 }), "1.00e+12");
});

test("gaps have a sign", () => {
  assert.deepEqual([0.25, -0.0625, 0].map((value) => formatNumber(value, GAP)), ["+0.250", "−0.062", "0.000"]);
});

test("thousands are separated unless they count epochs", () => {
  assert.equal(formatNumber(1234567, { decimals: 0 }), "1,234,567");
  assert.equal(formatNumber(1500, { decimals: 0, grouped: false }), "1500");
});

test("what is not a finite number has a sign of its own", () => {
  assert.deepEqual([NaN, Infinity, -Infinity].map((value) => formatNumber(value)), ["–", "∞", "−∞"]);
});
