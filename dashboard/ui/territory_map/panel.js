// One panel = one map and its legend. Paths are created once per level; new values only restyle.

import { FICTITIOUS, html, svg } from "../js/paper.js";
import { describePair, spokenPair } from "./crossing.js";
import {
  DEMO,
  ESTIMATED,
  IMPORTED,
  NO_DATA,
  STATUS_WORDS,
  classOf,
  describe,
  formatInterval,
  formatValue,
  reachOf,
  statusOf,
  summarise,
} from "./format.js";
import { PAGE_THEME, drawLegend, shade, textures } from "./legend.js";
import { drawPlot } from "./plot.js";

const CIRCLE_SHARE = 0.042; // radius of the largest circle, as a share of the map width
let panelCount = 0;

export function createPanel(geometry, shape) {
  panelCount += 1;
  const prefix = `tm${panelCount}`;
  const panel = { prefix, geometry, shape, legendSize: "", plot: null, plotHeight: 360 };
  Object.assign(panel, { fills: [], spoken: [], circles: [], exports: {} });

  panel.title = html("div", "tm-title");
  panel.title.id = `${prefix}-title`;
  panel.subtitle = html("div", "tm-subtitle");
  panel.head = html("div", "tm-head");
  panel.head.append(panel.title, panel.subtitle);

  panel.defs = textures(prefix, PAGE_THEME);
  panel.paths = shape.d.map((d, index) =>
    svg("path", { d, class: "tm-t", "data-i": index, role: "button", tabindex: -1 }),
  );
  const layer = (name) => svg("path", { class: `tm-over tm-${name}`, "aria-hidden": "true" });
  panel.over = Object.fromEntries(
    ["hatch", "demo", "halo", "dots", "hover", "selhalo", "selected", "focushalo", "focus"].map(
      (name) => [name, layer(name)],
    ),
  );
  panel.over.hatch.setAttribute("fill", `url(#${prefix}-est)`);
  panel.over.demo.setAttribute("fill", `url(#${prefix}-demo)`);
  panel.borders = svg("path", { class: "tm-over tm-borders", "aria-hidden": "true" });
  panel.nameLayer = svg("g", { class: "tm-names", "aria-hidden": "true" });
  panel.circleLayer = svg("g", { class: "tm-circles", "aria-hidden": "true" });
  panel.frames = svg("g", { class: "tm-frames", "aria-hidden": "true" });
  for (const frame of geometry.frames) panel.frames.append(svg("path", { d: frame.d }));
  panel.frameLabels = geometry.frames.map((frame) => {
    const node = svg("text", {});
    node.textContent = frame.name;
    panel.frames.append(node);
    return node;
  });

  panel.map = svg("svg", {
    class: "tm-map",
    viewBox: geometry.viewBox.join(" "),
    preserveAspectRatio: "xMidYMid meet",
    role: "group",
  });
  panel.map.append(
    panel.defs,
    panel.frames,
    ...panel.paths,
    panel.over.hatch,
    panel.over.demo,
    panel.borders,
    panel.circleLayer,
    ...["halo", "dots", "hover", "selhalo", "selected", "focushalo", "focus"].map(
      (name) => panel.over[name],
    ),
    panel.nameLayer,
  );

  panel.summary = html("p", "tm-hidden");
  panel.summary.id = `${prefix}-summary`;
  panel.map.setAttribute("aria-describedby", panel.summary.id);
  panel.watermark = html("div", "tm-watermark", FICTITIOUS);
  panel.watermark.setAttribute("aria-hidden", "true");
  panel.stage = html("div", "tm-stage");
  panel.stage.append(panel.map, panel.watermark);

  panel.legend = svg("svg", { class: "tm-legend-box", "aria-hidden": "true" });
  panel.source = html("div", "tm-source");
  panel.tools = html("div", "tm-tools");
  panel.foot = html("div", "tm-foot");
  panel.foot.append(panel.source, panel.tools);
  panel.side = html("div", "tm-side");
  panel.side.append(panel.legend, panel.foot);

  panel.figure = html("figure", "tm-panel");
  panel.figure.setAttribute("aria-labelledby", panel.title.id);
  panel.figure.append(panel.head, panel.stage, panel.side, panel.summary);
  return panel;
}

// Names stand outside the frames: inside, they would cover the islands.
export function frameNamePoint(frame, units, size) {
  const [x, y, width, height] = frame.box;
  if (frame.side === "right-bottom") return [x + width + 4 * units, y + height - 2 * units];
  if (frame.side === "right-top") return [x + width + 4 * units, y + size * units];
  return [x, y + height + size * units];
}

// On a small map a name wider than its frame would run into the next one.
export function frameNameSize(frame, units, wanted) {
  if (frame.side !== "below") return wanted;
  return Math.max(7, Math.min(wanted, frame.box[2] / units / (frame.name.length * 0.52)));
}

// Where a circle or a mark is drawn: the enlarged copy when there is one, since the true place is too small.
export function circlePoint(shape, index) {
  return (shape.inset && shape.inset[shape.ids[index]]) || shape.label[index];
}

function joined(layer, shape, status, keep) {
  let d = "";
  for (let i = 0; i < shape.d.length; i += 1) {
    if (statusOf(layer, i) === status && (!keep || keep(i))) d += shape.d[i];
  }
  return d;
}

// Compared with a remembered string: reading back a 50 kB attribute is not free.
export const drawn = new WeakMap();

export function setD(node, d) {
  if (drawn.get(node) === d) return;
  drawn.set(node, d);
  node.setAttribute("d", d);
}

export function paintOverlays(panel, keep = null) {
  const { layer, shape, over } = panel;
  const areas = layer.kind !== "circles";
  setD(over.hatch, areas ? joined(layer, shape, ESTIMATED, keep) : "");
  setD(over.demo, areas ? joined(layer, shape, DEMO, keep) : "");
  let dots = "";
  for (let i = 0; i < shape.ids.length; i += 1) {
    if (statusOf(layer, i) !== IMPORTED || (keep && !keep(i))) continue;
    const [x, y] = circlePoint(shape, i);
    dots += `M${x} ${y}h.1`;
  }
  setD(over.halo, dots);
  setD(over.dots, dots);
}

function paintCircles(panel) {
  const { layer, shape } = panel;
  const wanted = layer.kind === "circles";
  panel.circleLayer.style.display = wanted ? "" : "none";
  if (!wanted) return;
  if (!panel.circles.length) {
    panel.circles = shape.ids.map((_, index) => {
      const [cx, cy] = circlePoint(shape, index);
      return svg("circle", { cx, cy, r: 0 });
    });
  }
  // Small circles above large ones, otherwise they vanish under their neighbour.
  const size = (index) => Math.abs(layer.v[index] || 0);
  const order = [...shape.ids.keys()].sort((a, b) => size(b) - size(a));
  panel.circleLayer.replaceChildren(...order.map((index) => panel.circles[index]));
  layer.colors.forEach((colour, rank) => {
    panel.defs.querySelector(`#${panel.prefix}-circle${rank || ""} rect`).style.fill = colour;
  });
  panel.circles.forEach((node, index) => {
    const status = statusOf(layer, index);
    const hatched = status === ESTIMATED;
    // The second colour, when there is one, is that of losses.
    const rank = layer.v[index] < 0 && layer.colors.length > 1 ? 1 : 0;
    const texture = `url(#${panel.prefix}-circle${rank || ""})`;
    node.setAttribute("fill", hatched ? texture : layer.colors[rank]);
    node.setAttribute("class", hatched ? "tm-soft" : "");
  });
}

export function circleRadius(panel, mapWidth) {
  const reach = reachOf(panel.stats) || 1;
  return (value) => Math.sqrt(Math.abs(value || 0) / reach) * mapWidth * CIRCLE_SHARE;
}

export function fillOf(panel, index, theme = PAGE_THEME) {
  const { layer } = panel;
  if (layer.v[index] === null) return `url(#${panel.prefix}-nd)`;
  if (layer.kind === "circles") return "";
  const colour = layer.colors[classOf(layer, layer.v[index])];
  // The plot of a crossing has the colours of its map.
  return layer.cross ? colour : shade(colour, theme);
}

export function spoken(panel, index) {
  const { layer, shape } = panel;
  if (layer.cross) return spokenPair(panel, index);
  const interval = formatInterval(layer, index);
  const status = statusOf(layer, index);
  const parts = [`${shape.names[index]} (${shape.codes[index]})`, formatValue(layer, index)];
  if (interval) parts.push(`intervalle ${interval}`);
  if (status !== NO_DATA) parts.push(STATUS_WORDS[status]);
  return parts.join(", ");
}

export function updatePanel(panel, layer, level, demo, isInside) {
  panel.layer = layer;
  panel.level = level;
  panel.stats = summarise(layer, layer.cross ? undefined : isInside);
  panel.title.textContent = layer.title;
  panel.subtitle.textContent = layer.subtitle;
  panel.map.setAttribute("aria-label", `Carte : ${layer.title}`);
  panel.summary.textContent = layer.cross
    ? describePair(layer, panel.stats, level)
    : describe(layer, panel.stats, level, panel.shape.names);
  panel.watermark.hidden = !demo;
  const cited = layer.sources.length ? `Source : ${layer.sources.join(" ; ")}` : "";
  panel.source.textContent = [cited, layer.method].filter(Boolean).join(" – ");
  panel.source.title = panel.source.textContent;
  setD(panel.borders, level === "departement" ? panel.geometry.borders.region : "");
  panel.paths.forEach((path, index) => {
    const fill = fillOf(panel, index);
    if (panel.fills[index] !== fill) {
      panel.fills[index] = fill;
      if (fill) path.setAttribute("fill", fill);
      else path.removeAttribute("fill");
      path.classList.toggle("tm-plain", !fill);
    }
    const name = spoken(panel, index);
    if (panel.spoken[index] === name) return;
    panel.spoken[index] = name;
    path.setAttribute("aria-label", name);
  });
  for (const [format, node] of Object.entries(panel.exports)) {
    node.setAttribute("aria-label", `Télécharger la carte « ${layer.title} » en ${format}`);
  }
  panel.exports.CSV.hidden = !layer.file;
  paintOverlays(panel);
  paintCircles(panel);
  panel.legendSize = "";
  panel.plot = null;
}

export function layoutLegend(panel, width, mapWidth) {
  const size = `${width} ${panel.plotHeight} ${mapWidth}`;
  if (panel.legendSize === size) return;
  panel.legendSize = size;
  const { layer, stats, level, prefix } = panel;
  const radius = circleRadius(panel, mapWidth);
  panel.plot = layer.cross
    ? drawPlot(layer, stats, width, panel.plotHeight, PAGE_THEME, `${prefix}l`)
    : null;
  const drawn =
    panel.plot ?? drawLegend(layer, stats, level, width, PAGE_THEME, `${prefix}l`, radius);
  panel.legend.setAttribute("width", width);
  panel.legend.setAttribute("height", Math.ceil(drawn.height));
  // A sheet of paper is narrower than the screen it is drawn for: the whole legend shrinks with it.
  panel.legend.setAttribute("viewBox", `0 0 ${width} ${Math.ceil(drawn.height)}`);
  panel.legend.replaceChildren(drawn.node);
}

export function emphasise(panel, rank) {
  const inside = (index) =>
    panel.layer.v[index] !== null && classOf(panel.layer, panel.layer.v[index]) === rank;
  const active = rank !== null;
  panel.paths.forEach((path, index) => {
    path.classList.toggle("tm-dim", active && !inside(index));
    panel.plot?.dots[index]?.node.classList.toggle("tm-dim", active && !inside(index));
  });
  paintOverlays(panel, active ? inside : null);
}
