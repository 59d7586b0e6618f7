/** Turns the server's message HTML into nodes, keeping only an allow-list of tags. */

import { el, openable } from "./dom.js";

const PLAIN = new Set(["b", "strong", "i", "em", "u", "ins", "s", "del", "code", "pre", "blockquote"]);

function link(node, children) {
  const url = openable(node.getAttribute("href") || "");
  if (!url || !/^(https?|tg):/i.test(node.getAttribute("href").trim())) return children;
  return [el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", title: url.href }, children)];
}

function spoiler(children) {
  const shown = el("span", { className: "spoiler", tabIndex: 0, role: "button", "aria-label": "Hidden text, press to show" });
  const show = () => {
    shown.classList.add("shown");
    ["role", "aria-label", "tabindex"].forEach((name) => shown.removeAttribute(name));
  };
  shown.addEventListener("click", show);
  shown.addEventListener("keydown", (event) => event.key === "Enter" && show());
  shown.append(...children);
  return [shown];
}

function clean(node) {
  if (node.nodeType === Node.TEXT_NODE) return [node.data];
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const tag = node.localName;
  if (tag === "script" || tag === "style") return [];
  const children = [...node.childNodes].flatMap(clean);
  if (PLAIN.has(tag)) return [el(tag, {}, children)];
  if (tag === "a") return link(node, children);
  if (tag === "br") return ["\n"];
  if (tag === "tg-spoiler" || node.className === "tg-spoiler") return spoiler(children);
  return children;
}

/** Gives nodes and strings for `html`; tags outside the list leave only their text. */
export function safeNodes(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return [...parsed.body.childNodes].flatMap(clean);
}
