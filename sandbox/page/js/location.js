/** Asks where the contact is: a press on a dot map of towns, a town's name, or "lat, lon". */

import { openDialog } from "./dialog.js";
import { button, el, svg } from "./dom.js";
import { TOWNS } from "./towns.js";

const WEST = 67.5, NORTH = 36, SCALE = 12, WIDTH = 360, HEIGHT = 350;
const LEFT = new Set(["Mumbai", "Ahmedabad", "Bengaluru", "Kochi", "Srinagar"]);
const RIGHT = new Set(["Delhi", "Kolkata", "Chennai", "Hyderabad", "Guwahati", "Lucknow", "Nagpur"]);
const REACH = 7; // how near a press must be to mean the town, in map units

const across = (longitude) => (longitude - WEST) * SCALE;
const down = (latitude) => (NORTH - latitude) * SCALE;

/** Reads "lat, lon" or a known town's name into a point; null if it is neither. */
export function readPlace(text) {
  const pair = text.match(/^\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*$/);
  if (pair) {
    const [latitude, longitude] = [Number(pair[1]), Number(pair[2])];
    return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
  }
  const wanted = text.trim().toLowerCase();
  const town = wanted && TOWNS.find(([name]) => name.toLowerCase().startsWith(wanted));
  return town ? { latitude: town[1], longitude: town[2] } : null;
}

function dot([name, latitude, longitude]) {
  const [x, y] = [across(longitude), down(latitude)];
  const spot = svg("g", { class: "town" }, svg("circle", { cx: x, cy: y, r: 2.8 }), svg("title", {}, name));
  if (LEFT.has(name)) spot.append(svg("text", { x: x - 5, y: y + 3, "text-anchor": "end" }, name));
  if (RIGHT.has(name)) spot.append(svg("text", { x: x + 5, y: y + 3 }, name));
  return spot;
}

function nearest(point) {
  const far = ([, latitude, longitude]) => Math.hypot(across(longitude) - point.x, down(latitude) - point.y);
  const town = TOWNS.reduce((best, next) => (far(next) < far(best) ? next : best));
  return far(town) < REACH ? town[0] : null;
}

function map(choose) {
  // The field beside it does all the map does, so assistive technology is spared the dots.
  const sheet = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "town-map", "aria-hidden": "true" });
  sheet.append(svg("rect", { width: WIDTH, height: HEIGHT, class: "sea" }), ...TOWNS.map(dot));
  sheet.addEventListener("click", (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(sheet.getScreenCTM().inverse());
    choose(nearest(point) || `${(NORTH - point.y / SCALE).toFixed(4)}, ${(WEST + point.x / SCALE).toFixed(4)}`);
  });
  return sheet;
}

function placeForm(contact, send, close) {
  const towns = el("datalist", { id: "towns" }, TOWNS.map(([name]) => el("option", { value: name })));
  const home = Number.isFinite(contact.latitude) ? `${contact.latitude}, ${contact.longitude}` : contact.town || "";
  const input = el("input", { type: "text", name: "place", list: "towns", value: home, autofocus: true, autocomplete: "off", "aria-describedby": "place-fault" });
  const fault = el("p", { className: "fault", id: "place-fault", role: "alert" });
  const form = el("form", {}, map((text) => {
    input.value = text;
    input.focus();
  }), el("label", { className: "field" }, "Town, or latitude, longitude", input), towns, fault,
  el("div", { className: "dialog-row" }, button("Cancel", close), el("button", { type: "submit", className: "main" }, "Send location")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const point = readPlace(input.value);
    if (!point) return void (fault.textContent = "Write a town from the list, or latitude and longitude such as 26.8467, 80.9462.");
    close();
    send(point);
  });
  return form;
}

/** Opens the window; `send({latitude, longitude})` is called with the place chosen. */
export function askLocation(contact, send) {
  openDialog("Share location", (close) => [placeForm(contact, send, close)]);
}
