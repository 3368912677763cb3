// The live element: charts and table of a comparison. It is mounted once; every update from the
// server brings only what is new, so its DOM nodes, zoom, hover and hidden runs stay.
import { Charts } from "./charts.js";
import { Controls } from "./controls.js";
import { onGroundChange } from "./ground.js";
import { History } from "./history.js";
import { Table } from "./table.js";
import { loadPlotly } from "./plotly.js";
import { View } from "./view.js";

// Milliseconds; a drawing that takes longer is felt.
const QUICK = 150;

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
    this.restedAt = 0; // when points may be drawn again
    this.resyncAt = 0; // when all was last asked for
    this.view = new View();
    this.history = new History();
    onGroundChange(() => this.draw());
    this.controls = new Controls(root, this.view, () => this.draw());
    this.table = new Table(root, this.view, () => this.draw(), (action) => this.act(action));
  }

  update(data) {
    if (!data?.lines) return;
    if (data.comparison !== this.comparison) this.open(data.comparison);
    const redrawn = data.figures && data.drawing !== this.drawing;
    if (redrawn) [this.figures, this.drawing] = [data.figures, data.drawing];
    this.lines = data.lines;
    this.columns = data.columns;
    this.factors = data.t_factors;
    this.view.compact = data.compact.length > 0;
    if (this.view.compact) [this.view.left, this.view.right] = data.compact;
    this.root.classList.toggle("rd-compact", this.view.compact);
    const complete = this.history.append(data.points, data.curves);
    // A tick that only moves progress bars leaves the charts alone.
    const news = this.history.takeNews();
    if (!complete || this.drawing !== data.drawing) this.askForAll();
    this.draw(Boolean(redrawn || news), false);
  }

  open(comparison) {
    this.comparison = comparison;
    this.history.clear();
    this.figures = this.drawing = null;
    this.view.hidden.clear();
    this.view.unfolded.clear();
    this.charts?.forget();
  }

  // At most once a second: the answer needs time to arrive.
  askForAll() {
    if (Date.now() - this.resyncAt < 1000) return;
    this.resyncAt = Date.now();
    this.send("resync", `${this.resyncAt}`);
  }

  act(action) {
    this.send("action", { ...action, at: Date.now() });
  }

  // At once if the reader asks for it; points may have to wait.
  draw(charts = true, asked = true) {
    this.chartsDue ||= charts;
    this.asked ||= asked;
    if (this.frame) return;
    this.frame = requestAnimationFrame(async () => {
      this.frame = null;
      if (!this.figures || !this.lines) return;
      this.controls.draw(this.figures, this.lines);
      this.table.draw(this.lines, this.columns);
      if (!this.chartsDue) return;
      if (!this.charts) {
        const Plotly = await loadPlotly();
        this.charts ??= new Charts(this.root, Plotly, this.view);
      }
      const wait = this.restedAt - performance.now();
      if (wait > 0 && !this.asked) {
        this.rest ??= setTimeout(() => {
          this.rest = null;
          this.draw(true, false);
        }, wait);
        return;
      }
      this.chartsDue = this.asked = false;
      const began = performance.now();
      this.charts.draw(this.figures, this.lines, this.history, this.factors);
      const took = performance.now() - began;
      // Where many runs take long to draw, most of the time is the reader's: for zoom and hover.
      this.restedAt = took > QUICK ? began + 4 * took : 0;
    });
  }

  pause() {
    if (this.frame) cancelAnimationFrame(this.frame);
    this.frame = null;
  }
}
