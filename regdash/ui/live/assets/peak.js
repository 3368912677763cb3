// The element of Past the peak: its figures grow while they are computed, and a slider chooses the strength of
// ridge, which is answered here. It is mounted once and receives only changes.
import { make, mount, mountOnce, setAttribute, setText, unmount } from "./dom.js";
import { theLink } from "./link.js";
import { readRidge, writeRidge, withChosen } from "./peak_figure.js";
import { loadPlotly } from "./plotly.js";
import { Stream } from "./stream.js";
import { StudyChart } from "./study_chart.js";
import { colorize } from "./study_curves.js";
import { isDark, onThemeChange } from "./theme.js";

// The name under which the server tells of new points; see `NOTICE` in services/peak.py.
const NOTICE = "peak";

export default mountOnce(".rd-peak", (root) => new PeakElement(root));

class PeakElement {
  constructor(root) {
    this.root = root;
    this.find = (selector) => root.querySelector(selector);
    this.slider = this.find("input");
    this.charts = {};
    this.drawn = new Map();
    onThemeChange(root, () => this.draw());
    this.slider.addEventListener("input", () => this.choose(Number(this.slider.value)));
  }

  // The page was drawn or redrawn.
  update(data) {
    this.plotly = data.plotly;
    loadPlotly(this.plotly).catch(() => {});
    clearTimeout(this.leaving);
    mount(this.root);
    this.stream ??= new Stream(NOTICE, { feed: "peak" }, (updates) => this.receive(updates));
  }

  receive({ setup, charts, rows, progress, findings, problems }) {
    if (setup) this.setUp(setup);
    Object.assign(this, { charts, rows });
    this.find("progress").value = progress.share;
    this.find("progress").hidden = progress.share === 1;
    setText(this.find("[data-progress]"), progress.text);
    if (progress.share === 1) setText(this.find("[data-said]"), findings[0]);
    this.find("[data-findings]").replaceChildren(...findings.map((text) => make("li", "", text)));
    this.find("[data-findings]").hidden = !findings.length;
    setText(this.find("[data-problems]"), problems.join(" "));
    this.find("[data-problems]").hidden = !problems.length;
    this.answerDue = true;
    this.draw();
  }

  setUp(setup) {
    this.setup = setup;
    this.slider.max = setup.ridges.length - 1;
    this.ridge = readRidge(theLink().view, setup.ridges.length);
    setText(this.find("[data-about]"), setup.about);
    this.find("thead").replaceChildren(rowOf(setup.columns, "th"));
  }

  choose(ridge) {
    this.ridge = ridge;
    theLink().view = writeRidge(ridge);
    this.draw();
  }

  draw() {
    this.frame ??= requestAnimationFrame(() => this.drawNow());
  }

  async drawNow() {
    this.frame = null;
    if (!this.setup || !this.root.isConnected) return;
    const name = this.setup.ridges[this.ridge];
    this.slider.value = this.ridge;
    setAttribute(this.slider, "aria-valuetext", name);
    setText(this.find("output"), name);
    this.find("tbody").replaceChildren(...this.rows[this.ridge].map((texts) => rowOf(texts, "td")));
    const palette = this.setup.palette[isDark(this.root) ? "dark" : "light"];
    const Plotly = await loadPlotly(this.plotly);
    for (const [key, { title, data, layout }] of Object.entries(this.charts)) {
      const chart = this.chart(key);
      setText(chart.heading, `${title}: ${name}`);
      const figure = { data: withChosen(data, this.ridge), layout };
      await chart.draw(Plotly, colorize(figure, palette), `${title} by number of features, ${name}; the table has the numbers`);
    }
    if (this.answerDue) this.stream?.answer("drawn");
    this.answerDue = false;
  }

  chart(key) {
    if (!this.drawn.has(key)) {
      const pick = ({ data }) => this.choose(data.meta.ridge);
      this.drawn.set(key, new StudyChart(this.find(".rd-study-charts"), "", pick));
    }
    return this.drawn.get(key);
  }

  leave() {
    this.leaving = setTimeout(() => {
      this.stream?.close();
      unmount(this.root);
      this.stream = null;
    }, 1000);
  }
}

// The first cell is the row's head.
function rowOf(texts, tag) {
  const row = make("tr");
  row.append(
    ...texts.map((text, index) => {
      const cell = make(index ? tag : "th", "", text);
      if (cell.tagName === "TH") cell.scope = tag === "th" ? "col" : "row";
      return cell;
    }),
  );
  return row;
}
