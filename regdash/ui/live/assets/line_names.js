// Draws the names at the ends of lines above a chart: Plotly needs more than a millisecond for each
// annotation, at every drawing.
import { LEADER } from "./labels.js";

export class LineNames {
  constructor(node) {
    this.layer = document.createElement("div");
    this.layer.className = "rd-line-names";
    this.lines = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    this.leaders = document.createElementNS("http://www.w3.org/2000/svg", "path");
    this.leaders.setAttribute("stroke", LEADER);
    this.leaders.setAttribute("stroke-width", "0.75");
    this.leaders.setAttribute("fill", "none");
    this.lines.append(this.leaders);
    this.layer.append(this.lines);
    node.append(this.layer);
    this.drawn = [];
  }

  // placed: see `placeLabels`. layout: that of the chart.
  draw(placed, { margin, font }) {
    this.layer.style.cssText = `left: ${margin.l}px; top: ${margin.t}px; font: ${font.size}px ${font.family}`;
    while (this.drawn.length > placed.length) this.drawn.pop().remove();
    placed.forEach((label, index) => this.drawName((this.drawn[index] ??= this.addName()), label));
    const paths = placed.filter(({ leader }) => leader);
    this.leaders.setAttribute("d", paths.map(({ left, top, leader }) => `M${leader.left} ${leader.top}L${left - 2} ${top}`).join(""));
  }

  addName() {
    const node = document.createElement("span");
    this.layer.append(node);
    return node;
  }

  drawName(node, { id, name, text, color, faded, left, top }) {
    if (node.textContent !== text) node.textContent = text;
    node.title = text === name ? "" : name;
    node.dataset.line = id;
    node.style.cssText = `color: ${color}; left: ${left}px; top: ${top}px; opacity: ${faded ? 0.25 : 1}`;
  }
}
