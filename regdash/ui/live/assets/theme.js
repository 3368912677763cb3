// Whether the background of a node is dark: follows the theme without a server round trip.
export function isDark(node) {
  for (let at = node; at; at = at.parentElement) {
    const parts = getComputedStyle(at).backgroundColor.match(/[\d.]+/g)?.map(Number);
    if (!parts || parts[3] === 0) continue;
    return 0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2] < 128;
  }
  return false;
}

// Calls back after the viewer has switched between light and dark.
export function onThemeChange(callback) {
  const later = () => setTimeout(callback, 250);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", later);
  const app = document.querySelector("[data-testid=stApp]");
  if (app) new MutationObserver(later).observe(app, { attributeFilter: ["class", "style"] });
}
