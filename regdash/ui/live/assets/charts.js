// The two charts. Figures come from the server without points; they are filled and drawn here.
import { HoverBox } from "./hover.js";
import { insideAnnotation, labelEnds, placeLabels, planLabels } from "./labels.js";
import { LineNames } from "./line_names.js";
import { findExits, findRange } from "./ranges.js";
import { backgroundOf, isDark } from "./theme.js";
import { epochTicks, logTicks } from "./ticks.js";
import { lookOf, mostTicks, sizeLayout, sizeTraces } from "./look.js";
import { describeChart } from "./spoken.js";
import { exitTrace, fillTraces, stopLine } from "./traces.js";

const CONFIG = { displaylogo: false, displayModeBar: "hover", doubleClick: false, showSendToCloud: false };

const NOTE = { xref: "paper", yref: "paper", x: 0.5, y: 0.5, showarrow: false, opacity: 0.7 };
const WAITING = { ...NOTE, text: "The first points appear after the first epoch" };
const NOTHING_TICKED = { ...NOTE, text: "No run is selected in the table" };
const NOTHING_POSITIVE = { ...NOTE, text: "No values above zero to show on a log axis" };

const EXPLODED = 1e9;
const RESET_ICON = { width: 24, height: 24, path: "M3 11 12 3l9 8h-3v9h-4v-6h-4v6H6v-9z" };

export class Charts {
  // askForPicture(chart): called when the user wants a picture of a chart.
  constructor(root, Plotly, view, askForPicture) {
    this.Plotly = Plotly;
    this.view = view;
    this.askForPicture = askForPicture;
    this.sides = ["left", "right"].map((side) => new Side(side, root.querySelector(`[data-chart=${side}]`)));
    this.hover = new HoverBox(root, this.sides);
    this.measure = textMeasure();
    const observer = new ResizeObserver(() => {
      const changed = this.sides.map((side) => side.readSize()); // of both, not only up to the first that has
      if (this.last && changed.some(Boolean)) this.redraw();
    });
    for (const { node } of this.sides) observer.observe(node);
  }

  // Another comparison: reset ranges and zoom.
  forget() {
    for (const side of this.sides) side.forget();
  }

  // Presentation mode begins or ends: the charts have other sizes at once.
  resize() {
    for (const side of this.sides) side.readSize();
  }

  // presented: size of the text in presentation mode; null: on the page.
  draw(figures, lines, history, factors, presented = null) {
    this.last = [figures, lines, history, factors, presented];
    const background = backgroundOf(this.sides[0].node);
    const theme = isDark(background) ? "dark" : "light";
    history.group(lines);
    for (const side of this.sides) {
      const key = this.view.chartOn(side.name);
      if (!key) continue;
      const { figure, chart } = figures[theme][key];
      const log = this.view.isLog(chart);
      const drawing = { ...figure.layout.meta, chart, log, theme, background, view: this.view, history, lines, factors, presented };
      this.drawSide(side, figure, drawing);
      this.nameSide(side, chart, lines);
    }
    this.hover.refresh();
  }

  redraw() {
    this.draw(...this.last);
  }

  drawSide(side, figure, drawing) {
    const { view, lines, theme } = drawing;
    if (!side.width) side.readSize();
    const look = (drawing.look = lookOf(side.width, drawing.presented));
    const visible = lines.filter((line) => view.shows(line));
    const colors = new Map(lines.map((line) => [line.id, line[theme]]));
    const traces = sizeTraces(fillTraces(figure, drawing), look);
    const exits = side.updateRange(traces, visible, drawing);
    if (exits.length) {
      const colorOf = (id) => colors.get(id);
      traces.push(exitTrace(exits, side.range, { log: drawing.log, colorOf, size: look.lines?.exit }));
    }
    const layout = this.layOut(side, figure.layout, visible, traces, drawing);
    layout.shapes = visible
      .filter((line) => line.stopped_epoch)
      .map((line) => stopLine(line, drawing, colors.get(line.id), look.lines?.stop));
    side.chart = drawing.chart.key;
    side.remember(visible, traces, colors, drawing);
    if (side.node.data) {
      this.Plotly.react(side.node, traces, layout); // with a configuration it would compare that as well
    } else {
      this.Plotly.newPlot(side.node, traces, layout, this.configOf(side));
      this.listen(side);
      side.names = new LineNames(side.node);
    }
    side.names.draw(side.labels, layout);
  }

  layOut(side, figureLayout, visible, traces, drawing) {
    const { view, chart, log, look } = drawing;
    const layout = structuredClone(figureLayout);
    layout.hovermode = false; // see hover.js
    layout.dragmode = side.node._fullLayout?.dragmode ?? "zoom"; // what the user has chosen
    layout.modebar.bgcolor = drawing.background; // it appears above names
    if (side.width) [layout.width, layout.height] = [side.width, side.height];
    layout.font.family = this.family ??= getComputedStyle(side.node).fontFamily;
    if (side.range?.[1] >= EXPLODED) layout.yaxis.title = { text: "" }; // ticks such as 2×10³³ need its place
    this.setAxes(side, layout, traces, drawing);
    sizeLayout(layout, look);
    // Seeds have no names of their own.
    const named = visible.filter((line) => !line.group);
    const room = side.width - layout.margin.l - layout.margin.r;
    const plan = planLabels(named, room, side.width, (text) => this.measure(text, layout.font), look.name);
    if (plan) {
      layout.margin.r = plan.margin;
    } else if (view.compact) {
      layout.showlegend = side.name === "left";
      layout.margin.t = 48; // the same on both sides, to align the axes
      layout.legend.font = { size: 13 };
    }
    const size = {
      width: side.width - layout.margin.l - layout.margin.r,
      height: side.height - layout.margin.t - layout.margin.b,
    };
    layout.yaxis.nticks = mostTicks(size.height, look);
    if (log && side.range) {
      const range = layout.yaxis.range.map((power) => 10 ** power);
      Object.assign(layout.yaxis, logTicks(range, size.height, chart.percent, look.tick));
    }
    side.labels = [];
    side.size = size;
    if (side.range) layout.annotations = this.nameLines(side, named, traces, layout, plan, size, drawing);
    else layout.annotations = explainEmptiness(visible, traces, log);
    return layout;
  }

  setAxes(side, layout, traces, { view, log }) {
    layout.yaxis.type = log ? "log" : "linear";
    if (side.range) layout.yaxis.range = log ? side.range.map(Math.log10) : [...side.range];
    else layout.yaxis.range = log ? [-3, 0] : [0, 1];
    if (view.x === "seconds") {
      layout.xaxis.title = { text: "Training time (s)" };
      const last = traces.reduce((most, trace) => Math.max(most, trace.x.at(-1) ?? 0, trace.x[0] ?? 0), 1);
      layout.xaxis.range = [0, last * 1.02];
    }
    // Keep the user's zoom when points arrive.
    if (side.zoomed?.x) layout.xaxis.range = [...side.zoomed.x];
    if (side.zoomed?.y) layout.yaxis.range = [...side.zoomed.y];
    Object.assign(layout.xaxis, view.x === "epoch" ? epochTicks(layout.xaxis.range) : { dtick: null });
  }

  // Names at the ends of the lines; if there are too many or the chart is narrow, only of the
  // highlighted one.
  nameLines(side, named, traces, layout, plan, size, { view, log, background, look }) {
    const shown = plan ? named : named.filter((line) => line.id === view.highlight);
    const highlighted = shown.some((line) => line.id === view.highlight);
    const ends = labelEnds(shown, traces, layout, { log, zoomed: Boolean(side.zoomed) }).map((end) => ({
      ...end,
      text: plan?.texts.get(end.id) ?? end.name,
      faded: highlighted && end.id !== view.highlight,
    }));
    if (plan) {
      side.labels = placeLabels(ends, size, look.label);
      return [];
    }
    return ends.map((end) => insideAnnotation(end, layout.font.size, background));
  }

  // Plotly's drawing is many nested SVG elements; for screen readers it is one picture with a name.
  nameSide({ node }, chart, lines) {
    const names = lines.filter((line) => this.view.shows(line)).map((line) => line.name);
    const picture = node.querySelector(".main-svg");
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", describeChart(chart.title, names, this.view.x, this.view.compact));
  }

  configOf(side) {
    const reset = {
      name: "showAll",
      title: "Reset the axes",
      icon: RESET_ICON,
      click: () => {
        side.everything = false;
        side.zoomed = null;
        this.redraw();
      },
    };
    const picture = {
      name: "picture",
      title: "Picture of this chart",
      icon: this.Plotly.Icons.camera,
      click: () => this.askForPicture(side.chart),
    };
    return { ...CONFIG, modeBarButtons: [[picture], ["zoom2d", "pan2d"], ["zoomIn2d", "zoomOut2d", reset]] };
  }

  listen(side) {
    side.node.on("plotly_relayout", (change) => {
      if (!Object.keys(change).some((key) => /^[xy]axis\.range/.test(key))) return;
      const { xaxis, yaxis } = side.node._fullLayout;
      side.zoomed = { x: [...xaxis.range], y: [...yaxis.range] };
      this.redraw(); // ticks and names depend on the range
    });
    side.node.on("plotly_doubleclick", () => {
      // Show everything, including what is outside the axis; the next double click excludes it again.
      side.everything = side.exits.length > 0;
      side.zoomed = null;
      this.redraw();
    });
  }
}

// One of the charts, with what is kept between drawings.
class Side {
  constructor(name, node) {
    this.name = name;
    this.node = node;
    this.forget();
  }

  forget() {
    this.range = null;
    this.rangeFor = "";
    this.zoomed = null;
    this.everything = false;
    this.exits = [];
    this.curves = [];
  }

  // Whether the size has changed.
  readSize() {
    const { clientWidth: width, clientHeight: height } = this.node;
    const changed = width > 0 && (width !== this.width || height !== this.height);
    if (changed) [this.width, this.height] = [width, height];
    return changed;
  }

  // Update the vertical range; returns where lines leave it.
  updateRange(traces, visible, { view, chart, log, better }) {
    const diverged = new Set(visible.filter((line) => line.status === "diverged").map((line) => line.id));
    const axes = [chart.key, log, view.x].join();
    const rangeFor = [axes, this.everything, [...diverged].join(), visible.map((line) => line.id).join()].join("|");
    if (this.rangeFor.split("|")[0] !== axes) this.zoomed = null;
    if (this.rangeFor !== rangeFor) this.range = null;
    this.rangeFor = rangeFor;
    this.range = findRange(this.range, traces, {
      log,
      percent: chart.percent,
      robust: !this.everything && !chart.percent && better !== null,
      diverged: this.everything ? new Set() : diverged,
    });
    this.exits = findExits(this.range, traces, { log });
    return this.exits;
  }

  // What the hover box lists.
  remember(visible, traces, colors, { view, chart, better, quantity, history }) {
    const find = (id, role) => traces.find((trace) => trace.meta.line === id && trace.meta.role === role);
    const { title } = chart;
    this.plot = { title, better, quantity, seconds: view.x === "seconds", smoothed: view.smoothing > 0 };
    this.curves = visible
      .filter((line) => !line.group)
      .map((line) => ({
        id: line.id,
        name: line.name,
        status: line.status,
        color: colors.get(line.id),
        x: find(line.id, "validation")?.x ?? [],
        validation: find(line.id, "validation")?.y ?? [],
        training: find(line.id, "training")?.y ?? null,
        epochs: () => history.values(line.id, "epoch"),
        seeds: () => history.counts(line.id),
        exit: this.exits.find((exit) => exit.line === line.id),
      }));
  }
}

function explainEmptiness(visible, traces, log) {
  if (!visible.length) return [NOTHING_TICKED];
  if (!traces.some((trace) => trace.visible && trace.x.length)) return [WAITING];
  return log ? [NOTHING_POSITIVE] : [];
}

// Measures the width of a text in pixels; each only once.
function textMeasure() {
  const context = document.createElement("canvas").getContext("2d");
  const known = new Map();
  return (text, { size, family }) => {
    const key = `${size} ${text}`;
    if (!known.has(key)) {
      context.font = `${size}px ${family}`;
      known.set(key, context.measureText(text).width);
    }
    return known.get(key);
  };
}
