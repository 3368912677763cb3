// The element of a study: its figures grow as trials end, and sliders show the curves at each of its values at
// once. It is mounted once and receives only changes.
import { make, makeButton, mount, mountOnce, setAttribute, setText, unmount } from "./dom.js";
import { decodeRows } from "./history.js";
import { PageStateReporter } from "./page_state.js";
import { loadPlotly } from "./plotly.js";
import { Stream } from "./stream.js";
import { StudyChart } from "./study_chart.js";
import { colorize, moved, rangeOf, traceCurves } from "./study_curves.js";
import { StudyValues } from "./study_values.js";
import { isDark, onThemeChange } from "./theme.js";

// Minimum milliseconds between two redraws of the page around while trials end.
const MIN_REDRAW_INTERVAL = 3000;

export default mountOnce(".rd-study", (root) => new StudyElement(root));

class StudyElement {
  constructor(root) {
    this.root = root;
    this.find = (selector) => root.querySelector(selector);
    this.values = new StudyValues(root, (place) => this.choose(place.split(",").map(Number)));
    this.pageState = new PageStateReporter(MIN_REDRAW_INTERVAL, (state) => this.send("changed", state));
    onThemeChange(root, () => this.draw());
    root.querySelector(".rd-study-sliders").addEventListener("input", ({ target }) => {
      const counts = this.setup.axes.map(({ labels }) => labels.length);
      this.choose(moved(this.position, Number(target.dataset.axis), Number(target.value), counts));
    });
  }

  // The page was drawn or redrawn.
  update(data) {
    if (!data?.comparison) return;
    this.plotly = data.plotly;
    loadPlotly(this.plotly).catch(() => {});
    clearTimeout(this.leaving);
    mount(this.root);
    if (data.comparison !== this.comparison) this.open(data.comparison);
    this.pageState.drawn(data.page_state);
    this.stream ??= new Stream(data.comparison, { feed: "study" }, (updates) => this.receive(updates));
    this.pageState.report();
  }

  open(comparison) {
    this.stream?.close();
    this.stream = null;
    this.comparison = comparison;
    this.pageState.forget();
    this.setup = this.range = this.position = null;
    this.chosenTrial = "";
    this.touched = false;
    this.charts = {};
    this.cells = {};
    this.rows = new Map();
    this.drawn?.forEach((chart) => chart.section.remove());
    this.drawn = new Map();
    this.values.forget();
    this.find(".rd-study-sliders").replaceChildren();
  }

  receive({ setup, charts, cells, curves = {}, progress, findings, page_state: pageState }) {
    if (setup) this.setUp(setup);
    if (charts) this.charts = charts;
    if (cells) this.cells = cells;
    for (const [id, rows] of Object.entries(curves)) {
      this.rows.set(id, decodeRows(rows, this.setup.curves.names.length));
    }
    if (Object.keys(curves).length) this.range = rangeOf(this.rows, this.setup.curves.names, this.range);
    if (progress) this.showProgress(progress);
    if (findings) this.find("[data-findings]").replaceChildren(...findings.map((text) => make("li", "", text)));
    this.find("[data-findings]").hidden = !this.find("[data-findings]").childElementCount;
    this.pageState.announce(pageState);
    if (!this.touched) this.follow();
    this.values.draw(this.setup, this.cells);
    this.answerDue = true;
    this.draw();
    this.pageState.report();
  }

  setUp(setup) {
    this.setup = setup;
    this.position ??= setup.axes.map(() => 0); // after a reconnection it is known
    setText(this.find("[data-rules]"), setup.rules);
    this.find("[data-rules]").hidden = !setup.rules;
    const inputs = this.root.querySelectorAll(".rd-study-sliders input");
    if (inputs.length === setup.axes.length) {
      // A search has more trials now.
      inputs.forEach((input, axis) => (input.max = Math.max(0, setup.axes[axis].labels.length - 1)));
      return;
    }
    const sliders = setup.axes.map(({ title, labels }, axis) => {
      const label = make("label", "", title);
      const input = make("input");
      Object.assign(input, { type: "range", min: 0, max: Math.max(0, labels.length - 1), step: 1, value: 0 });
      input.dataset.axis = axis;
      setAttribute(input, "aria-label", title);
      label.append(input, make("output"));
      return label;
    });
    this.find(".rd-study-sliders").replaceChildren(...sliders);
  }

  showProgress({ text, share, state }) {
    this.find("progress").value = share;
    this.find("progress").hidden = state === "ended";
    setText(this.find("[data-progress]"), text);
    setText(this.find("[data-said]"), state === "running" ? "" : text);
  }

  // Until the user has chosen, the best values are shown.
  follow() {
    const best = Object.keys(this.cells).find((place) => this.cells[place].mark === "best");
    if (best) this.position = best.split(",").map(Number);
  }

  choose(position, trial = "") {
    this.touched = true;
    this.position = position;
    this.chosenTrial = trial;
    this.drawChoice();
  }

  // key: of the chart that was pressed.
  press({ customdata, x, y, data }, key) {
    if (data.meta?.role === "trials") {
      const place = Object.keys(this.cells).find((at) => this.cells[at].trials.some(({ id }) => id === customdata));
      if (place) this.choose(place.split(",").map(Number), customdata);
    } else if (data.meta?.role === "cells") {
      this.choose([y, x]);
    } else if (this.setup.axes.length === 1 && this.charts[key]?.cursor === "value") {
      const at = this.setup.axes[0].positions.indexOf(x);
      if (at >= 0) this.choose([at]);
    }
  }

  draw() {
    this.frame ??= requestAnimationFrame(() => this.drawNow());
  }

  async drawNow() {
    this.frame = null;
    if (!this.setup || !this.root.isConnected) return;
    this.palette = this.setup.palette[isDark(this.root) ? "dark" : "light"];
    const Plotly = await loadPlotly(this.plotly);
    this.Plotly = Plotly;
    const { charts } = this;
    const [first, ...others] = Object.keys(charts);
    this.chart(first, charts[first].title, true);
    this.chart("curves", "Curves", true);
    others.forEach((key) => this.chart(key, charts[key].title));
    const drawChart = (key) => {
      const { title, cursor: _, ...figure } = charts[key];
      return this.chart(key).draw(Plotly, colorize(figure, this.palette), `${title} by ${this.axisNames}`);
    };
    await drawChart(first);
    await this.drawChoice();
    // What is in view first; with hundreds of trials, the charts below it take as long again.
    for (const key of others) {
      await new Promise(requestAnimationFrame);
      if (this.charts !== charts || !this.root.isConnected) return;
      await drawChart(key);
    }
    if (this.answerDue) this.stream?.answer("drawn");
    this.answerDue = false;
  }

  get axisNames() {
    return this.setup.axes.map(({ title }) => title.toLowerCase()).join(" and ");
  }

  chart(key, title, first = false) {
    if (!this.drawn.has(key)) {
      const place = this.find(first ? ".rd-study-charts" : ".rd-study-more");
      this.drawn.set(key, new StudyChart(place, title, (point) => this.press(point, key)));
    }
    return this.drawn.get(key);
  }

  // What depends on the chosen values: cheap enough to follow a slider.
  async drawChoice() {
    if (!this.Plotly || !this.position) return;
    const place = this.position.join(",");
    const cell = this.cells[place];
    const labels = this.position.map((at, axis) => this.setup.axes[axis].labels[at] ?? "–");
    this.root.querySelectorAll(".rd-study-sliders input").forEach((input, axis) => {
      input.value = this.position[axis];
      setAttribute(input, "aria-valuetext", labels[axis]);
      setText(input.nextSibling, labels[axis]);
    });
    for (const [key, chart] of this.drawn) {
      const cursor = this.charts[key]?.cursor;
      if (cursor === "cell") chart.moveCursor(this.position[1], this.position[0]);
      else if (cursor === "value") chart.moveCursor(this.setup.axes[0].positions[this.position[0]]);
    }
    this.values.mark(place);
    this.describe(cell);
    const { names, layout } = this.setup.curves;
    const trials = (cell?.trials ?? []).map((trial) => ({ ...trial, rows: this.rows.get(trial.id) }));
    const figure = { data: traceCurves(trials, names, this.chosenTrial), layout: { ...layout, yaxis: { ...layout.yaxis } } };
    if (this.range) figure.layout.yaxis.range = [...this.range];
    const curves = this.chart("curves", "Curves", true);
    setText(curves.heading, `Curves: ${this.phrase}`);
    await curves.draw(this.Plotly, colorize(figure, this.palette), "Training and validation loss by epoch");
  }

  get phrase() {
    return this.position.map((at, axis) => this.setup.axes[axis].phrases[at] ?? "").join(", ");
  }

  describe(cell) {
    const { columns } = this.setup;
    const figures = columns.filter(({ key, said }) => said && cell?.figures[key]);
    const parts = figures.map(({ key, title }) => `${title.toLowerCase()} ${cell.figures[key]}`);
    const { phrase } = this;
    const text = `${phrase.slice(0, 1).toUpperCase()}${phrase.slice(1)}: ${cell ? [...cell.said, ...parts].join(" · ") || "in training" : "not trained yet"}`;
    setText(this.find("[data-cell]"), text);
    const trials = (cell?.trials ?? []).filter(({ id }) => this.rows.has(id));
    const state = JSON.stringify([this.position, trials, this.chosenTrial]);
    if (state === this.shownTrials) return;
    this.shownTrials = state;
    const buttons = trials.length > 1 ? [{ id: "", seed: null }, ...trials] : [];
    this.find("[data-trials]").replaceChildren(
      ...buttons.map(({ id, seed }) => {
        const button = makeButton("rd-boxed", () => this.choose(this.position, id));
        button.textContent = seed === null ? "All seeds" : `Seed ${seed}`;
        button.setAttribute("aria-pressed", String(id === this.chosenTrial));
        return button;
      }),
      ...(this.chosenTrial ? [this.openButton()] : []),
    );
  }

  openButton() {
    const button = makeButton("rd-boxed", () => this.send("action", { kind: "open", trial: this.chosenTrial, at: Date.now() }));
    button.textContent = "Open in Compare";
    return button;
  }

  leave() {
    this.leaving = setTimeout(() => {
      this.pageState.stop();
      this.stream?.close();
      unmount(this.root);
      this.comparison = this.stream = null;
    }, 1000);
  }
}
