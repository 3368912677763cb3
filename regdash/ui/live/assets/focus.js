// Keeps dialogs usable by keyboard. While Streamlit writes a file for a download, its button is disabled
// and loses the focus to the page behind the dialog, where keys have no effect.
let listening = false;

// Mounted on every page.
export default function keepFocus({ parentElement }) {
  const place = parentElement.closest("[data-testid=stElementContainer]") ?? parentElement;
  place.style.display = "none"; // takes no space
  if (listening) return;
  listening = true;
  addEventListener("keydown", returnToDialog, true);
}

function returnToDialog({ key }) {
  const dialog = document.querySelector("[role=dialog]");
  if (!dialog || document.activeElement !== document.body) return;
  const close = dialog.querySelector("button[aria-label=Close]");
  if (key === "Escape") close?.click();
  else (dialog.querySelector("button:enabled, input, textarea") ?? close)?.focus();
}
