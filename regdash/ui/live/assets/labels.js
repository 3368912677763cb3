// Names at the ends of lines, in the margin on the right.
import { shortenMiddle } from "./names.js";

export const MOST_LABELS = 10;
const NARROW = 360; // pixels of a chart; below, there is no room for names
const SHARE = 0.3; // of the plot's width that names may take
const GAP = 8; // pixels between the plot and a name
const RIGHT = 4; // pixels to the right of the longest name
export const LEADER = "rgba(128, 136, 148, 0.7)"; // not that of the line, whose continuation it would seem to be
const MOVED = 9; // pixels after which a name gets a leader

// Width of the margin for these names, in pixels, and their shortened texts: by their ids.
//   lines: [{id, name}]. width: of the plot without names. measure: width of a text in pixels. widest: of a name.
// Returns {margin, texts}; null if there is no room or there are too many.
export function planLabels(lines, width, chartWidth, measure, widest = 190) {
  if (!lines.length || lines.length > MOST_LABELS || chartWidth < NARROW) return null;
  const limit = Math.min(widest, SHARE * width - GAP - RIGHT);
  const texts = new Map(lines.map(({ id, name }) => [id, shorten(name, limit, measure)]));
  const needed = Math.max(...[...texts.values()].map(measure));
  return { margin: Math.ceil(needed) + GAP + RIGHT, texts };
}

// A text that fits, shortened in the middle: "dropout 0…L2 1e-3".
export function shorten(text, limit, measure) {
  let short = text;
  for (let most = Array.from(text).length - 1; most > 1 && measure(short) > limit; most -= 1) {
    short = shortenMiddle(text, most);
  }
  return short;
}

// Positions as near as possible to the wanted ones (least squares), at least `gap` apart and from `low`
// to `high`; closer together if there is no room. Equal positions keep their order.
export function spread(wanted, gap, low, high) {
  if (!wanted.length) return [];
  const step = wanted.length > 1 ? Math.min(gap, (high - low) / (wanted.length - 1)) : 0;
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a] - wanted[b] || a - b);
  // With position minus rank times step, only the order has to be kept: neighbors that violate it
  // are merged at their mean.
  const blocks = [];
  order.forEach((index, rank) => {
    let block = { sum: wanted[index] - rank * step, count: 1 };
    while (blocks.length && blocks.at(-1).sum / blocks.at(-1).count >= block.sum / block.count) {
      const before = blocks.pop();
      block = { sum: before.sum + block.sum, count: before.count + block.count };
    }
    blocks.push(block);
  });
  const last = high - (wanted.length - 1) * step;
  const placed = [];
  let rank = 0;
  for (const { sum, count } of blocks) {
    const base = Math.min(Math.max(sum / count, low), last);
    for (let at = 0; at < count; at += 1, rank += 1) placed[order[rank]] = base + rank * step;
  }
  return placed;
}

// Where names are drawn, in pixels from the top left corner of the plot.
//   ends: see `labelEnds`; also text, faded. size: {width, height} of the plot. gap: between two names.
// Returns the ends with `left` and `top`, the middle of the name's left side, and `leader`: null, or where
// its line ends, if the name is not beside it.
export function placeLabels(ends, { width, height }, gap = 17) {
  const tops = spread(ends.map(({ y }) => (1 - y) * height), gap, 0, height);
  return ends.map((end, index) => {
    const from = { left: end.x * width, top: (1 - end.y) * height };
    const far = Math.abs(tops[index] - from.top) > MOVED || width - from.left > MOVED;
    return { ...end, left: width + GAP, top: tops[index], leader: far ? from : null };
  });
}

// A user-given name without the tags that Plotly would interpret.
export function escapeTags(name) {
  return name.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

// Where the validation lines end inside the axes, as shares of the plot. Lines that end outside a zoomed
// range are left out; those that left the range at its edge are named there.
//   lines: [{id, name}]. layout: with the ranges that are drawn.
export function labelEnds(lines, traces, layout, { log, zoomed }) {
  const [left, right] = layout.xaxis.range;
  const [bottom, top] = layout.yaxis.range;
  const byLine = new Map(
    traces.filter((trace) => trace.meta.role === "validation").map((trace) => [trace.meta.line, trace]),
  );
  return lines.flatMap(({ id, name }) => {
    const trace = byLine.get(id);
    if (!trace) return [];
    const { x, y } = trace;
    let at = x.length - 1;
    while (at >= 0 && (x[at] > right || typeof y[at] !== "number" || (log && y[at] <= 0))) at -= 1;
    if (at < 0 || x[at] < left) return [];
    const height = ((log ? Math.log10(y[at]) : y[at]) - bottom) / (top - bottom);
    if (zoomed && (height < 0 || height > 1)) return [];
    const outside = height < 0 || height > 1;
    const share = Math.min(1, Math.max(0, height));
    // Beside the edge, not with a leader along it.
    return [{ id, name, color: trace.meta.ink, x: outside ? 1 : (x[at] - left) / (right - left), y: share }];
  });
}

// A name inside the plot, at its right edge.
export function insideAnnotation({ id, name, color, y }, fontSize, background) {
  return {
    name: `label ${id}`,
    text: escapeTags(name),
    font: { color, size: fontSize },
    bgcolor: background,
    xref: "paper",
    yref: "paper",
    x: 1,
    y,
    xanchor: "right",
    yanchor: y > 0.5 ? "top" : "bottom",
    showarrow: false,
  };
}
