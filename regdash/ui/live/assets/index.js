// The live element: charts and table of a comparison. It is mounted once and receives only what is
// new, so its DOM nodes, zoom, hover and hidden runs stay.
import { Charts } from "./charts.js";
import { Controls } from "./controls.js";
import { onThemeChange } from "./theme.js";
import { History } from "./history.js";
import { Stream } from "./stream.js";
import { Table } from "./table.js";
import { loadPlotly } from "./plotly.js";
import { View } from "./view.js";

// Minimum milliseconds between two redraws of the page while runs are active: many end at
// almost the same moment, and training would wait for the browser.
const PAGE_INTERVAL = 3000;

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
  return () => element.leave();
}

class LiveElement {
  constructor(root) {
    this.root = root;
    this.view = new View();
    this.history = new History();
    onThemeChange(() => this.draw());
    this.controls = new Controls(root, this.view, () => this.draw());
    this.table = new Table(root, this.view, () => this.draw(), (action) => this.act(action));
  }

  // The page was drawn or redrawn.
  update(data) {
    if (!data?.comparison) return;
    this.plotly = data.plotly;
    loadPlotly(this.plotly).catch(() => {}); // while the first update is on its way
    clearTimeout(this.leaving);
    if (data.comparison !== this.comparison) this.open(data.comparison);
    this.known = data.standing; // state known to the page around this element
    this.view.compact = Boolean(data.compact);
    if (data.compact) [this.view.left, this.view.right] = data.compact;
    this.root.classList.toggle("rd-compact", this.view.compact);
    if (data.news) this.receive(data.news);
    else this.stream ??= new Stream(data.comparison, (news) => this.receive(news));
    this.tellOfStanding();
  }

  open(comparison) {
    this.stream?.close();
    this.stream = null;
    clearTimeout(this.telling);
    this.comparison = comparison;
    this.history.clear();
    this.setup = this.standing = this.told = null;
    this.rows = new Map();
    this.order = [];
    this.view.hidden.clear();
    this.view.unfolded.clear();
    this.charts?.forget();
  }

  receive({ setup, lines = {}, order, points = {}, standing }) {
    const redrawn = setup && setup.drawing !== this.setup?.drawing;
    const reordered = order && order.join() !== this.order.join();
    if (setup) this.setup = setup;
    for (const [id, line] of Object.entries(lines)) this.rows.set(id, line);
    if (order) this.order = order;
    if (standing) this.standing = standing;
    this.history.append(points, this.setup.curves);
    // Updates of progress bars or folded seeds only do not redraw the charts.
    const charts = redrawn || reordered || standing || this.history.takeNews(this.lines, this.view.unfolded);
    this.draw(Boolean(charts));
    this.answerDue = !charts && Object.keys(points).length ? "table" : "drawn";
    this.tellOfStanding();
  }

  get lines() {
    return this.order.map((id) => this.rows.get(id));
  }

  // When a run starts or ends, the page redraws verdicts and buttons.
  tellOfStanding() {
    if (!this.known || !this.standing || this.standing === this.known || this.standing === this.told) return;
    const active = this.lines.some((line) => line.active);
    const wait = active ? (this.toldAt ?? 0) + PAGE_INTERVAL - Date.now() : 0;
    clearTimeout(this.telling);
    if (wait > 0) {
      this.telling = setTimeout(() => this.tellOfStanding(), wait);
      return;
    }
    this.toldAt = Date.now();
    this.told = this.standing;
    this.send("changed", this.standing);
  }

  act(action) {
    this.send("action", { ...action, at: Date.now() });
  }

  draw(charts = true) {
    this.chartsDue ||= charts;
    this.frame ??= requestAnimationFrame(() => this.drawNow());
  }

  async drawNow() {
    this.frame = null;
    if (!this.setup) return;
    this.controls.draw(this.setup.figures, this.lines);
    this.table.draw(this.lines, this.setup.columns);
    try {
      if (this.chartsDue) await this.drawCharts();
    } finally {
      // If plotly.js cannot be loaded, the table still updates.
      if (this.answerDue) this.stream?.answer(this.answerDue);
      this.answerDue = null;
    }
  }

  async drawCharts() {
    const Plotly = await loadPlotly(this.plotly);
    this.charts ??= new Charts(this.root, Plotly, this.view);
    this.chartsDue = false;
    this.charts.draw(this.setup.figures, this.lines, this.history, this.setup.t_factors);
  }

  // The element was removed from the page, or the page is being redrawn.
  leave() {
    this.leaving = setTimeout(() => {
      clearTimeout(this.telling);
      this.stream?.close();
      this.comparison = this.stream = null;
    }, 1000);
  }
}
