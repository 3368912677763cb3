// Whether the page behind a node is dark: follows the viewer's theme without a server round trip.
export function isDark(node) {
  for (let at = node; at; at = at.parentElement) {
    const parts = getComputedStyle(at).backgroundColor.match(/[\d.]+/g)?.map(Number);
    if (!parts || parts[3] === 0) continue;
    return 0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2] < 128;
  }
  return false;
}

// Calls back when the viewer switches between light and dark, once the page has changed.
export function onGroundChange(callback) {
  const later = () => setTimeout(callback, 250);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", later);
  const app = document.querySelector("[data-testid=stApp]");
  if (app) new MutationObserver(later).observe(app, { attributeFilter: ["class", "style"] });
}
