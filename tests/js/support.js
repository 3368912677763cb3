// Shared by several tests.

// Rows of numbers as the server sends them: base64 of float32, NaN where not measured.
export function encodeRows(rows) {
  const numbers = Float32Array.from(rows.flat(), (value) => value ?? Number.NaN);
  return Buffer.from(numbers.buffer).toString("base64");
}

// A line of the table: a finished run without a group, with `changes` applied.
export function line(id, changes = {}) {
  return { id, group: null, members: 0, active: false, broken: false, twin: false, marked_epoch: null, ...changes };
}

export function near(actual, expected, tolerance = 1e-6) {
  return Math.abs(actual - expected) <= tolerance;
}
