// The live element: charts and table of a comparison. It is mounted once; every update from the
// server brings only what is new, so its DOM nodes, zoom, hover and hidden runs stay.
import { Charts } from "./charts.js";
import { Controls } from "./controls.js";
import { onGroundChange } from "./ground.js";
import { History } from "./history.js";
import { Table } from "./table.js";
import { loadPlotly } from "./plotly.js";
import { View } from "./view.js";

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
    this.view = new View();
    this.history = new History();
    onGroundChange(() => this.draw());
    this.controls = new Controls(root, this.view, () => this.draw());
    this.table = new Table(root, this.view, () => this.draw(), (action) => this.act(action));
  }

  update(data) {
    if (!data?.lines) return;
    if (data.comparison !== this.comparison) this.open(data.comparison);
    if (data.figures) this.figures = data.figures;
    this.lines = data.lines;
    this.factors = data.t_factors;
    this.view.compact = data.compact.length > 0;
    if (this.view.compact) [this.view.left, this.view.right] = data.compact;
    this.root.classList.toggle("rd-compact", this.view.compact);
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
    this.view.unfolded.clear();
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
      if (!this.figures || !this.lines) return;
      this.controls.draw(this.figures, this.lines);
      this.table.draw(this.lines);
      if (!this.chartsDue) return;
      if (!this.charts) {
        const Plotly = await loadPlotly();
        this.charts ??= new Charts(this.root, Plotly, this.view);
      }
      this.chartsDue = false;
      this.charts.draw(this.figures, this.lines, this.history, this.factors);
    });
  }

  pause() {
    if (this.frame) cancelAnimationFrame(this.frame);
    this.frame = null;
  }
}
