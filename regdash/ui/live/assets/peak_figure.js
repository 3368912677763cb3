// The figures of Past the peak with one strength of ridge chosen, and that choice in the page's address. Pure
// functions.
const RIDGE = /^ridge=(\d+)$/;

// The traces with those of the chosen strength as their `meta.chosen` says, and above the others.
export function withChosen(traces, ridge) {
  const isChosen = ({ meta }) => meta.ridge === ridge;
  const chosen = traces.filter(isChosen).map((trace) => ({ ...trace, ...trace.meta.chosen }));
  return [...traces.filter((trace) => !isChosen(trace)), ...chosen];
}

// The place of the chosen strength in the text of a view; the first if it says nothing of these `count`.
export function readRidge(view, count) {
  const place = Number(RIDGE.exec(view)?.[1] ?? 0);
  return place < count ? place : 0;
}

// The text of a view, "" for the first strength.
export function writeRidge(place) {
  return place ? `ridge=${place}` : "";
}
