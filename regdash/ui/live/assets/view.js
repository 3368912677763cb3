// The user's choices of what is shown, and their text in the link.
import { BOTH } from "./slides.js";

const VERSION = "1";
const MOST_SMOOTHING = 0.95;
// Columns of the table besides those of the set-up.
const OWN_COLUMNS = ["name", "verdict", "status"];
const USUAL = { left: "loss", right: "accuracy", x: "epoch", smoothing: 0, band: "sd" };

// How choices are written: `write` returns "" for the default.
const PARTS = {
  x: oneOf("x", /^(epoch|seconds)$/),
  left: oneOf("left", /^\w+$/),
  right: oneOf("right", /^\w+$/),
  log: scale(true),
  linear: scale(false),
  smooth: {
    write: ({ smoothing }) => (smoothing ? String(Number(smoothing.toFixed(2))) : ""),
    read(view, text) {
      if (/^0?\.\d+$/.test(text)) view.smoothing = Math.min(Number(text), MOST_SMOOTHING);
    },
  },
  band: oneOf("band", /^(sd|ci|off)$/),
  sort: {
    write: ({ sort }) => (sort ? `${sort.key}${sort.descending ? ".down" : ""}` : ""),
    read(view, text) {
      const [, key, down] = /^(\w+)(\.down)?$/.exec(text) ?? [];
      if (key) view.sort = { key, descending: Boolean(down) };
    },
  },
  hidden: rows("hidden"),
  unfolded: rows("unfolded"),
};

export class View {
  constructor() {
    this.highlight = null;
    this.compact = false;
    this.slide = null; // of presentation mode; see slides.js
    this.reset();
  }

  reset() {
    Object.assign(this, USUAL);
    this.log = {}; // by chart, if it differs from the chart's own
    this.sort = null; // of the table: { key, descending }, or the original order
    this.hidden = new Set();
    this.unfolded = new Set();
    this.unsettled = {}; // rows named by the link, before they have arrived
  }

  // The key of the chart on a side; null if it is not shown.
  chartOn(side) {
    if (this.slide === null || this.slide === BOTH) return this[side];
    return side === "left" ? this.slide : null;
  }

  inSight(charts) {
    return charts.filter(({ key }) => key === this.chartOn("left") || key === this.chartOn("right"));
  }

  // Whether a chart has a logarithmic axis; links may name one that cannot have it.
  isLog({ key, log, signed }) {
    return !signed && (this.log[key] ?? log);
  }

  // Whether a row of the table is in the charts: members only while their group is unfolded, and not in
  // presentation mode.
  shows(line) {
    if (this.hidden.has(line.id)) return false;
    if (line.group && this.slide !== null) return false;
    return !line.group || (this.unfolded.has(line.group) && !this.hidden.has(line.group));
  }

  // The choices that differ from the defaults, such as "1~x.seconds~left.gap~smooth.0.5".
  write() {
    const texts = Object.entries(PARTS).map(([name, part]) => [name, part.write(this)]);
    const parts = texts.filter(([, text]) => text).map(([name, text]) => `${name}.${text}`);
    return parts.length ? [VERSION, ...parts].join("~") : "";
  }

  // Take the choices from a text; unknown parts and invalid values are ignored.
  read(text) {
    this.reset();
    const [version, ...parts] = text.split("~");
    if (version !== VERSION) return;
    for (const part of parts) {
      const end = part.indexOf(".");
      const name = part.slice(0, end);
      if (end > 0 && Object.hasOwn(PARTS, name)) PARTS[name].read(this, part.slice(end + 1));
    }
  }

  // Keep only choices that this comparison has: charts, columns and rows of the table.
  settle({ figures, columns }, lines) {
    for (const side of ["left", "right"]) {
      if (!Object.hasOwn(figures.light, this[side])) this[side] = USUAL[side];
    }
    const sortable = [...OWN_COLUMNS, ...columns.map(({ key }) => key)];
    if (!sortable.includes(this.sort?.key)) this.sort = null;
    for (const [name, texts] of Object.entries(this.unsettled)) {
      this[name] = new Set(lines.map(({ id }) => id).filter((id) => texts.includes(shorten(id))));
    }
    this.unsettled = {};
  }
}

function oneOf(name, allowed) {
  return {
    write: (view) => (view[name] === USUAL[name] ? "" : view[name]),
    read(view, text) {
      if (allowed.test(text)) view[name] = text;
    },
  };
}

// Charts whose axis was switched to this scale.
function scale(log) {
  return {
    write: (view) => Object.keys(view.log).filter((chart) => view.log[chart] === log).join("."),
    read(view, text) {
      for (const chart of text.split(".")) if (/^\w+$/.test(chart)) view.log[chart] = log;
    },
  };
}

// Rows of the table.
function rows(name) {
  return {
    write: (view) => (view.unsettled[name] ?? Array.from(view[name], shorten)).join("."),
    read(view, text) {
      view.unsettled[name] = text.split(".");
    },
  };
}

// Ids of runs are short; those of groups are long hashes, or words such as `stopping_as_ran`.
function shorten(id) {
  return id.replace(/^method:([0-9a-f]{8})[0-9a-f]{8}$/, "m$1").replace(/^method:/, "m");
}
