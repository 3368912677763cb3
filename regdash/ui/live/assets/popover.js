// Panels that open below a button; the browser closes them on Escape and on a press elsewhere.

export function attachPopover(button, panel) {
  panel.popover = "auto";
  button.popoverTargetElement = panel;
  button.setAttribute("aria-expanded", "false");
  const close = () => panel.matches(":popover-open") && panel.hidePopover();
  panel.addEventListener("beforetoggle", ({ newState }) => {
    const open = newState === "open";
    button.setAttribute("aria-expanded", String(open));
    if (!open) {
      document.removeEventListener("scroll", close, { capture: true });
      return;
    }
    document.addEventListener("scroll", close, { capture: true, passive: true, once: true });
    const { left, bottom } = button.getBoundingClientRect();
    panel.style.top = `${bottom + 4}px`;
    // Not beyond the right edge of the window; the width is set in the style sheet.
    panel.style.left = `max(8px, min(${left}px, 100vw - 19rem))`;
  });
}
