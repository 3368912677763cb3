// Settings handled in the browser: charts, x axis, smoothing, scale.
export class Controls {
  constructor(root, view, redraw) {
    this.root = root;
    this.view = view;
    this.redraw = redraw;
    const smoothing = root.querySelector("[data-smoothing]");
    smoothing.addEventListener("input", () => {
      view.smoothing = Number(smoothing.value);
      redraw();
    });
    for (const button of root.querySelectorAll("[data-x]")) {
      button.addEventListener("click", () => {
        view.x = button.dataset.x;
        redraw();
      });
    }
    for (const button of root.querySelectorAll("[data-band]")) {
      button.addEventListener("click", () => {
        view.band = button.dataset.band;
        redraw();
      });
    }
    for (const box of root.querySelectorAll("[data-log]")) {
      box.addEventListener("change", () => {
        view.log[view[box.dataset.log]] = box.checked;
        redraw();
      });
    }
  }

  draw(figures, lines) {
    this.root.querySelector("[data-bands]").hidden = !lines.some((line) => line.members);
    for (const button of this.root.querySelectorAll("[data-band]")) {
      button.setAttribute("aria-pressed", String(button.dataset.band === this.view.band));
    }
    this.root.querySelector("[data-smoothing]").value = this.view.smoothing;
    this.root.querySelector("[data-smoothing-value]").textContent = this.view.smoothing ? this.view.smoothing.toFixed(2) : "off";
    const charts = Object.values(figures.light).map((entry) => entry.chart);
    for (const side of ["left", "right"]) this.drawTabs(side, charts);
    for (const button of this.root.querySelectorAll("[data-x]")) {
      button.setAttribute("aria-pressed", String(button.dataset.x === this.view.x));
    }
    for (const box of this.root.querySelectorAll("[data-log]")) {
      const key = this.view[box.dataset.log];
      box.checked = this.view.log[key] ?? figures.light[key].chart.log;
    }
  }

  drawTabs(side, charts) {
    const tabs = this.root.querySelector(`[data-tabs=${side}]`);
    if (!tabs.childElementCount) {
      for (const chart of charts) {
        const tab = document.createElement("button");
        tab.type = "button";
        tab.textContent = chart.title;
        tab.title = chart.help;
        tab.dataset.key = chart.key;
        tab.addEventListener("click", () => {
          this.view[side] = chart.key;
          this.redraw();
        });
        tabs.append(tab);
      }
    }
    for (const tab of tabs.children) {
      tab.setAttribute("aria-pressed", String(tab.dataset.key === this.view[side]));
    }
  }
}
