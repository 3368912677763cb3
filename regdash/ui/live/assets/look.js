// The size of text and lines in a chart, on the page and in presentation mode.

const WIDE = 700; // pixels of a chart from which its text is larger

// Sizes in pixels: `font`; `label`, from one name at the line ends to the next; `name`, the longest name; `tick`,
// between labels of a log axis; `margin`, around the plot, null: that of the figure.
//   presented: size of the text in presentation mode; null: on the page.
export function lookOf(width, presented) {
  if (presented === null) {
    return { font: width >= WIDE ? 16 : 14, label: 17, name: 190, tick: 24, margin: null, lines: null };
  }
  const font = presented;
  return {
    font,
    label: Math.round(1.15 * font),
    name: 13 * font,
    tick: 1.6 * font,
    margin: { l: Math.round(3.7 * font), t: Math.round(0.6 * font), b: Math.round(3.3 * font) },
    lines: {
      validation: Math.max(4, 0.22 * font),
      training: Math.max(3, 0.15 * font),
      stop: 3,
      marker: 0.8 * font,
      exit: font,
    },
  };
}

// Sets the sizes of a layout. In presentation mode a heading above the chart takes the place of the title of the
// vertical axis, which would be rotated.
export function sizeLayout(layout, { font, margin, lines }) {
  layout.font.size = font;
  Object.assign(layout.margin, margin);
  if (!lines) return;
  layout.xaxis.title.font = { size: font };
  layout.yaxis.title = { text: "" };
}

// The most ticks of a vertical axis with this height in pixels; 0: Plotly's own number, which suits small type.
export function mostTicks(height, { font, lines }) {
  return lines ? Math.max(3, Math.floor(height / (2 * font))) : 0;
}

// Traces with the lines and markers of a look; see `fillTraces`.
export function sizeTraces(traces, { lines }) {
  if (!lines) return traces;
  return traces.map((trace) => {
    const { role } = trace.meta;
    if (role === "mark") return { ...trace, marker: { ...trace.marker, size: lines.marker } };
    return lines[role] ? { ...trace, line: { ...trace.line, width: lines[role] } } : trace;
  });
}
