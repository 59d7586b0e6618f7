/** The windows for deep links and inline queries. */

import { askInline } from "./api.js";
import { openDialog } from "./dialog.js";
import { button, el } from "./dom.js";
import { known } from "./store.js";
import { tellFailure } from "./toast.js";

/** Asks for a payload and opens the bot with it, as a t.me link would. */
export function askDeepLink(start) {
  openDialog("Open with a deep link", (close) => {
    const input = el("input", { type: "text", name: "payload", autofocus: true, autocomplete: "off", maxlength: 64, pattern: "[A-Za-z0-9_\\-]*" });
    const form = el("form", {}, el("label", { className: "field" }, `t.me/${known.bot.username}?start=`, input),
      el("div", { className: "dialog-row" }, button("Cancel", close), el("button", { type: "submit", className: "main" }, "Open")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      close();
      start(input.value.trim());
    });
    return [form];
  });
}

function card(result) {
  const text = result.input_message_content?.message_text || result.caption || "";
  const more = text ? el("details", {}, el("summary", {}, "What it would post"), el("p", { className: "words", dir: "auto" }, text)) : null;
  return el("li", { className: "card" }, el("b", { dir: "auto" }, result.title || result.type), el("span", { dir: "auto" }, result.description || ""), more);
}

/** Asks the bot inline queries as `contact` and shows the cards it answers with. */
export function askInlineQuery(contact, query = "") {
  openDialog("Inline mode", (close) => {
    const results = el("ul", { className: "results", "aria-live": "polite" });
    const input = el("input", { type: "text", name: "query", value: query, autofocus: true, autocomplete: "off", dir: "auto" });
    const form = el("form", {}, el("label", { className: "field" }, `@${known.bot.username}`, input),
      el("div", { className: "dialog-row" }, button("Close", close), el("button", { type: "submit", className: "main" }, "Ask")), results);
    const ask = async (event) => {
      event?.preventDefault();
      results.replaceChildren(el("li", {}, "Asking …"));
      const answer = await tellFailure(() => askInline(contact.id, input.value));
      const cards = (answer?.results || []).map(card);
      results.replaceChildren(...(cards.length ? cards : [el("li", {}, "No results.")]));
    };
    form.addEventListener("submit", ask);
    if (query) ask();
    return [form];
  });
}
