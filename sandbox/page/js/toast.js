/** Shows short notices that fade, and alerts that wait for OK. */

import { button, el } from "./dom.js";
import { openDialog } from "./dialog.js";

const STAY_MS = 4000;

/** Shows `text` for a few seconds; several at once stand under one another. */
export function toast(text, kind = "notice") {
  const node = el("p", { className: `toast ${kind}`, dir: "auto" }, text);
  document.getElementById("toasts").append(node);
  setTimeout(() => node.remove(), STAY_MS);
}

/** Shows `text` until the reader says OK. */
export function alertBox(text) {
  const dialog = openDialog("Message from the bot", (close) => [
    el("p", { className: "alert-text", dir: "auto" }, text),
    el("div", { className: "dialog-row" }, button("OK", close, { className: "main", autofocus: true })),
  ]);
  dialog.classList.add("alert");
}

/** Runs `action` and tells of its failure instead of throwing. */
export async function tellFailure(action) {
  try {
    return await action();
  } catch (failure) {
    toast(failure.message, "failure");
    return null;
  }
}
