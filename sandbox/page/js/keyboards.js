/** The buttons under a message and the keyboard that stands in for typing. */

import { button, el, openable } from "./dom.js";

function host(url) {
  const shown = url.protocol === "tg:" ? "tg" : url.host;
  return el("span", { className: "host" }, `${shown} ↗`);
}

function deepLink(url, username) {
  const ours = url.host === "t.me" && url.pathname === `/${username}`;
  return ours && url.searchParams.has("start") ? url.searchParams.get("start") : null;
}

function linkButton(key, deeds) {
  const url = openable(key.url);
  if (!url) return el("button", { type: "button", className: "key", disabled: true, dir: "auto" }, key.text);
  const payload = deepLink(url, deeds.username);
  if (payload !== null) return button(key.text, () => deeds.start(payload), { className: "key", dir: "auto" });
  return el("a", { className: "key", href: url.href, target: "_blank", rel: "noopener noreferrer" }, el("span", { dir: "auto" }, key.text), host(url));
}

async function press(node, act) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  await act();
  node.removeAttribute("aria-busy");
}

function inlineKey(key, messageId, deeds) {
  const given = { className: "key", dir: "auto" };
  const query = key.switch_inline_query_current_chat ?? key.switch_inline_query;
  if (key.url) return linkButton(key, deeds);
  if (key.callback_data !== undefined && key.callback_data !== null) {
    return button(key.text, (event) => press(event.currentTarget, () => deeds.tap(messageId, key.callback_data)), given);
  }
  if (typeof query === "string") return button(key.text, () => deeds.inline(query), given);
  if (key.copy_text) return button(key.text, () => navigator.clipboard.writeText(key.copy_text.text), given);
  return button(key.text, null, { ...given, disabled: true });
}

/** Draws the rows of buttons under message `messageId`; null if there are none. */
export function inlineKeyboard(rows, messageId, deeds) {
  if (!rows?.length) return null;
  const lines = rows.map((row) => el("div", { className: "key-row" }, row.map((key) => inlineKey(key, messageId, deeds))));
  return el("div", { className: "keys", role: "group", "aria-label": "Buttons of this message" }, lines);
}

/** Gives a reply keyboard's rows, [] when the message removes it, null when it says nothing of it. */
export function replyRows(markup) {
  if (!markup) return null;
  if (Array.isArray(markup)) return markup;
  if (markup.remove_keyboard) return [];
  return markup.keyboard || null;
}

function replyKey(key, deeds) {
  const text = typeof key === "string" ? key : key.text;
  const act = key.request_location ? () => deeds.location() : () => deeds.text(text);
  return button(text, act, { className: "key", dir: "auto" });
}

/** Draws the reply keyboard into `place`, hidden when there are no rows. */
export function showReplyKeyboard(place, rows, deeds) {
  place.hidden = !rows?.length;
  place.replaceChildren(...(rows || []).map((row) => el("div", { className: "key-row" }, row.map((key) => replyKey(key, deeds)))));
}
