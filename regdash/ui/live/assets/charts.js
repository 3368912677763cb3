// The two charts. Figures come from the server without points; here they are filled and drawn.
import { indexOfBest, smooth } from "./history.js";
import { isDark } from "./ground.js";

const CONFIG = {
  displaylogo: false,
  displayModeBar: "hover",
  doubleClick: false,
  responsive: true,
  modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d", "resetScale2d", "sendDataToCloud"],
};

const NOTE = { xref: "paper", yref: "paper", x: 0.5, y: 0.5, showarrow: false, opacity: 0.7 };
const WAITING = { ...NOTE, text: "The first points appear after the first epoch" };
const NOTHING_TICKED = { ...NOTE, text: "No run is ticked in the table" };
const NOTHING_POSITIVE = { ...NOTE, text: "Nothing above zero to show on a log axis" };

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

  // Another comparison: ranges and zoom start anew.
  forget() {
    for (const side of this.sides) {
      side.rangeFor = "";
      side.zoomed = null;
    }
  }

  draw(figures, runs, history) {
    this.last = { figures, runs, history };
    const ground = isDark(this.sides[0].node) ? "dark" : "light";
    for (const side of this.sides) this.drawSide(side, figures[ground][this.view[side.side]], runs, history);
  }

  drawSide(side, { figure, measure }, runs, history) {
    const { view, Plotly } = this;
    const log = view.log[measure.key] ?? measure.key === "error";
    const visible = runs.filter((run) => !view.hidden.has(run.id));
    const shown = new Set(visible.map((run) => run.id));
    const x = Object.fromEntries(
      runs.map((run) => [run.id, history.values(run.id, view.x === "epoch" ? "epoch" : "elapsed")]),
    );
    const traces = figure.data.map((trace) => this.fill(trace, x, history, shown));
    const layout = structuredClone(figure.layout);
    const rangeFor = [measure.key, log, view.x, [...shown].join()].join("|");
    if (side.rangeFor.split("|", 3).join() !== rangeFor.split("|", 3).join()) side.zoomed = null;
    if (side.rangeFor !== rangeFor) side.range = null;
    side.rangeFor = rangeFor;
    side.range = widen(side.range, traces, log, measure.percent);
    layout.yaxis.type = log ? "log" : "linear";
    if (side.range) layout.yaxis.range = log ? side.range.map(Math.log10) : side.range;
    if (log) layout.yaxis.dtick = "D2";
    if (view.x === "seconds") {
      layout.xaxis.title = { text: "Training time (s)" };
      layout.xaxis.range = [0, Math.max(1, ...Object.values(x).flat()) * 1.02];
    }
    // The reader's zoom outlives new points.
    if (side.zoomed?.x) layout.xaxis.range = [...side.zoomed.x];
    if (side.zoomed?.y) layout.yaxis.range = [...side.zoomed.y];
    layout.shapes = visible.filter((run) => run.stopped_epoch).map((run) => this.stopLine(run, x));
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
        side.zoomed = null; // back to the whole picture
        const { figures, runs, history } = this.last;
        this.draw(figures, runs, history);
      });
    }
  }

  fill(trace, x, history, shown) {
    const { run, curve, role, best } = trace.meta;
    const values = history.values(run, curve);
    const filled = { ...trace, visible: shown.has(run), x: x[run] ?? [], y: smooth(values, this.view.smoothing) };
    if (role === "best") {
      const index = indexOfBest(values, best); // of the measured values, not the smoothed
      filled.x = index < 0 ? [] : [filled.x[index]];
      filled.y = index < 0 ? [] : [filled.y[index]];
    }
    const { highlight } = this.view;
    if (highlight && shown.has(highlight)) filled.opacity = run === highlight ? 1 : 0.15;
    return filled;
  }

  stopLine(run, x) {
    const at = x[run.id]?.[run.stopped_epoch - 1] ?? run.stopped_epoch;
    const color = isDark(this.sides[0].node) ? run.dark : run.light;
    return { type: "line", x0: at, x1: at, yref: "paper", y0: 0, y1: 1, line: { color, width: 1.5, dash: "dot" } };
  }
}

// The range that holds all visible points; while runs grow it only ever widens.
function widen(range, traces, log, percent) {
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
    const room = Math.max((high - low) * 0.06, high * 0.01, 1e-6);
    wanted = [low >= 0 ? Math.max(0, low - room) : low - room, percent && high <= 1 ? Math.min(1.005, high + room) : high + room];
  }
  if (!range) return wanted;
  return [Math.min(range[0], wanted[0]), Math.max(range[1], wanted[1])];
}
