// The two charts. Figures come from the server without points; they are filled and drawn here.
import { smooth } from "./history.js";
import { describeChart } from "./spoken.js";
import { isDark } from "./theme.js";

const CONFIG = {
  displaylogo: false,
  displayModeBar: "hover",
  doubleClick: false,
  responsive: true,
  modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d", "resetScale2d", "sendDataToCloud"],
};

const NOTE = { xref: "paper", yref: "paper", x: 0.5, y: 0.5, showarrow: false, opacity: 0.7 };
const WAITING = { ...NOTE, text: "The first points appear after the first epoch" };
const NOTHING_TICKED = { ...NOTE, text: "No run is selected in the table" };
const NOTHING_POSITIVE = { ...NOTE, text: "No values above zero to show on a log axis" };

export class Charts {
  constructor(root, Plotly, view) {
    this.Plotly = Plotly;
    this.view = view;
    this.sides = ["left", "right"].map((side) => ({
      side,
      node: root.querySelector(`[data-chart=${side}]`),
      range: null,
      rangeFor: "",
      zoomed: null,
    }));
    const observer = new ResizeObserver(() => {
      for (const { node } of this.sides) if (node.data && node.offsetWidth) Plotly.Plots.resize(node);
    });
    observer.observe(root);
  }

  // Another comparison: reset ranges and zoom.
  forget() {
    for (const side of this.sides) {
      side.rangeFor = "";
      side.zoomed = null;
    }
  }

  draw(figures, lines, history, factors) {
    this.last = [figures, lines, history, factors];
    const theme = isDark(this.sides[0].node) ? "dark" : "light";
    history.group(lines);
    for (const side of this.sides) {
      const drawn = figures[theme][this.view[side.side]];
      this.drawSide(side, drawn, lines, history, factors);
      this.nameSide(side, drawn.chart, lines);
    }
  }

  drawSide(side, { figure, chart }, lines, history, factors) {
    const { view, Plotly } = this;
    const log = view.log[chart.key] ?? chart.log;
    const visible = lines.filter((line) => view.shows(line));
    const shown = new Set(visible.map((line) => line.id));
    const x = Object.fromEntries(
      lines.map((line) => [line.id, history.values(line.id, view.x === "epoch" ? "epoch" : "elapsed")]),
    );
    const traces = joinMarkers(
      figure.data.map((trace) =>
        trace.meta.role === "band"
          ? this.fillBand(trace, x, history, shown, factors, log)
          : this.fill(trace, x, history, shown),
      ),
    );
    const layout = structuredClone(figure.layout);
    const rangeFor = [chart.key, log, view.x, [...shown].join()].join("|");
    if (side.rangeFor.split("|", 3).join() !== rangeFor.split("|", 3).join()) side.zoomed = null;
    if (side.rangeFor !== rangeFor) side.range = null;
    side.rangeFor = rangeFor;
    side.range = widen(side.range, traces, log, chart.percent);
    layout.yaxis.type = log ? "log" : "linear";
    if (side.range) layout.yaxis.range = log ? side.range.map(Math.log10) : side.range;
    if (log) layout.yaxis.dtick = "D2";
    if (view.x === "seconds") {
      layout.xaxis.title = { text: "Training time (s)" };
      layout.xaxis.range = [0, Math.max(1, ...Object.values(x).flat()) * 1.02];
    }
    // Keep the user's zoom when points arrive.
    if (side.zoomed?.x) layout.xaxis.range = [...side.zoomed.x];
    if (side.zoomed?.y) layout.yaxis.range = [...side.zoomed.y];
    layout.shapes = visible.filter((line) => line.stopped_epoch).map((line) => this.stopLine(line, x));
    if (view.compact) {
      layout.showlegend = side.side === "left";
      layout.margin.t = 48; // the same on both sides, to align the axes
      layout.legend.font = { size: 13 };
    }
    layout.autosize = true;
    layout.font.family = getComputedStyle(side.node).fontFamily;
    if (!side.range) {
      layout.yaxis.range = log ? [-3, 0] : [0, 1];
      const begun = traces.some((trace) => trace.visible && trace.x.length);
      if (!visible.length) layout.annotations = [NOTHING_TICKED];
      else if (!begun) layout.annotations = [WAITING];
      else if (log) layout.annotations = [NOTHING_POSITIVE];
    }
    const first = !side.node.data;
    Plotly.react(side.node, traces, layout, CONFIG);
    if (first) {
      side.node.on("plotly_relayout", (change) => {
        if (!Object.keys(change).some((key) => /^[xy]axis\.range/.test(key))) return;
        const { xaxis, yaxis } = side.node._fullLayout;
        side.zoomed = { x: [...xaxis.range], y: [...yaxis.range] };
      });
      side.node.on("plotly_doubleclick", () => {
        side.zoomed = null; // show everything again
        this.draw(...this.last);
      });
    }
  }

  // Plotly's drawing is many nested SVG elements; for screen readers it is one picture with a name.
  nameSide({ node }, chart, lines) {
    const names = lines.filter((line) => this.view.shows(line)).map((line) => line.name);
    const picture = node.querySelector(".main-svg");
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", describeChart(chart.title, names, this.view.x, this.view.compact));
  }

  fill(trace, x, history, shown) {
    const { line, curve, role } = trace.meta;
    const values = history.values(line, curve);
    const filled = { ...trace, visible: shown.has(line), x: x[line] ?? [], y: smooth(values, this.view.smoothing) };
    const counts = history.counts(line);
    if (counts) filled.customdata = counts;
    if (role === "mark") {
      const mark = history.mark(line, this.view.x === "epoch" ? "epoch" : "elapsed", curve); // measured, not smoothed
      filled.x = mark ? [mark[0]] : [];
      filled.y = mark ? [mark[1]] : [];
    }
    return this.fade(filled, shown);
  }

  // A closed outline: forward along the upper edge, back along the lower one.
  fillBand(trace, x, history, shown, factors, log) {
    const { line, curve } = trace.meta;
    const { band, smoothing } = this.view;
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
    const along = known.map((index) => x[line][index]);
    filled.x = [...along, ...along.slice().reverse()];
    filled.y = [...high, ...low.reverse()];
    return this.fade(filled, shown);
  }

  // While the pointer is on a row of the table, the other lines are faded.
  fade(trace, shown) {
    const { highlight } = this.view;
    const { line, group } = trace.meta;
    if (highlight && shown.has(highlight)) trace.opacity = line === highlight || group === highlight ? 1 : 0.15;
    return trace;
  }

  stopLine(line, x) {
    const at = (this.view.x === "epoch" ? null : x[line.id]?.at(-1)) ?? line.stopped_epoch; // its last epoch
    const color = isDark(this.sides[0].node) ? line.dark : line.light;
    return { type: "line", x0: at, x1: at, yref: "paper", y0: 0, y1: 1, line: { color, width: 1.5, dash: "dot" } };
  }
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
    meta: { role: "mark" },
    visible: true,
    x: each((trace) => trace.x[0]),
    y: each((trace) => trace.y[0]),
    hovertemplate: each((trace) => trace.hovertemplate),
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

// The range of all visible points; while runs are in progress it only widens.
export function widen(range, traces, log, percent) {
  let low = Infinity;
  let high = -Infinity;
  for (const trace of traces) {
    if (trace.visible === false) continue;
    for (const value of trace.y) {
      if (value == null || (log && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return range;
  if (low === 0 && high === 0) return null; // no run has a penalty yet
  let wanted;
  if (log) {
    wanted = [low / 1.25, high * 1.25];
  } else {
    const margin = Math.max((high - low) * 0.06, high * 0.01, 1e-6);
    wanted = [low >= 0 ? Math.max(0, low - margin) : low - margin, percent && high <= 1 ? Math.min(1.005, high + margin) : high + margin];
  }
  if (!range) return wanted;
  return [Math.min(range[0], wanted[0]), Math.max(range[1], wanted[1])];
}
