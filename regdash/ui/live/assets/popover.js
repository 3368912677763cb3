// Panels that open below a button; the browser closes them on Escape and on a press elsewhere.
import { listenFor } from "./dom.js";

export function attachPopover(button, panel) {
  panel.popover = "auto";
  button.popoverTargetElement = panel;
  button.setAttribute("aria-expanded", "false");
  panel.addEventListener("beforetoggle", ({ newState }) => {
    const open = newState === "open";
    button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    const { left, bottom } = button.getBoundingClientRect();
    panel.style.top = `${bottom + 4}px`;
    // Not beyond the right edge of the window; the width is set in the style sheet.
    panel.style.left = `max(8px, min(${left}px, 100vw - 19rem))`;
  });
  const close = () => panel.matches(":popover-open") && panel.hidePopover();
  listenFor(panel, document, "scroll", close, { capture: true, passive: true });
}
