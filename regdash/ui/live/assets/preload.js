// Loads plotly.js when the page has nothing else to do, so that the first race need not wait for it.
import { loadPlotly } from "./plotly.js";

export default function preload({ data, parentElement }) {
  const place = parentElement.closest("[data-testid=stElementContainer]") ?? parentElement;
  place.style.display = "none"; // takes no room
  requestIdleCallback(() => loadPlotly(data.plotly));
}
