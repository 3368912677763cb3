// The points of all runs, appended as they arrive, and the means over seeds.
import { Group, meanOf } from "./groups.js";

export class History {
  constructor() {
    this.clear();
  }

  clear() {
    this.rows = new Map(); // points of a run; `columns` says where each curve stands
    this.versions = new Map();
    this.groups = new Map();
    this.columns = new Map();
    this.marked = new Map();
    this.news = new Set();
  }

  // Whether points of a visible run, or of a run that is part of a visible mean, have arrived since
  // the last call. Active seeds are not drawn while the seeds are folded and others have ended.
  takeNews(lines, unfolded) {
    const news = lines.filter((line) => this.news.has(line.id));
    this.news = new Set();
    return news.some(
      ({ id, group }) => !group || unfolded.has(group) || (this.groups.get(group)?.ids.includes(id) ?? true),
    );
  }

  // Append new points. If the thinning of a long run changes, the server sends all points again.
  append(points, curves) {
    this.columns = new Map(curves.map((name, index) => [name, index]));
    for (const [run, { version, rows }] of Object.entries(points)) {
      const known = this.versions.get(run) === version ? (this.rows.get(run) ?? []) : [];
      const epoch = this.columns.get("epoch");
      const last = known.at(-1)?.[epoch] ?? 0;
      const news = decodeRows(rows, curves.length).filter((row) => row[epoch] > last);
      if (news.length) {
        this.rows.set(run, known.concat(news));
        this.news.add(run);
      }
      this.versions.set(run, version);
    }
  }

  // Group the runs that differ only in their seeds.
  group(lines) {
    const rowsOf = (run) => this.rows.get(run) ?? [];
    this.marked = new Map(lines.map((line) => [line.id, line.marked_epoch]));
    this.groups = new Map(
      lines
        .filter((line) => line.members)
        .map((line) => [line.id, new Group(lines.filter((member) => member.group === line.id), rowsOf)]),
    );
  }

  // Values of one curve of a run or of the mean of a group, one per completed epoch.
  values(id, curve) {
    const column = this.columns.get(curve);
    return this.groups.get(id)?.mean(column) ?? (this.rows.get(id) ?? []).map((row) => row[column]);
  }

  // Number of seeds in each value of the mean of a group.
  counts(id) {
    return this.groups.get(id)?.counts();
  }

  // Position of a marker: the epoch shown in the table; for a group, the mean over its seeds.
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

// Decode base64 float32 rows; null where nothing was measured.
export function decodeRows(text, width) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const numbers = new Float32Array(bytes.buffer);
  return Array.from({ length: numbers.length / width }, (_, row) =>
    Array.from(numbers.subarray(row * width, (row + 1) * width), (value) => (Number.isNaN(value) ? null : value)),
  );
}

// Nearest drawn epoch: long runs are thinned.
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
