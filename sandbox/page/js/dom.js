/** Builds DOM nodes from names, properties and text; text never becomes markup. */

const PROPERTIES = new Set(["className", "value", "type", "disabled", "hidden", "tabIndex", "dir", "id", "multiple"]);

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (PROPERTIES.has(name)) node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** Makes <tag> with properties, attributes, `on…` listeners and children (nodes, text, or null for none). */
export function el(tag, given = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) set(node, name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** Makes an SVG element with attributes and children. */
export function svg(tag, given = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(given)) set(node, name, value);
  node.append(...children);
  return node;
}

/** Makes a push button that is named by its text. */
export function button(text, onclick, given = {}) {
  return el("button", { type: "button", onclick, ...given }, text);
}

/** Makes a small drawing in the colour of the text around it. */
export function icon(path) {
  return svg("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, svg("path", { d: path }));
}

/** Makes a button that shows a sign and is named by `label`. */
export function signButton(sign, label, onclick, given = {}) { // `sign` is text or a drawing
  const face = el("span", { "aria-hidden": "true" }, sign);
  return el("button", { type: "button", onclick, "aria-label": label, title: label, ...given }, face);
}

/** Gives the URL if its scheme is one we open, else null. */
export function openable(address) {
  try {
    const url = new URL(address, location.href);
    return ["http:", "https:", "tg:"].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}
