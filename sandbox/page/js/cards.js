/** Venues, places, files and pictures inside a message. */

import { el, openable, svg } from "./dom.js";

const pin = () => svg("svg", { viewBox: "0 0 200 70", class: "card-map", "aria-hidden": "true" },
  svg("path", { d: "M0 50 Q60 20 110 44 T200 30 M40 0 Q70 40 60 70 M150 0 Q120 40 140 70", class: "roads" }),
  svg("path", { d: "M100 48c-9-11-14-17-14-24a14 14 0 0 1 28 0c0 7-5 13-14 24z", class: "pin" }),
  svg("circle", { cx: 100, cy: 24, r: 5, class: "pin-eye" }));

const degrees = (place) => `${Number(place.latitude).toFixed(4)}, ${Number(place.longitude).toFixed(4)}`;

/** A card with the venue's title and address over its point. */
export function venueCard(venue) {
  const point = venue.location || venue;
  return el("div", { className: "card", role: "group", "aria-label": "Venue" }, pin(),
    el("b", { dir: "auto" }, venue.title), el("span", { dir: "auto" }, venue.address), el("small", {}, degrees(point)));
}

/** A card with a point. */
export function locationCard(point) {
  return el("div", { className: "card", role: "group", "aria-label": "Location" }, pin(), el("b", {}, "Location"), el("small", {}, degrees(point)));
}

function size(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

/** A link that downloads the file, with its name and size. */
export function documentCard(file) {
  const url = openable(file.url);
  const lines = el("span", { className: "lines" }, el("b", { dir: "auto" }, file.file_name || "file"),
    el("small", {}, [size(file.size), file.mime_type].filter(Boolean).join(" · ")));
  const sign = el("span", { className: "file-sign", "aria-hidden": "true" }, "↓");
  return el("a", { className: "file", href: url?.href, download: file.file_name || "file", "aria-label": `Download ${file.file_name || "file"}, ${size(file.size)}` }, sign, lines);
}

/** The picture itself; its caption stands in the message's text. */
export function photoCard(photo) {
  const url = openable(photo.url);
  return el("img", { className: "photo", src: url?.protocol.startsWith("http") ? url.href : null, alt: photo.caption || "Photo" });
}
