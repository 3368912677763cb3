// One chart of a study, with a cursor at the chosen values.
import { make } from "./dom.js";

const CONFIG = { displaylogo: false, displayModeBar: false, showSendToCloud: false, responsive: true };

export class StudyChart {
  // place: node to append to. press: called with the `customdata` and the position of a point that was pressed.
  constructor(place, title, press) {
    this.section = make("section");
    this.heading = make("h3", "", title);
    this.node = make("div", "rd-chart");
    this.node.setAttribute("role", "img");
    this.section.append(this.heading, this.node);
    place.append(this.section);
    this.press = press;
  }

  async draw(Plotly, { data, layout }, description) {
    this.node.setAttribute("aria-label", description);
    await Plotly.react(this.node, data, { ...layout, autosize: true }, CONFIG);
    if (!this.listening) {
      this.listening = true;
      this.node.on("plotly_click", ({ points }) => this.press(points[0]));
      this.node.on("plotly_afterplot", () => this.placeCursor());
      this.node.on("plotly_relayout", () => this.placeCursor());
    }
    this.placeCursor();
  }

  // A vertical line at `x`, or a frame around the cell at (x, y).
  moveCursor(x, y = null) {
    this.at = { x, y };
    this.placeCursor();
  }

  placeCursor() {
    const layout = this.node._fullLayout;
    if (!layout || !this.at) return;
    if (!this.cursor?.isConnected) {
      this.cursor = make("div", `rd-study-cursor ${this.at.y === null ? "rd-line" : "rd-frame"}`);
      this.node.append(this.cursor);
    }
    const { l, t, h, w } = layout._size;
    const { style } = this.cursor;
    const along = (axis, value) => axis.d2p(value);
    if (this.at.y === null) {
      const x = along(layout.xaxis, this.at.x);
      this.cursor.hidden = x < 0 || x > w;
      Object.assign(style, { left: `${l + x - 1}px`, top: `${t}px`, height: `${h}px` });
      return;
    }
    const [left, right] = [along(layout.xaxis, this.at.x - 0.5), along(layout.xaxis, this.at.x + 0.5)];
    const [top, bottom] = [along(layout.yaxis, this.at.y + 0.5), along(layout.yaxis, this.at.y - 0.5)];
    Object.assign(style, {
      left: `${l + left + 2}px`,
      top: `${t + top + 2}px`,
      width: `${right - left - 4}px`,
      height: `${bottom - top - 4}px`,
    });
  }
}
