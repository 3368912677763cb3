// The points of every run, appended as they arrive, and the means of runs that belong together.
import { Group } from "./groups.js";

export class History {
  constructor() {
    this.clear();
  }

  clear() {
    this.rows = new Map(); // points of a run, the epoch first
    this.versions = new Map();
    this.groups = new Map();
    this.columns = new Map();
    this.news = false;
  }

  // Whether points arrived since this was last asked.
  takeNews() {
    const { news } = this;
    this.news = false;
    return news;
  }

  // Append what is new. When other epochs of a long run are drawn than before, all come anew.
  append(points, curves) {
    this.columns = new Map(curves.map((name, index) => [name, index]));
    for (const [run, { version, rows }] of Object.entries(points)) {
      const known = this.versions.get(run) === version ? (this.rows.get(run) ?? []) : [];
      const last = known.at(-1)?.[0] ?? 0;
      const news = decodeRows(rows, curves.length).filter((row) => row[0] > last);
      if (news.length) {
        this.rows.set(run, known.concat(news));
        this.news = true;
      }
      this.versions.set(run, version);
    }
  }

  // Put runs that differ in their seeds alone together.
  group(lines) {
    const rowsOf = (run) => this.rows.get(run) ?? [];
    this.groups = new Map(
      lines
        .filter((line) => line.members)
        .map((line) => [line.id, new Group(lines.filter((member) => member.group === line.id), rowsOf)]),
    );
  }

  // Values of one curve of a run or of a group's mean, one a finished epoch.
  values(id, curve) {
    const column = this.columns.get(curve);
    return this.groups.get(id)?.mean(column) ?? (this.rows.get(id) ?? []).map((row) => row[column]);
  }

  // Seeds behind each value of a group's mean.
  counts(id) {
    return this.groups.get(id)?.counts();
  }

  half(id, curve, mode, factors) {
    return this.groups.get(id).half(this.columns.get(curve), mode, factors);
  }
}

// Base64 of float32, row by row; null where nothing was measured.
function decodeRows(text, width) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const numbers = new Float32Array(bytes.buffer);
  return Array.from({ length: numbers.length / width }, (_, row) =>
    Array.from(numbers.subarray(row * width, (row + 1) * width), (value) => (Number.isNaN(value) ? null : value)),
  );
}

// Exponential moving average, corrected at the start; weight 0 changes nothing.
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

export function indexOfBest(values, best) {
  let found = -1;
  values.forEach((value, index) => {
    if (found < 0 || (best === "min" ? value < values[found] : value > values[found])) found = index;
  });
  return found;
}
