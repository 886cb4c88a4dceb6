// SPDX-License-Identifier: EUPL-1.2
// The atlas: a map that one can move takes the place of the drawn one. Numbers, words and colours are those of the page; the outlines come
// from the house. Where the browser cannot draw it, the page stays as it was.
import { Map as Moving, Marker, Popup } from "../maplibre/maplibre-gl.mjs";
import { onMap } from "./laea.js";

const root = document.querySelector("[data-atlas]");
const live = root.querySelector(".atlas-live");
const rows = new Map([...root.querySelectorAll("tr[data-region]")].map((tr) => [tr.dataset.region, tr]));
const CENTRE = [5215000, 3838000]; // metres of the plane: the middle of the Baltic states

/** What a class of the drawn maps looks like now, in the light or the dark. */
function look(style, what = "fill") {
  const probe = live.querySelector(".atlas-probe");
  let e = probe.querySelector(`.${style}`);
  if (!e) {
    e = document.createElementNS("http://www.w3.org/2000/svg", "path");
    e.setAttribute("class", style);
    probe.append(e);
  }
  return getComputedStyle(e)[what];
}

/** The outlines on the plane, and the places of names. */
function laid(outlines) {
  const places = [];
  for (const f of outlines.features) {
    f.geometry.coordinates = f.geometry.coordinates.map((rings) => rings.map((ring) => ring.map((p) => onMap(p, CENTRE))));
    if (f.properties.layer !== "region") continue;
    const at = onMap(f.properties.label, CENTRE);
    const box = boxOf([f]);
    f.properties.known = "value" in f.properties;
    places.push({ type: "Feature", properties: { ...f.properties, at, box, size: (box[2] - box[0]) * (box[3] - box[1]) }, geometry: { type: "Point", coordinates: at } });
  }
  return { land: outlines, places };
}

function boxOf(features) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const f of features) {
    for (const [x, y] of f.geometry.coordinates.flat(2)) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  }
  return box;
}

const corners = (b) => [[b[0], b[1]], [b[2], b[3]]];
const state = (name, yes, no) => ["case", ["boolean", ["feature-state", name], false], yes, no];
const bySign = (of) => ["match", ["get", "sign"], 1, of(1), 2, of(2), 3, of(3), of(0)];

/** How everything is painted, by layer; asked again when light turns to dark. */
function paints(styles) {
  const ours = bySign((n) => look(`c-o${n}`, "stroke"));
  return {
    water: { "background-color": look("c-water") },
    land: { "fill-color": look("c-land"), "fill-antialias": false },
    coast: { "line-color": look("c-land", "stroke"), "line-width": 0.8 },
    fills: { "fill-color": styles.length ? ["match", ["get", "style"], ...styles.flatMap((s) => [s, look(s)]), look("c-land")] : look("c-land"), "fill-antialias": false },
    unknown: { "fill-pattern": "hatch", "fill-antialias": false },
    borders: { "line-color": styles.length ? look("c-paper") : look("c-land", "stroke"), "line-width": 0.9 },
    under: { "line-color": look("c-under", "stroke"), "line-width": 4.4 },
    ours: { "line-color": ours, "line-width": 2.2 },
    chosen: { "line-color": look("c-ink"), "line-width": state("chosen", 3.2, state("near", 1.8, 0)) },
    discs: { "circle-radius": ["get", "radius"], "circle-color": bySign((n) => look(`c-d${n}`)), "circle-stroke-color": look("c-paper"), "circle-stroke-width": 1.2 },
  };
}

/** The hatch of "no data", drawn as the pictures have it. */
function hatch() {
  const size = 14;
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const c = canvas.getContext("2d");
  c.fillStyle = look("c-paper");
  c.fillRect(0, 0, size, size);
  c.strokeStyle = look("c-hatch", "stroke");
  c.lineWidth = 2;
  for (const d of [-size, 0, size]) {
    c.moveTo(d - 2, size + 2);
    c.lineTo(d + size + 2, -2);
  }
  c.stroke();
  return c.getImageData(0, 0, size, size);
}

function styleOf({ land, places }) {
  const styles = [...new Set(places.map((p) => p.properties.style).filter(Boolean))];
  const paint = paints(styles);
  const region = ["==", ["get", "layer"], "region"];
  const layer = (id, type, filter, source = "land", layout = {}) => ({ id, type, source, ...(filter ? { filter } : {}), layout, paint: paint[id] });
  const joined = { "line-join": "round", "line-cap": "round" };
  return {
    styles,
    version: 8,
    sources: { land: { type: "geojson", data: land, promoteId: "region" }, places: { type: "geojson", data: { type: "FeatureCollection", features: places.filter((p) => p.properties.radius > 0) } } },
    layers: [
      { id: "water", type: "background", paint: paint.water },
      layer("land", "fill", ["==", ["get", "layer"], "land"]),
      layer("coast", "line", ["==", ["get", "layer"], "land"], "land", joined),
      layer("fills", "fill", ["all", region, ["get", "known"]]),
      layer("unknown", "fill", ["all", region, ["!", ["get", "known"]]]),
      layer("borders", "line", region, "land", joined),
      layer("under", "line", ["has", "sign"], "land", joined),
      layer("ours", "line", ["has", "sign"], "land", joined),
      layer("chosen", "line", region, "land", joined),
      layer("discs", "circle", undefined, "places", { "circle-sort-key": ["-", ["get", "radius"]] }),
    ],
  };
}

/** Names with their numbers; where two would meet, the smaller one waits until there is room. */
function names(map, places) {
  const all = [...places].sort((a, b) => (b.properties.sign ? 1 : 0) - (a.properties.sign ? 1 : 0) || b.properties.size - a.properties.size).map(({ properties: p }) => {
    const box = document.createElement("div");
    box.className = `atlas-name${p.sign ? ` r${p.sign}` : ""}`;
    box.setAttribute("aria-hidden", "true"); // the list says it
    const value = document.createElement("b");
    value.textContent = rows.get(p.region)?.querySelector("td").textContent.trim() ?? "";
    box.append(p.name, value);
    const beside = p.radius > 0;
    new Marker({ element: box, anchor: beside ? "left" : "center", offset: beside ? [p.radius + 4, 0] : [0, 0] }).setLngLat(p.at).addTo(map);
    return { box, p };
  });
  const arrange = () => {
    const taken = places.filter((q) => q.properties.radius > 0).map(({ properties: { at, radius: r } }) => {
      const { x, y } = map.project(at);
      return [x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8];
    });
    for (const { box, p } of all) {
      const { x, y } = map.project(p.at);
      const [w, h] = [box.offsetWidth, box.offsetHeight];
      const left = p.radius > 0 ? x + p.radius + 4 : x - w / 2;
      const own = [left - 2, y - h / 2 - 1, left + w + 2, y + h / 2 + 1];
      const meets = taken.some((t) => own[0] < t[2] && own[2] > t[0] && own[1] < t[3] && own[3] > t[1]);
      box.classList.toggle("waits", meets);
      if (!meets) taken.push(own);
    }
  };
  map.on("move", arrange);
  map.on("resize", arrange);
  document.fonts.ready.then(arrange);
  arrange();
}

/** Choosing a region: by mouse or finger on the map, by mouse or key in the list. */
function choosing(map, places) {
  const at = new Map(places.map((p) => [p.properties.region, p.properties]));
  const mark = (region, name, yes) => region && map.setFeatureState({ source: "land", id: region }, { [name]: yes });
  let near, chosen, popup;

  const pass = (region) => {
    if (region === near) return;
    mark(near, "near", false);
    rows.get(near)?.classList.remove("near");
    near = region;
    mark(near, "near", true);
    rows.get(near)?.classList.add("near");
  };
  const press = (region, yes) => rows.get(region)?.querySelector("a").setAttribute("aria-pressed", String(yes));
  const leave = () => {
    mark(chosen, "chosen", false);
    press(chosen, false);
    chosen = undefined;
    popup = undefined;
  };
  const choose = (region, from) => {
    popup?.remove();
    const p = at.get(region);
    const about = root.querySelector(`template[data-about="${CSS.escape(region)}"]`);
    if (!p || !about) return;
    chosen = region;
    mark(region, "chosen", true);
    press(region, true);
    if (!map.getBounds().contains(p.at)) map.easeTo({ center: p.at });
    const one = new Popup({ maxWidth: "17rem", offset: p.radius > 0 ? p.radius : 8, className: "atlas-popup", focusAfterOpen: false }).setLngLat(p.at).setDOMContent(about.content.firstElementChild.cloneNode(true));
    one.on("close", () => {
      leave();
      from?.focus({ preventScroll: true });
    });
    popup = one.addTo(map);
    one.getElement().querySelector(".go a").focus(); // where one reads on; the number above it is read out with it
  };

  for (const [region, row] of rows) {
    const a = row.querySelector("a");
    // The page of the region is one step further, in what opens on the map; with a key held, the link leads there as every link does.
    a.setAttribute("role", "button");
    a.setAttribute("aria-pressed", "false");
    const act = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose(region, a);
    };
    a.addEventListener("click", act);
    a.addEventListener("keydown", (event) => { if (event.key === " ") act(event); });
    a.addEventListener("focus", () => pass(region));
    a.addEventListener("blur", () => pass(undefined));
    row.addEventListener("mouseenter", () => pass(region));
    row.addEventListener("mouseleave", () => pass(undefined));
  }
  const over = (event) => map.queryRenderedFeatures(event.point, { layers: ["discs", "fills", "unknown"] })[0]?.properties.region;
  map.on("mousemove", (event) => {
    const region = over(event);
    map.getCanvas().classList.toggle("over", Boolean(region));
    pass(region);
  });
  map.on("mouseout", () => pass(undefined));
  map.on("click", (event) => {
    const region = over(event);
    if (region) choose(region, map.getCanvas());
  });
  live.addEventListener("keydown", (event) => { if (event.key === "Escape") popup?.remove(); });
}

function tools(map, all) {
  const acts = { in: () => map.zoomIn(), out: () => map.zoomOut(), all: () => map.fitBounds(all, { padding: 24 }) };
  live.querySelector(".atlas-tools").addEventListener("click", (event) => acts[event.target.closest("[data-do]")?.dataset.do]?.());
}

/** Light or dark at once, as the rest of the page. */
function repaint(map, styles) {
  const again = () => {
    map.updateImage("hatch", hatch());
    for (const [layer, paint] of Object.entries(paints(styles))) {
      for (const [name, value] of Object.entries(paint)) map.setPaintProperty(layer, name, value);
    }
  };
  matchMedia("(prefers-color-scheme:dark)").addEventListener("change", again);
  new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-scheme"] });
}

async function start() {
  if (!CSS.supports("color", "light-dark(#000,#fff)") || !document.createElement("canvas").getContext("webgl2")) return;
  const answer = await fetch(root.dataset.atlas);
  if (!answer.ok) return;
  const ground = laid(await answer.json());
  const figure = root.querySelector("figure");
  figure.insertBefore(live, figure.querySelector("svg"));
  live.hidden = false;
  root.classList.add("is-live");
  const { styles, ...style } = styleOf(ground);
  const all = corners(boxOf(ground.land.features.filter((f) => f.properties.layer === "region")));
  const words = live.dataset;
  const map = new Moving({
    container: live.querySelector(".atlas-canvas"), style, bounds: all, fitBoundsOptions: { padding: 24 }, maxBounds: corners(boxOf(ground.land.features)), maxZoom: 11,
    attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, maxPitch: 0, renderWorldCopies: false, cooperativeGestures: true, fadeDuration: 0,
    locale: { "Map.Title": words.mapTitle, "Popup.Close": words.close, "CooperativeGesturesHandler.WindowsHelpText": words.zoomWith,
      "CooperativeGesturesHandler.MacHelpText": words.zoomWithMac, "CooperativeGesturesHandler.MobileHelpText": words.twoFingers },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.on("style.load", () => map.addImage("hatch", hatch(), { pixelRatio: 2 }));
  await map.once("load");
  map.setMinZoom(map.getZoom() - 0.4);
  names(map, ground.places);
  choosing(map, ground.places);
  tools(map, all);
  repaint(map, styles);
  for (const e of root.querySelectorAll("[data-atlas-help]")) e.hidden = false;
  await map.once("idle");
  root.dataset.ready = "";
}

start().catch(() => {
  root.classList.remove("is-live"); // the drawn map is there again
  live.hidden = true;
});
