/** The list of contacts, and the form that adds one. */

import { addContact } from "./api.js";
import { openDialog } from "./dialog.js";
import { button, el } from "./dom.js";
import { contactOf, known, nameOf, nowMs, onChange, refresh } from "./store.js";
import { brief } from "./times.js";
import { tellFailure } from "./toast.js";

const LANGUAGES = new Intl.DisplayNames(["en"], { type: "language" });
const HUES = [158, 200, 262, 320, 18, 36, 90];

/** Names a language code in English, "no language" if there is none. */
export function languageName(code) {
  try {
    return code ? LANGUAGES.of(code) : "no language";
  } catch {
    return code;
  }
}

/** A round badge with the contact's first letter, in a colour of their own. */
export function avatar(contact) {
  const badge = el("span", { className: "avatar", "aria-hidden": "true" }, [...contact.first_name][0] || "?");
  badge.style.setProperty("--hue", HUES[contact.id % HUES.length]);
  return badge;
}

/** Language, town and trade in one line. */
export const aboutOf = (contact) => [languageName(contact.language_code), contact.town, contact.trade].filter(Boolean).join(" · ");

function unreadMark(contact) {
  if (!contact.unread) return null;
  return el("span", { className: "unread", "aria-label": `${contact.unread} unread` }, String(contact.unread));
}

function row(contact, pick) {
  const last = contact.blocked ? "blocked the bot" : contact.last_text || (contact.started ? "" : "not started");
  const when = contact.last_at ? brief(contact.last_at, nowMs() / 1000) : "";
  const lines = el("span", { className: "lines" },
    el("span", { className: "line" }, el("b", { className: "name", dir: "auto" }, nameOf(contact)), el("span", { className: "when" }, when)),
    el("span", { className: "about" }, aboutOf(contact)),
    el("span", { className: "line" }, el("span", { className: "last", dir: "auto" }, last), unreadMark(contact)));
  const given = { type: "button", className: "contact", "data-contact": contact.id, onclick: () => pick(contact.id) };
  return el("li", {}, el("button", given, avatar(contact), lines));
}

function byLastHeard(one, other) {
  return Date.parse(other.last_at || 0) - Date.parse(one.last_at || 0) || one.id - other.id;
}

function show(host, pick, isOpen) {
  const focused = host.contains(document.activeElement) ? document.activeElement.dataset.contact : null;
  const top = host.scrollTop;
  const seen = (contact) => (isOpen(contact.id) ? { ...contact, unread: 0 } : contact);
  host.replaceChildren(...[...known.contacts].sort(byLastHeard).map((contact) => row(seen(contact), pick)));
  for (const node of host.querySelectorAll(".contact")) {
    if (isOpen(Number(node.dataset.contact))) node.setAttribute("aria-current", "true");
  }
  host.scrollTop = top;
  if (focused) host.querySelector(`[data-contact="${focused}"]`)?.focus();
}

/** Keeps `host` showing all contacts; `pick(id)` is called on a press. Gives a function that redraws. */
export function showContacts(host, pick, isOpen) {
  const draw = () => show(host, pick, isOpen);
  onChange(draw);
  return draw;
}

function field(label, name, given = {}) {
  return el("label", { className: "field" }, label, el("input", { type: "text", name, dir: "auto", autocomplete: "off", ...given }));
}

function contactFrom(form) {
  const given = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));
  for (const name of ["latitude", "longitude"]) if (name in given) given[name] = Number(given[name]);
  return given;
}

function contactForm(close, pick) {
  const form = el("form", {},
    field("First name", "first_name", { required: true, autofocus: true }), field("Last name", "last_name"),
    field("Language code of their phone", "language_code", { placeholder: "hi, ta, ur, en …" }),
    field("Town", "town"), field("Trade", "trade"),
    el("div", { className: "dialog-row" }, field("Latitude", "latitude", { inputmode: "decimal" }), field("Longitude", "longitude", { inputmode: "decimal" })),
    el("div", { className: "dialog-row" }, button("Cancel", close), el("button", { type: "submit", className: "main" }, "Add")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tellFailure(async () => {
      const contact = await addContact(contactFrom(form));
      await refresh();
      close();
      if (contactOf(contact.id)) pick(contact.id);
    });
  });
  return form;
}

/** Asks for a new contact's particulars, adds them and opens their chat. */
export function askNewContact(pick) {
  openDialog("New contact", (close) => [contactForm(close, pick)]);
}
