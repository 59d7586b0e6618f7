/** A pop-up list that arrow keys walk and Esc closes. */

import { el } from "./dom.js";

function walk(event, menu, close) {
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") close();
  if (event.key === "Escape") event.stopPropagation();
  if (to === undefined) return;
  event.preventDefault();
  items[(to + items.length) % items.length]?.focus();
}

function item({ text, note, chosen }, close) {
  const pick = () => {
    close();
    chosen();
  };
  const hint = note ? el("span", { className: "note", dir: "auto" }, note) : null;
  return el("button", { type: "button", role: "menuitem", tabIndex: -1, onclick: pick }, el("span", { dir: "auto" }, text), hint);
}

/** Opens a menu in `host` for `opener`; items are {text, note?, chosen()}. Opening it again closes it. */
export function openMenu(opener, host, label, items) {
  const open = host.querySelector(":scope > .menu");
  if (open) return void open.close();
  const menu = el("div", { className: "menu", role: "menu", "aria-label": label });
  const away = (event) => !menu.contains(event.target) && !opener.contains(event.target) && menu.close(false);
  menu.close = (focus = true) => {
    menu.remove();
    document.removeEventListener("pointerdown", away);
    opener.setAttribute("aria-expanded", "false");
    if (focus) opener.focus();
  };
  menu.append(...items.map((entry) => item(entry, menu.close)));
  menu.addEventListener("keydown", (event) => walk(event, menu, menu.close));
  document.addEventListener("pointerdown", away);
  opener.setAttribute("aria-expanded", "true");
  host.append(menu);
  menu.querySelector("[role=menuitem]")?.focus();
}
