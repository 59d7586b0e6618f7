/** Where the contact types: text field, command menu, attachments. */

import { getCommands } from "./api.js";
import { el, icon, signButton } from "./dom.js";
import { openMenu } from "./menu.js";
import { tellFailure, toast } from "./toast.js";

const CLIP = "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 4.8 4.8l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4L14.5 7.3";

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, 140)}px`;
}

function pickFile(accept, chosen) {
  const input = el("input", { type: "file", accept });
  input.addEventListener("change", () => input.files[0] && chosen(input.files[0]));
  input.click();
}

async function showCommands(opener, host, id, deeds) {
  const commands = await tellFailure(() => getCommands(id));
  if (!commands) return;
  if (!commands.length) return void toast("The bot has set no commands for this contact.");
  const items = commands.map(({ command, description }) => ({
    text: `/${command}`, note: description, chosen: () => deeds.text(`/${command}`),
  }));
  openMenu(opener, host, "Commands of the bot", items);
}

function attachments(deeds) {
  return [
    { text: "Share location", chosen: deeds.location },
    { text: "Send photo", chosen: () => pickFile("image/*", deeds.photo) },
    { text: "Send document", chosen: () => pickFile("", deeds.document) },
  ];
}

function textField(name, deeds) {
  const area = el("textarea", { rows: 1, dir: "auto", "aria-label": `Message as ${name}`, placeholder: "Message", maxlength: 4096 });
  const send = () => {
    const text = area.value.trim();
    if (!text) return;
    area.value = "";
    grow(area);
    deeds.text(text);
  };
  area.addEventListener("input", () => grow(area));
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  return { area, send };
}

/** Makes the typing row for contact `id`, known as `name`. */
export function makeComposer(id, name, deeds) {
  const form = el("form", { className: "composer" });
  const { area, send } = textField(name, deeds);
  const popup = { "aria-haspopup": "menu", "aria-expanded": "false", className: "round" };
  const commands = signButton("/", "Commands", () => showCommands(commands, form, id, deeds), popup);
  const attach = signButton(icon(CLIP), "Attach", () => openMenu(attach, form, "Attach", attachments(deeds)), popup);
  const submit = el("button", { type: "submit", className: "round send", "aria-label": "Send", title: "Send" }, el("span", { "aria-hidden": "true" }, "➤"));
  form.append(commands, attach, area, submit);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  return form;
}
