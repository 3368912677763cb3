// The points of every run, appended as they arrive, and the means of grouped runs.
import { Group, meanOf } from "./groups.js";

export class History {
  constructor() {
    this.clear();
  }

  clear() {
    this.rows = new Map(); // points by run; `columns` gives the index of each curve
    this.versions = new Map();
    this.groups = new Map();
    this.columns = new Map();
    this.marked = new Map();
    this.updated = new Set();
  }

  // Whether points arrived since the last call for a run that is drawn: individually, or as part
  // of a mean. While seeds are folded, a seed in progress is not drawn if others have ended.
  takeUpdates(lines, unfolded) {
    const updated = lines.filter((line) => this.updated.has(line.id));
    this.updated = new Set();
    return updated.some(
      ({ id, group }) => !group || unfolded.has(group) || (this.groups.get(group)?.ids.includes(id) ?? true),
    );
  }

  // Append new points. When the selection of epochs of a long run has changed, all points are replaced.
  append(points, curves) {
    this.columns = new Map(curves.map((name, index) => [name, index]));
    for (const [run, { version, rows }] of Object.entries(points)) {
      const known = this.versions.get(run) === version ? (this.rows.get(run) ?? []) : [];
      const epoch = this.columns.get("epoch");
      const last = known.at(-1)?.[epoch] ?? 0;
      const added = decodeRows(rows, curves.length).filter((row) => row[epoch] > last);
      if (added.length) {
        this.rows.set(run, known.concat(added));
        this.updated.add(run);
      }
      this.versions.set(run, version);
    }
  }

  // Group runs that differ only in their seeds.
  group(lines) {
    const rowsOf = (run) => this.rows.get(run) ?? [];
    this.marked = new Map(lines.map((line) => [line.id, line.marked_epoch]));
    this.groups = new Map(
      lines
        .filter((line) => line.members)
        .map((line) => [line.id, new Group(lines.filter((member) => member.group === line.id), rowsOf)]),
    );
  }

  // Values of one curve of a run or a group's mean, one per finished epoch.
  values(id, curve) {
    const column = this.columns.get(curve);
    return this.groups.get(id)?.mean(column) ?? (this.rows.get(id) ?? []).map((row) => row[column]);
  }

  // Number of seeds in each value of the mean of a group.
  counts(id) {
    return this.groups.get(id)?.counts();
  }

  // Position of a line's marker: at the epoch shown in the table; for a group, the mean of its seeds.
  mark(id, x, curve) {
    const group = this.groups.get(id);
    if (group) {
      const marks = group.ids.map((member) => this.mark(member, x, curve)).filter(Boolean);
      return marks.length ? [0, 1].map((at) => meanOf(marks.map((mark) => mark[at]))) : null;
    }
    const epoch = this.marked.get(id);
    const row = epoch && nearest(this.rows.get(id) ?? [], this.columns.get("epoch"), epoch);
    return row ? [row[this.columns.get(x)], row[this.columns.get(curve)]] : null;
  }

  half(id, curve, mode, factors) {
    return this.groups.get(id).half(this.columns.get(curve), mode, factors);
  }
}

// Decode base64 of float32, row by row; null where not measured.
export function decodeRows(text, width) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const numbers = new Float32Array(bytes.buffer);
  return Array.from({ length: numbers.length / width }, (_, row) =>
    Array.from(numbers.subarray(row * width, (row + 1) * width), (value) => (Number.isNaN(value) ? null : value)),
  );
}

// For long runs, not every epoch is drawn.
function nearest(rows, column, epoch) {
  let found = null;
  for (const row of rows) {
    if (!found || Math.abs(row[column] - epoch) < Math.abs(found[column] - epoch)) found = row;
  }
  return found;
}

// Exponential moving average with bias correction; weight 0 changes nothing.
export function smooth(values, weight) {
  if (!weight) return values;
  let sum = 0;
  let norm = 0;
  return values.map((value) => {
    if (value === null) return null; // not measured
    sum = weight * sum + (1 - weight) * value;
    norm = weight * norm + (1 - weight);
    return sum / norm;
  });
}
