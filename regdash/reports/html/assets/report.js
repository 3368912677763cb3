// The values under the pointer, or at the epoch chosen with the arrow keys.
"use strict";
const CHARTS = JSON.parse(document.getElementById("charts").textContent);
const MINUS = "\u2212";

// Paper cannot be unfolded.
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((part) => (part.open = true)));

for (const figure of document.querySelectorAll("figure[data-chart]")) {
  const chart = CHARTS[Number(figure.dataset.chart)];
  const plot = figure.querySelector(".plot");
  const longest = chart.lines.reduce((most, line) => (line.x.length > most.length ? line.x : most), []);
  if (longest.length) follow(plot, chart, longest);
}

function follow(plot, chart, xs) {
  const rule = document.createElement("div");
  const box = document.createElement("div");
  rule.className = "rule";
  box.className = "box";
  let at = -1;
  const hide = () => {
    at = -1;
    for (const node of [rule, box]) node.remove();
  };
  const show = (index) => {
    at = Math.max(0, Math.min(xs.length - 1, index));
    draw(plot, chart, xs[at], rule, box);
  };
  plot.addEventListener("pointermove", (event) => {
    const { left, width } = plot.getBoundingClientRect();
    const share = ((event.clientX - left) / width - chart.area[0]) / chart.area[2];
    if (share < -0.02 || share > 1.02) return hide();
    const x = chart.x[0] + share * (chart.x[1] - chart.x[0]);
    show(nearest(xs, x));
  });
  plot.addEventListener("pointerleave", hide);
  plot.addEventListener("blur", hide);
  plot.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Escape") hide();
    if (!step) return;
    event.preventDefault();
    show(at < 0 ? (step > 0 ? 0 : xs.length - 1) : at + step);
  });
}

function nearest(xs, x) {
  let best = 0;
  xs.forEach((value, index) => {
    if (Math.abs(value - x) < Math.abs(xs[best] - x)) best = index;
  });
  return best;
}

function draw(plot, chart, x, rule, box) {
  const [left, top, width, height] = chart.area;
  const share = (x - chart.x[0]) / (chart.x[1] - chart.x[0]);
  const across = left + share * width;
  Object.assign(rule.style, { left: `${100 * across}%`, top: `${100 * top}%`, height: `${100 * height}%` });
  const table = document.createElement("table");
  addRow(table, [`${chart.label} ${Number(x.toPrecision(4))}`, "validation", chart.lines.some((l) => l.training) ? "training" : ""]);
  for (const line of chart.lines) {
    const index = nearest(line.x, x);
    if (!line.x.length || Math.abs(line.x[index] - x) > (chart.x[1] - chart.x[0]) / 50) continue;
    const cells = [line.name, line.validation[index], line.training?.[index]];
    addRow(table, cells.map((cell, column) => (column ? format(cell, chart.percent) : cell)), line.color);
  }
  box.replaceChildren(table);
  Object.assign(box.style, { top: `${100 * top}%`, left: "", right: "" });
  if (across < 0.5) box.style.left = `calc(${100 * across}% + 10px)`;
  else box.style.right = `calc(${100 * (1 - across)}% + 10px)`;
  plot.append(rule, box);
}

function addRow(table, cells, color) {
  const row = table.insertRow();
  cells.forEach((text, column) => {
    const cell = document.createElement(column ? "td" : "th");
    cell.textContent = text;
    if (!column && color) cell.style.color = color;
    row.append(cell);
  });
}

function format(value, percent) {
  if (value === null || value === undefined) return "";
  const size = Math.abs(value);
  const number = size >= 1000 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
  const text = percent ? `${(100 * value).toFixed(2)} %` : number;
  return text.replace("-", MINUS);
}
