// The points of every run, appended as they arrive.
export class History {
  constructor() {
    this.clear();
  }

  clear() {
    this.rows = new Map();
    this.columns = new Map();
    this.news = false;
  }

  // Whether points arrived since this was last asked.
  takeNews() {
    const { news } = this;
    this.news = false;
    return news;
  }

  // Append what is new. Returns false if an epoch is missing in between: then ask for all.
  append(points, curves) {
    this.columns = new Map(curves.map((name, index) => [name, index]));
    let complete = true;
    for (const [run, { from, rows }] of Object.entries(points)) {
      const known = this.rows.get(run) ?? [];
      if (from > known.length) {
        complete = false;
        continue;
      }
      for (let i = known.length - from; i < rows.length; i++) {
        known.push(rows[i]);
        this.news = true;
      }
      this.rows.set(run, known);
    }
    return complete;
  }

  // Values of one curve, one a finished epoch.
  values(run, curve) {
    const column = this.columns.get(curve);
    return (this.rows.get(run) ?? []).map((row) => row[column]);
  }
}

// Exponential moving average, corrected at the start; weight 0 changes nothing.
export function smooth(values, weight) {
  if (!weight) return values;
  let sum = 0;
  let norm = 0;
  return values.map((value) => {
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
