// The curves of the trials at one combination of values, as a figure. Pure functions.
import { findRange } from "./ranges.js";

// A figure with the colors of a theme in the place of their names, such as "$ink".
export function colorize(figure, palette) {
  if (Array.isArray(figure)) return figure.map((value) => colorize(value, palette));
  if (figure && typeof figure === "object") {
    return Object.fromEntries(Object.entries(figure).map(([key, value]) => [key, colorize(value, palette)]));
  }
  if (typeof figure === "string" && figure.startsWith("$")) return palette[figure.slice(1)] ?? figure;
  return figure;
}

// The mean of rows of several trials, epoch by epoch, as far as all of them have been trained.
export function meanRows(trials) {
  const length = Math.min(...trials.map((rows) => rows.length));
  if (!trials.length || !length) return [];
  return trials[0].slice(0, length).map((row, at) => {
    return row.map((_, column) => trials.reduce((sum, rows) => sum + (rows[at][column] ?? Number.NaN), 0) / trials.length);
  });
}

// The traces for the trials of a cell: one thin line each for validation, and the means bold.
//   trials: [{id, seed, kept, rows}]; rows have `names` as columns. chosen: id of the one trial to show, or "".
export function traceCurves(trials, names, chosen = "") {
  const column = Object.fromEntries(names.map((name, index) => [name, index]));
  const values = (rows, name) => rows.map((row) => row[column[name]]);
  const known = trials.filter(({ rows }) => rows?.length);
  const picked = known.filter(({ id }) => id === chosen);
  const shown = picked.length ? picked : known;
  const base = { type: "scatter", mode: "lines" };
  const traces = [];
  if (shown.length > 1) {
    for (const { seed, rows } of shown) {
      traces.push({
        ...base,
        x: values(rows, "epoch"),
        y: values(rows, "val_loss"),
        line: { color: "$main", width: 1 },
        opacity: 0.5,
        hovertemplate: `seed ${seed}, validation: %{y:.4g}<br>epoch %{x:.0f}<extra></extra>`,
        meta: { role: "member", line: `seed ${seed}` },
      });
    }
  }
  const rows = shown.length > 1 ? meanRows(shown.map((trial) => trial.rows)) : (shown[0]?.rows ?? []);
  const whose = shown.length > 1 ? "mean of the seeds" : shown.length ? `seed ${shown[0].seed}` : "";
  const lines = [
    ["train_loss", "training", { color: "$other", width: 1.5, dash: "dash" }],
    ["val_loss", "validation", { color: "$main", width: 2.75 }],
  ];
  for (const [name, words, line] of lines) {
    traces.push({
      ...base,
      x: values(rows, "epoch"),
      y: values(rows, name),
      line,
      hovertemplate: `${words}, ${whose}: %{y:.4g}<br>epoch %{x:.0f}<extra></extra>`,
      meta: { role: words, line: words },
    });
  }
  return traces;
}

// The range that holds the losses of all trials, but for those that leave the others far behind; see `findRange`.
//   all: rows by trial, as a Map.
export function rangeOf(all, names, previous = null) {
  const traces = [];
  for (const [id, rows] of all) {
    for (const [name, role] of [["train_loss", "training"], ["val_loss", "validation"]]) {
      const column = names.indexOf(name);
      traces.push({ meta: { role, line: id }, y: rows.map((row) => row[column]) });
    }
  }
  return findRange(previous, traces, { robust: true });
}

// The next combination of positions for a press of an arrow key or a move of one slider, within `counts`.
export function moved(position, axis, to, counts) {
  const next = [...position];
  next[axis] = Math.max(0, Math.min(counts[axis] - 1, to));
  return next;
}
