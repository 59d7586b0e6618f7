/** Opens one modal window; Esc and a click beside it close it, focus returns to where it was. */

import { el, signButton } from "./dom.js";

let count = 0;

/** Shows a window titled `title` with the nodes `fill(close)` gives; returns the <dialog>. */
export function openDialog(title, fill) {
  const before = document.activeElement;
  const id = `dialog-${(count += 1)}`;
  const dialog = el("dialog", { className: "dialog", "aria-labelledby": id });
  const close = () => dialog.close();
  const head = el("div", { className: "dialog-head" }, el("h2", { id }, title), signButton("✕", "Close", close, { className: "plain" }));
  dialog.append(head, ...fill(close));
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.isConnected) before.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("[autofocus]")?.focus();
  return dialog;
}
