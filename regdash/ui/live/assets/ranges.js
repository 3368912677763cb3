// The range of a chart's vertical axis. Runs that diverge do not flatten the others:
//
// - Runs with the status `diverged` do not count, if others are shown.
// - Where there is no upper limit to values and lower or higher ones are better (loss, gap), values of
//   a run do not count beyond `REACH` times the largest absolute value of all other runs: it may be
//   diverging, but has not ended yet.
//
// A line that leaves the range gets a marker at the edge, see `findExits`. While runs are in progress
// the range only widens.

// High enough for runs that overfit, whose loss or gap can be ten times that of others.
export const REACH = 20;

// The range for these traces as filled by the charts: [low, high], or null if there is none yet.
//   previous: the range of the drawing before.
//   log: whether the axis is logarithmic. percent: whether values are shares.
//   robust: whether single values may be left out. diverged: ids of the lines that diverged.
export function findRange(previous, traces, { log = false, percent = false, robust = false, diverged = new Set() } = {}) {
  const shown = traces.filter((trace) => trace.visible !== false);
  const drawn = (value) => isDrawn(value, log);
  const isOrdinary = (trace) => !diverged.has(trace.meta.line);
  const begun = shown.some((trace) => trace.meta.line && isOrdinary(trace) && trace.y.some(drawn));
  const counted = begun ? shown.filter(isOrdinary) : shown;
  const reaches = robust ? findReaches(counted) : new Map();
  let low = Infinity;
  let high = -Infinity;
  for (const trace of counted) {
    const { lines, line, group } = trace.meta; // the markers of all lines are one trace
    trace.y.forEach((value, index) => {
      const of = lines?.[index] ?? line;
      if (!drawn(value) || Math.abs(value) > (reaches.get(group ?? of) ?? Infinity)) return;
      if (begun && diverged.has(of)) return;
      if (value < low) low = value;
      if (value > high) high = value;
    });
  }
  if (low > high) return previous;
  if (low === 0 && high === 0) return null; // no run has a penalty yet
  const wanted = addMargin(low, high, log, percent);
  return previous ? [Math.min(previous[0], wanted[0]), Math.max(previous[1], wanted[1])] : wanted;
}

function addMargin(low, high, log, percent) {
  if (log) return [low / 1.25, high * 1.25];
  const margin = Math.max((high - low) * 0.06, high * 0.01, 1e-6);
  const most = percent && high <= 1 ? 1.005 : Infinity;
  return [low >= 0 ? Math.max(0, low - margin) : low - margin, Math.min(most, high + margin)];
}

// Infinite values are not drawn, and on a log axis only those above zero.
function isDrawn(value, log) {
  return Number.isFinite(value) && !(log && value <= 0);
}

// Seeds of a method belong together.
function ownerOf(trace) {
  return trace.meta.group ?? trace.meta.line;
}

// For each run, the largest absolute value that counts: `REACH` times that of all others.
function findReaches(traces) {
  const largest = new Map();
  for (const trace of traces) {
    const owner = ownerOf(trace);
    if (!owner || !["validation", "training", "member"].includes(trace.meta.role)) continue;
    let most = largest.get(owner) ?? 0;
    for (const value of trace.y) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
    largest.set(owner, most);
  }
  const [first = 0, second = 0] = [...largest.values()].sort((a, b) => b - a);
  // Without other values above zero there is nothing to compare with.
  return new Map([...largest].map(([owner, most]) => [owner, REACH * (most === first ? second : first) || Infinity]));
}

// Where the validation line of each run first leaves the range.
// Returns [{line, edge: "top" | "bottom", x, y, value, at}]: `x` is where the line crosses the edge,
// `y` the edge, `value` the first value outside, `at` its index.
export function findExits(range, traces, { log = false } = {}) {
  if (!range) return [];
  return traces
    .filter((trace) => trace.visible !== false && trace.meta.role === "validation")
    .map((trace) => findExit(range, trace, log))
    .filter(Boolean);
}

function findExit([low, high], trace, log) {
  const at = trace.y.findIndex((value) => typeof value === "number" && !(log && value <= 0) && (value < low || value > high));
  if (at < 0) return null;
  const value = trace.y[at];
  const edge = value > high ? "top" : "bottom";
  const y = edge === "top" ? high : low;
  const before = trace.y[at - 1];
  let x = trace.x[at];
  if (typeof before === "number" && (!log || before > 0)) {
    const scale = log ? Math.log : (number) => number;
    const share = (scale(y) - scale(before)) / (scale(value) - scale(before)); // 0 for an infinite value
    x = trace.x[at - 1] + share * (x - trace.x[at - 1]);
  }
  return { line: trace.meta.line, edge, x, y, value, at };
}
