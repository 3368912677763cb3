import { listenFor, whileMounted } from "./dom.js";

// The color behind a node, as CSS text; follows the theme without a server round trip.
export function backgroundOf(node) {
  for (let at = node; at; at = at.parentElement) {
    const color = getComputedStyle(at).backgroundColor;
    const parts = partsOf(color);
    if (parts && parts[3] !== 0) return color;
  }
  return "rgb(255, 255, 255)";
}

// Whether the background is dark.
//   behind: a node, or its background as CSS text.
export function isDark(behind) {
  const [red, green, blue] = partsOf(typeof behind === "string" ? behind : backgroundOf(behind));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

function partsOf(color) {
  return color.match(/[\d.]+/g)?.map(Number);
}

// Calls back after the theme has switched between light and dark, while the root is in the page.
export function onThemeChange(root, callback) {
  const later = () => setTimeout(callback, 250);
  listenFor(root, window.matchMedia("(prefers-color-scheme: dark)"), "change", later);
  const app = document.querySelector("[data-testid=stApp]");
  if (!app) return;
  const observer = new MutationObserver(() => root.isConnected && later());
  whileMounted(root, (signal) => {
    observer.observe(app, { attributeFilter: ["class", "style"] });
    signal.addEventListener("abort", () => observer.disconnect());
  });
}
