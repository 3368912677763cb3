// Loads the plotly.js that the plotly package ships: once a page, for all elements.
export function loadPlotly(address) {
  window.regdashPlotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(quicken(window.Plotly));
    script.onerror = () => {
      window.regdashPlotly = null;
      reject(new Error("plotly.js could not be loaded"));
    };
    document.head.append(script);
  });
  return window.regdashPlotly;
}

// At every drawing Plotly goes through all attributes of each trace to see which are arrays; with
// many traces that is a third of the time. Ours have the same ones whenever role and customdata
// are the same.
function quicken(Plotly) {
  const schema = Plotly.PlotSchema;
  const search = schema?.findArrayAttributes;
  if (!search) return Plotly; // another version: only slower
  const found = new Map();
  schema.findArrayAttributes = (trace) => {
    const key = `${trace.meta?.role} ${Boolean(trace.customdata)}`;
    if (!found.has(key)) found.set(key, search(trace));
    return found.get(key);
  };
  return Plotly;
}
