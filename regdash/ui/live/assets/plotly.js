// Loads the plotly.js of the plotly package: once per page, for all elements.
export function loadPlotly(address) {
  window.regdashPlotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(cacheArraySearch(window.Plotly));
    script.onerror = () => {
      window.regdashPlotly = null;
      reject(new Error("plotly.js could not be loaded"));
    };
    document.head.append(script);
  });
  return window.regdashPlotly;
}

// On every redraw, Plotly searches all attributes of each trace for arrays; with
// many traces this takes a third of the time. Here the result depends only on role and customdata,
// so it is cached.
function cacheArraySearch(Plotly) {
  const schema = Plotly.PlotSchema;
  const search = schema?.findArrayAttributes;
  if (!search) return Plotly; // another version of Plotly: slower, but works
  const found = new Map();
  schema.findArrayAttributes = (trace) => {
    const key = `${trace.meta?.role} ${Boolean(trace.customdata)}`;
    if (!found.has(key)) found.set(key, search(trace));
    return found.get(key);
  };
  return Plotly;
}
