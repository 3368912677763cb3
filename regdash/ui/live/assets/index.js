// The live element: charts and table of a comparison. It is mounted once; every update from the
// server brings only what is new, so its DOM nodes, zoom, hover and hidden runs stay.
import { Charts } from "./charts.js";
import { Controls } from "./controls.js";
import { onGroundChange } from "./ground.js";
import { History } from "./history.js";
import { Table } from "./table.js";
import { loadPlotly } from "./plotly.js";

const mounted = new WeakMap();

export default function live({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".rd-live") ?? parentElement;
  let element = mounted.get(root);
  if (!element) {
    element = new LiveElement(root);
    mounted.set(root, element);
  }
  element.send = setTriggerValue;
  element.update(data);
  return () => element.pause();
}

class LiveElement {
  constructor(root) {
    this.root = root;
    this.view = { left: "loss", right: "accuracy", x: "epoch", smoothing: 0, log: {}, hidden: new Set(), highlight: null };
    this.history = new History();
    onGroundChange(() => this.draw());
    this.controls = new Controls(root, this.view, () => this.draw());
    this.table = new Table(root, this.view, () => this.draw(), (action) => this.act(action));
  }

  update(data) {
    if (!data?.runs) return;
    if (data.comparison !== this.comparison) this.open(data.comparison);
    if (data.figures) this.figures = data.figures;
    this.runs = data.runs;
    const complete = this.history.append(data.points, data.curves);
    // A tick that only moves progress bars leaves the charts alone.
    const news = data.figures || this.history.takeNews();
    if (!complete || !this.figures) this.askForAll();
    this.draw(Boolean(news));
  }

  open(comparison) {
    this.comparison = comparison;
    this.history.clear();
    this.figures = null;
    this.view.hidden.clear();
    this.charts?.forget();
  }

  // At most once a second: the answer needs time to arrive.
  askForAll() {
    if (Date.now() - (this.asked ?? 0) < 1000) return;
    this.asked = Date.now();
    this.send("resync", `${this.asked}`);
  }

  act(action) {
    this.send("action", { ...action, at: Date.now() });
  }

  draw(charts = true) {
    this.chartsDue ||= charts;
    if (this.frame) return;
    this.frame = requestAnimationFrame(async () => {
      this.frame = null;
      if (!this.figures || !this.runs) return;
      this.controls.draw(this.figures);
      this.table.draw(this.runs);
      if (!this.chartsDue) return;
      if (!this.charts) {
        const Plotly = await loadPlotly();
        this.charts ??= new Charts(this.root, Plotly, this.view);
      }
      this.chartsDue = false;
      this.charts.draw(this.figures, this.runs, this.history);
    });
  }

  pause() {
    if (this.frame) cancelAnimationFrame(this.frame);
    this.frame = null;
  }
}
