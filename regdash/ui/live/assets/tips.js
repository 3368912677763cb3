// Explanations of terms: the text of `data-tip`, shown on hover, on keyboard focus, and on a tap.
import { isTouch, listenFor } from "./dom.js";

const DELAY = 350; // milliseconds of hovering
const PRESSED = "button, a, input, label"; // whose press does something else

let count = 0;

export class Tips {
  constructor(root) {
    this.root = root;
    this.node = document.createElement("div");
    this.node.className = "rd-tip";
    this.node.id = `rd-tip-${(count += 1)}`;
    this.node.setAttribute("role", "tooltip");
    this.node.popover = "manual"; // above open panels too
    root.append(this.node);
    root.addEventListener("pointerover", (event) => isTouch(event) || this.enter(event.target, DELAY));
    root.addEventListener("pointerleave", (event) => isTouch(event) || this.enter(null));
    const press = (event) => (isTouch(event) ? this.touch(event.target) : this.dismiss());
    listenFor(root, document, "pointerdown", press, { capture: true });
    root.addEventListener("focusin", ({ target }) => target.matches(":focus-visible") && this.enter(target, 0));
    root.addEventListener("focusout", ({ target }) => this.ownerOf(target) === this.owner && this.enter(null));
    root.addEventListener("keydown", ({ key }) => key === "Escape" && this.hide());
    listenFor(root, document, "scroll", () => this.hide(), { capture: true, passive: true });
  }

  ownerOf(target) {
    return target?.closest("[data-tip]") ?? null;
  }

  // A finger does not hover: its tap shows the explanation, and the next tap elsewhere hides it.
  touch(target) {
    const explained = this.root.contains(target) && !target.closest(PRESSED);
    this.enter(explained ? target : null, 0);
  }

  // Who presses something knows it: the explanation would cover what the press has changed.
  dismiss() {
    const { owner } = this;
    this.hide();
    this.owner = owner; // until the pointer leaves it
  }

  enter(target, delay) {
    if (target && this.node.contains(target)) return; // the explanation itself can be hovered
    const owner = this.ownerOf(target);
    if (owner === this.owner) return;
    this.hide();
    this.owner = owner;
    if (owner) this.timer = setTimeout(() => this.show(owner), delay);
  }

  show(owner) {
    if (!owner.isConnected || !owner.dataset.tip) return;
    this.node.textContent = owner.dataset.tip;
    this.node.showPopover();
    owner.setAttribute("aria-describedby", this.node.id);
    const [at, own] = [owner.getBoundingClientRect(), this.node.getBoundingClientRect()];
    const below = at.bottom + own.height < window.innerHeight;
    this.node.style.top = `${below ? at.bottom : Math.max(0, at.top - own.height)}px`;
    this.node.style.left = `${Math.max(4, Math.min(at.left, window.innerWidth - own.width - 4))}px`;
  }

  // Returns whether one was shown.
  close() {
    const shown = this.node.matches(":popover-open");
    this.hide();
    return shown;
  }

  hide() {
    clearTimeout(this.timer);
    this.owner?.removeAttribute("aria-describedby");
    this.owner = null;
    if (this.node.matches(":popover-open")) this.node.hidePopover();
    this.node.textContent = "";
  }
}
