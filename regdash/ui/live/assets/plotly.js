// Loads the plotly.js of the plotly package, once per page for all elements.
export function loadPlotly(address) {
  window.regdashPlotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(cacheArrayAttributes(window.Plotly));
    script.onerror = () => {
      window.regdashPlotly = null;
      reject(new Error("plotly.js could not be loaded"));
    };
    document.head.append(script);
  });
  return window.regdashPlotly;
}

// At every drawing Plotly checks all attributes of each trace for arrays; with many traces that is
// a third of the time. Our traces have the same ones whenever their role is the same.
function cacheArrayAttributes(Plotly) {
  const schema = Plotly.PlotSchema;
  const search = schema?.findArrayAttributes;
  if (!search) return Plotly; // another version: works, but slower
  const found = new Map();
  schema.findArrayAttributes = (trace) => {
    const role = trace.meta?.role;
    if (!found.has(role)) found.set(role, search(trace));
    return found.get(role);
  };
  return Plotly;
}
