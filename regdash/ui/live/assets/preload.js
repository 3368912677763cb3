// Loads the scripts of the live element while the page is idle, so that the first race does not wait
// for them.
import { loadPlotly } from "./plotly.js";

export default function preload({ data, parentElement }) {
  const place = parentElement.closest("[data-testid=stElementContainer]") ?? parentElement;
  place.style.display = "none"; // takes no space
  requestIdleCallback(() => {
    import("./index.js");
    loadPlotly(data.plotly).catch(() => {}); // the element tries again
  });
}
