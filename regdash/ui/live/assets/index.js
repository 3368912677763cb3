// The live element: charts and table of a comparison. It is mounted once and receives only changes,
// so its DOM nodes, zoom, hover and hidden runs are kept.
import { Charts } from "./charts.js";
import { Controls } from "./controls.js";
import { onThemeChange } from "./theme.js";
import { mount, mountOnce, unmount } from "./dom.js";
import { History } from "./history.js";
import { Announcer } from "./spoken.js";
import { StartedRows, showComposer } from "./started.js";
import { Presentation } from "./present.js";
import { Stream } from "./stream.js";
import { Table } from "./table.js";
import { Tips } from "./tips.js";
import { PageStateReporter } from "./page_state.js";
import { loadPlotly } from "./plotly.js";
import { theLink } from "./link.js";
import { View } from "./view.js";

// Minimum milliseconds between two redraws of the page while runs are in progress: many end at
// almost the same time, and redrawing slows training.
const MIN_REDRAW_INTERVAL = 3000;

export default mountOnce(".rd-live", (root) => new LiveElement(root));

class LiveElement {
  constructor(root) {
    this.root = root;
    this.view = new View();
    this.history = new History();
    this.pageState = new PageStateReporter(MIN_REDRAW_INTERVAL, (state) => this.send("changed", state));
    onThemeChange(root, () => this.draw());
    const tips = new Tips(root);
    this.announcer = new Announcer(root);
    this.started = new StartedRows(root);
    root.querySelector("[data-picture]").addEventListener("click", () => this.askForPicture());
    this.controls = new Controls(root, this.view, () => this.choose());
    this.table = new Table(root, this.view, () => this.choose(), (action) => this.act(action));
    this.presentation = new Presentation(root, this.view, {
      redraw: () => this.present(),
      choose: () => this.choose(),
      pause: (paused) => this.pause(paused),
      act: (action) => this.act(action),
      closeTip: () => tips.close(),
    });
  }

  // The page was drawn or redrawn.
  update(data) {
    if (!data?.comparison) return;
    this.plotly = data.plotly;
    loadPlotly(this.plotly).catch(() => {}); // while the first updates are being sent
    clearTimeout(this.leaving);
    mount(this.root);
    if (data.comparison !== this.comparison) this.open(data.comparison);
    this.started.update(data.started ?? []);
    if (this.composer < data.composer) showComposer();
    this.composer = data.composer;
    this.pageState.drawn(data.page_state);
    this.presentation.update(data.presented, data.started ?? []);
    this.view.compact = Boolean(data.compact);
    if (data.compact) [this.view.left, this.view.right] = data.compact;
    else this.followLink();
    this.root.classList.toggle("rd-compact", this.view.compact);
    if (data.updates) this.receive(data.updates);
    else {
      const parameters = data.references ? { references: "own" } : {};
      this.stream ??= new Stream(data.comparison, parameters, (updates) => this.receive(updates));
    }
    if (this.answerDue) this.draw(false); // an update that came while the element was not in the page
    this.reportPageState();
  }

  open(comparison) {
    this.stream?.close();
    this.stream = null;
    this.pageState.forget();
    this.comparison = comparison;
    this.history.clear();
    this.setup = null;
    this.rows = new Map();
    this.order = [];
    this.written = null;
    this.answerDue = null;
    this.held = null;
    this.presentation.forget();
    this.charts?.forget();
    this.table.forget();
    this.announcer.forget();
  }

  // Show what the link says: after opening it, and after Back and Forward.
  followLink() {
    const text = theLink().view;
    if (text !== this.written) {
      this.written = text;
      this.view.read(text);
      if (this.setup) this.settle();
      this.draw();
    }
    this.presentation.follow();
  }

  settle() {
    this.view.settle(this.setup, this.lines);
  }

  // The user has changed what is shown: the link follows, unless only the pointer moved.
  choose() {
    this.draw();
    if (this.view.compact) return;
    const text = this.view.write();
    if (text !== this.written) theLink().view = this.written = text;
  }

  // While paused, updates are kept and not acknowledged, so the server sends no more than one.
  pause(paused) {
    const held = this.held ?? [];
    this.held = paused ? [] : null;
    for (const updates of held) this.receive(updates);
  }

  receive(updates) {
    if (this.held) {
      this.held.push(updates);
      return;
    }
    const { setup, lines = {}, order, points = {}, page_state: pageState } = updates;
    const redrawn = setup && setup.drawing !== this.setup?.drawing;
    const reordered = order && order.join() !== this.order.join();
    if (setup) this.setup = setup;
    for (const [id, line] of Object.entries(lines)) this.rows.set(id, line);
    if (order) this.order = order;
    this.announcer.update(this.lines);
    this.settle();
    this.pageState.announce(pageState);
    this.history.append(points, this.setup.curves);
    // Updates of progress bars or folded seeds do not redraw the charts.
    const charts = redrawn || reordered || pageState || this.history.takeUpdates(this.lines, this.view.unfolded);
    this.draw(Boolean(charts));
    this.answerDue = !charts && Object.keys(points).length ? "table" : "drawn";
    this.reportPageState();
  }

  get lines() {
    return this.order.map((id) => this.rows.get(id));
  }

  // When a run has begun or ended, the page around redraws verdicts and buttons.
  reportPageState() {
    this.pageState.report({ urgent: !this.lines.some((line) => line.active) });
  }

  act(action) {
    this.send("action", { ...action, at: Date.now() });
  }

  // Of what is shown now; the server does not know it otherwise. chart: of this chart alone.
  askForPicture(chart = "") {
    this.act({ kind: "picture", chart, view: this.view.write() });
  }

  // Presentation mode has begun or ended, or shows another slide.
  present() {
    this.charts?.resize();
    this.draw();
  }

  draw(charts = true) {
    this.chartsDue ||= charts;
    this.frame ??= requestAnimationFrame(() => this.drawNow());
  }

  async drawNow() {
    this.frame = null;
    if (!this.setup || !this.root.isConnected) return;
    this.controls.draw(this.setup.figures, this.lines);
    this.table.draw(this.lines, this.setup.columns);
    this.presentation.draw(this.setup.figures, this.lines);
    this.started.draw(this.lines);
    try {
      if (this.chartsDue) await this.drawCharts();
    } finally {
      // If plotly.js cannot be loaded, the table is still updated.
      if (this.answerDue) this.stream?.answer(this.answerDue);
      this.answerDue = null;
    }
  }

  async drawCharts() {
    const Plotly = await loadPlotly(this.plotly);
    this.charts ??= new Charts(this.root, Plotly, this.view, (chart) => this.askForPicture(chart));
    this.chartsDue = false;
    this.charts.draw(this.setup.figures, this.lines, this.history, this.setup.t_factors, this.presentation.fontSize);
  }

  // The element was removed from the page, or the page is being redrawn.
  leave() {
    setTimeout(() => this.root.isConnected || this.presentation.cover(false));
    this.leaving = setTimeout(() => {
      this.pageState.stop();
      this.stream?.close();
      this.presentation.leaveFullScreen();
      unmount(this.root);
      this.comparison = this.stream = null;
    }, 1000);
  }
}
