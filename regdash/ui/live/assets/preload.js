// Loads plotly.js when the page is idle, so that the first race does not wait for it.
import { loadPlotly } from "./plotly.js";

export default function preload({ data, parentElement }) {
  const place = parentElement.closest("[data-testid=stElementContainer]") ?? parentElement;
  place.style.display = "none"; // takes no space
  requestIdleCallback(() => loadPlotly(data.plotly));
}
