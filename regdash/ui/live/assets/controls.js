// Settings handled in the browser: charts, x axis, smoothing, band, scale.
import { makeButton, make, setAttribute, setText, setTip } from "./dom.js";
import { attachPopover } from "./popover.js";

const MORE = "More";

export class Controls {
  constructor(root, view, redraw) {
    this.root = root;
    this.view = view;
    this.redraw = redraw;
    attachPopover(root.querySelector("[data-opens=view]"), root.querySelector("[data-panel=view]"));
    const smoothing = root.querySelector("[data-smoothing]");
    smoothing.addEventListener("input", () => this.choose("smoothing", Number(smoothing.value)));
    for (const choice of ["x", "band"]) {
      for (const button of root.querySelectorAll(`[data-${choice}]`)) {
        button.addEventListener("click", () => this.choose(choice, button.dataset[choice]));
      }
    }
    for (const box of root.querySelectorAll("[data-log]")) {
      box.addEventListener("change", () => {
        view.log[view[box.dataset.log]] = box.checked;
        redraw();
      });
    }
  }

  choose(name, value) {
    this.view[name] = value;
    this.redraw();
  }

  draw(figures, lines) {
    const { root, view } = this;
    root.querySelector("[data-bands]").hidden = !lines.some((line) => line.members);
    for (const choice of ["x", "band"]) {
      for (const button of root.querySelectorAll(`[data-${choice}]`)) {
        setAttribute(button, "aria-pressed", String(button.dataset[choice] === view[choice]));
      }
    }
    root.querySelector("[data-smoothing]").value = view.smoothing;
    setText(root.querySelector("[data-smoothing-value]"), view.smoothing ? view.smoothing.toFixed(2) : "off");
    const charts = Object.values(figures.light).map((entry) => entry.chart);
    for (const side of ["left", "right"]) this.drawTabs(side, charts);
    for (const box of root.querySelectorAll("[data-log]")) {
      const { chart } = figures.light[view[box.dataset.log]];
      box.checked = view.isLog(chart);
      box.disabled = chart.signed;
      setText(box.nextElementSibling, chart.signed ? `${chart.title} (values may be negative)` : chart.title);
    }
  }

  drawTabs(side, charts) {
    const tabs = this.root.querySelector(`[data-tabs=${side}]`);
    if (!tabs.childElementCount) this.addTabs(tabs, side, charts);
    for (const tab of tabs.querySelectorAll("[data-key]")) {
      setAttribute(tab, "aria-pressed", String(tab.dataset.key === this.view[side]));
    }
    const more = tabs.querySelector("[data-opens]");
    if (!more) return;
    const rare = charts.find((chart) => chart.rare && chart.key === this.view[side]);
    setText(more, rare?.title ?? MORE);
    setTip(more, rare?.help ?? "Other charts");
    more.classList.toggle("rd-chosen", Boolean(rare));
  }

  // Tabs of charts that are rarely needed are in a panel, so that the others fit above a chart.
  addTabs(tabs, side, charts) {
    const panel = make("div", "rd-panel rd-list");
    for (const chart of charts) {
      const tab = makeButton("", () => {
        if (chart.rare) panel.hidePopover();
        this.choose(side, chart.key);
      });
      tab.textContent = chart.title;
      tab.dataset.key = chart.key;
      setTip(tab, chart.help);
      (chart.rare ? panel : tabs).append(tab);
    }
    if (!panel.childElementCount) return;
    const more = makeButton("rd-opener", () => {});
    more.dataset.opens = side;
    tabs.append(more, panel);
    attachPopover(more, panel);
  }
}
