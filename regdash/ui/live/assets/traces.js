// Fills the traces of a figure, which come from the server without points.
import { smooth } from "./history.js";

// The filled traces of a chart. drawing: {view, history, lines, factors, log}; see `Charts.draw`.
export function fillTraces(figure, drawing) {
  const { view, history, lines } = drawing;
  const shown = new Set(lines.filter((line) => view.shows(line)).map((line) => line.id));
  const column = view.x === "epoch" ? "epoch" : "elapsed";
  const x = new Map(lines.map((line) => [line.id, history.values(line.id, column)]));
  const context = { ...drawing, shown, column, x };
  return joinMarkers(
    figure.data.map((trace) => (trace.meta.role === "band" ? fillBand(trace, context) : fillLine(trace, context))),
  );
}

function fillLine(trace, context) {
  const { view, history, shown, column, x } = context;
  const { line, curve, role } = trace.meta;
  const values = history.values(line, curve);
  const filled = { ...trace, visible: shown.has(line), x: x.get(line) ?? [], y: smooth(values, view.smoothing) };
  if (role === "mark") {
    const mark = history.mark(line, column, curve); // measured, not smoothed
    filled.x = mark ? [mark[0]] : [];
    filled.y = mark ? [mark[1]] : [];
  }
  return fade(filled, context);
}

// A closed outline: forward along the upper edge, back along the lower one.
function fillBand(trace, context) {
  const { view, history, shown, factors, log, x } = context;
  const { line, curve } = trace.meta;
  const { band, smoothing } = view;
  const filled = { ...trace, visible: shown.has(line) && band !== "off", x: [], y: [] };
  if (!filled.visible) return filled;
  const half = history.half(line, curve, band, factors);
  const middle = smooth(history.values(line, curve), smoothing);
  const known = half.flatMap((value, index) => (value === null ? [] : [index]));
  const high = known.map((index) => middle[index] + half[index]);
  // A log axis cannot show values at or below zero.
  const low = known.map((index, at) => {
    const value = middle[index] - half[index];
    return log ? Math.max(value, high[at] / 100) : value;
  });
  const along = known.map((index) => x.get(line)[index]);
  filled.x = [...along, ...along.slice().reverse()];
  filled.y = [...high, ...low.reverse()];
  return fade(filled, context);
}

// While the pointer is on a row of the table, the other lines are faded.
function fade(trace, { view, shown }) {
  const { highlight } = view;
  const { line, group } = trace.meta;
  if (highlight && shown.has(highlight)) trace.opacity = line === highlight || group === highlight ? 1 : 0.15;
  return trace;
}

// Join the markers of all runs into one trace: each trace costs time, even with few points.
export function joinMarkers(traces) {
  const markers = traces.filter((trace) => trace.meta.role === "mark");
  if (!markers.length) return traces;
  const shown = markers.filter((trace) => trace.visible && trace.x.length);
  const each = (what) => shown.map(what);
  const joined = {
    ...markers[0],
    name: "epochs in the table",
    legendgroup: "",
    meta: { role: "mark", lines: each((trace) => trace.meta.line) },
    visible: true,
    x: each((trace) => trace.x[0]),
    y: each((trace) => trace.y[0]),
    marker: {
      ...markers[0].marker,
      color: each((trace) => trace.marker.color),
      symbol: each((trace) => trace.marker.symbol),
      opacity: each((trace) => trace.opacity ?? 1),
    },
    opacity: 1,
  };
  return [...traces.filter((trace) => trace.meta.role !== "mark"), joined];
}

// Triangles at the edge, where lines leave the axis; see `findExits`. colorOf: color of a line by its id.
export function exitTrace(exits, [low, high], { log, colorOf, size = 14 }) {
  const inside = 0.03; // share of the axis, so that the triangle is not cut off
  return {
    type: "scatter",
    mode: "markers",
    name: "outside the axis",
    hoverinfo: "skip",
    showlegend: false,
    meta: { role: "exit" },
    x: exits.map(({ x }) => x),
    y: exits.map(({ edge }) => {
      const share = edge === "top" ? 1 - inside : inside;
      return log ? low * (high / low) ** share : low + share * (high - low);
    }),
    marker: {
      size,
      color: exits.map(({ line }) => colorOf(line)),
      symbol: exits.map(({ edge }) => (edge === "top" ? "triangle-up" : "triangle-down")),
    },
  };
}

// A vertical line where early stopping ended a run.
export function stopLine(line, drawing, color, width = 1.5) {
  const { view, history } = drawing;
  const at = (view.x === "epoch" ? null : history.values(line.id, "elapsed").at(-1)) ?? line.stopped_epoch; // its last epoch
  return { type: "line", x0: at, x1: at, yref: "paper", y0: 0, y1: 1, line: { color, width, dash: "dot" } };
}
