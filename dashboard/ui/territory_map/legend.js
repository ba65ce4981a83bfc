// Textures and the histogram legend. The same code draws the page and the exported files:
// every colour comes from `theme`, so that an export is white whatever the page looks like.

import { label, svg } from "../js/paper.js";
import {
  DEMO,
  ESTIMATED,
  IMPORTED,
  LEVEL_WORDS,
  NO_DATA,
  OBSERVED,
  classOf,
  formatLimit,
  missingOf,
  reachOf,
} from "./format.js";

export const PAGE_THEME = {
  text: "var(--tm-text)",
  muted: "var(--tm-muted)",
  line: "var(--tm-line)",
  neutral: "var(--tm-neutral)",
  ndFill: "var(--tm-nd)",
  ndDot: "var(--tm-nd-dot)",
  background: "var(--tm-background)",
};

// The colour of a class as the page shows it. On a dark ground the classes keep their hue and the
// order of their weight: what stands out on white must stand out there too. Paper is white.
export function shade(colour, theme) {
  return theme === PAGE_THEME ? `light-dark(${colour}, ${onDark(colour)})` : colour;
}

export function onDark(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const [high, low] = [Math.max(r, g, b), Math.min(r, g, b)];
  const [lightness, span] = [(high + low) / 2, high - low];
  const saturation = span && span / (1 - Math.abs(2 * lightness - 1));
  const turn = high === r ? (g - b) / span : high === g ? 2 + (b - r) / span : 4 + (r - g) / span;
  const hue = span && ((60 * turn + 360) % 360);
  const percent = (part) => `${(100 * part).toFixed(0)}%`;
  return `hsl(${hue.toFixed(0)} ${percent(saturation)} ${percent(0.92 - 0.78 * lightness)})`;
}

// A dark and a light line side by side: one of them shows on any fill, and in grey print.
function hatchLines(size, vertical) {
  const line = (offset, colour, opacity, width) =>
    svg("path", {
      d: vertical ? `M${offset} 0V${size}` : `M0 ${offset}H${size}`,
      style: `stroke:${colour};stroke-opacity:${opacity};stroke-width:${width};fill:none`,
    });
  return [line(1, "#111", 0.62, 1), line(2, "#fff", 0.6, 1)];
}

// Texture ids carry a prefix: two panels live in one shadow root.
export function textures(prefix, theme, circleColours = ["#888", "#888"]) {
  const pattern = (id, size, angle, children) =>
    svg(
      "pattern",
      {
        id: `${prefix}-${id}`,
        width: size,
        height: size,
        patternUnits: "userSpaceOnUse",
        "data-angle": angle,
        patternTransform: `rotate(${angle})`,
      },
      children,
    );
  const ground = (colour, size) =>
    svg("rect", { width: size, height: size, style: `fill:${colour}` });
  const dot = (at) => svg("circle", { cx: at, cy: at, r: 0.9, style: `fill:${theme.ndDot}` });
  return svg("defs", {}, [
    pattern("est", 6, 45, hatchLines(6, true)),
    pattern("demo", 7, 45, [...hatchLines(7, true), ...hatchLines(7, false)]),
    pattern("nd", 8, 0, [ground(theme.ndFill, 8), dot(2), dot(6)]),
    ...circleColours.map((colour, rank) =>
      pattern(`circle${rank || ""}`, 5, 45, [ground(colour, 5), ...hatchLines(5, true)]),
    ),
  ]);
}

// Textures keep their size on screen whatever the zoom.
export function scaleTextures(defs, unitsPerPixel) {
  for (const node of defs.children) {
    const angle = node.getAttribute("data-angle");
    node.setAttribute("patternTransform", `rotate(${angle}) scale(${unitsPerPixel.toFixed(3)})`);
  }
}

// Width, in pixels, no character of the legend exceeds on average.
const WIDEST_CHARACTER = 5.9;
const MOST_COLUMNS = 2;

function histogram(layer, stats, width, theme, plural) {
  const group = svg("g");
  const count = layer.colors.length;
  const bar = Math.min(58, (width - 24) / count);
  const left = 12;
  const base = 50;
  const tallest = Math.max(1, ...stats.classes);
  const unit = layer.unit || "valeur";
  const key = `Hauteur des barres : nombre de ${plural}`;
  group.append(label(unit, 0, 10, theme, { bold: true }));
  // Side by side only where both fit; the counts above the bars speak for themselves.
  if (width > (unit.length + key.length) * WIDEST_CHARACTER) {
    group.append(label(key, width, 10, theme, { anchor: "end", muted: true, size: 10 }));
  }
  layer.colors.forEach((colour, rank) => {
    const x = left + rank * bar;
    const size = (stats.classes[rank] / tallest) * 22;
    const item = svg("g", { class: "tm-class", "data-class": rank });
    item.append(
      svg("rect", { x, y: 16, width: bar, height: 58, style: "fill:transparent" }),
      svg("rect", {
        x: x + 1,
        y: base - size,
        width: bar - 2,
        height: size,
        style: `fill:${shade(colour, theme)};stroke:${theme.line};stroke-width:.5`,
      }),
      svg("rect", {
        x: x + 1,
        y: base + 3,
        width: bar - 2,
        height: 6,
        style: `fill:${shade(colour, theme)};stroke:${theme.line};stroke-width:.5`,
      }),
      label(String(stats.classes[rank]), x + bar / 2, base - size - 3, theme, {
        size: 10,
        anchor: "middle",
        muted: true,
      }),
    );
    group.append(item);
  });
  limits(layer, stats, left, bar, theme).forEach((node) => group.append(node));
  return { node: group, height: 74 };
}

// One line per category, in as many columns as fit: its colour, its name, how many territories.
function categories(layer, stats, width, theme) {
  const group = svg("g");
  if (layer.unit) group.append(label(layer.unit, 0, 10, theme, { bold: true }));
  const top = layer.unit ? 18 : 2;
  const texts = layer.names.map((name, rank) => `${name} (${stats.classes[rank]})`);
  const widest = 23 + Math.max(...texts.map((text) => text.length)) * WIDEST_CHARACTER + 10;
  const columns = Math.max(1, Math.min(MOST_COLUMNS, Math.floor(width / widest)));
  const rows = Math.ceil(texts.length / columns);
  texts.forEach((text, rank) => {
    const x = Math.floor(rank / rows) * widest;
    const y = top + (rank % rows) * 18;
    const swatch = { x: x + 0.5, y: y + 0.5, width: 17, height: 11 };
    const item = svg("g", { class: "tm-class", "data-class": rank });
    item.append(
      svg("rect", { ...swatch, style: `fill:${shade(layer.colors[rank], theme)};stroke:${theme.line}` }),
      label(text, x + 23, y + 10, theme),
    );
    group.append(item);
  });
  return { node: group, height: top + rows * 18 };
}

function limits(layer, stats, left, bar, theme) {
  const nodes = [];
  const put = (value, x, options) => {
    nodes.push(
      svg("path", { d: `M${x} 59v5`, style: `stroke:${theme.muted};stroke-width:1` }),
      label(formatLimit(value), x, 73, theme, { size: 10.5, anchor: "middle", ...options }),
    );
  };
  const diverging = layer.kind === "diverging";
  layer.breaks.forEach((value, rank) => {
    put(value, left + (rank + 1) * bar, { bold: diverging && value === 0 });
  });
  if (diverging && !layer.breaks.includes(0) && stats.known) {
    // No limit at zero: place the mark inside its class, open ends closed by the data.
    const edges = [
      Math.min(stats.low, layer.breaks[0]),
      ...layer.breaks,
      Math.max(stats.high, layer.breaks[layer.breaks.length - 1]),
    ];
    const rank = classOf(layer, 0);
    const span = edges[rank + 1] - edges[rank];
    const share = span > 0 ? Math.min(1, Math.max(0, -edges[rank] / span)) : 0.5;
    const x = left + (rank + share) * bar;
    nodes.push(svg("path", { d: `M${x} 60l-4 5h8z`, style: `fill:${theme.text}` }));
    nodes.push(label("0", x, 76, theme, { size: 10.5, anchor: "middle", bold: true }));
  }
  return nodes;
}

function roundScale(high) {
  const power = 10 ** Math.floor(Math.log10(high));
  const step = [5, 2, 1].find((factor) => factor * power <= high);
  return step * power;
}

function circleLegend(layer, stats, radius, theme) {
  const group = svg("g");
  group.append(label(layer.unit || "valeur", 0, 10, theme, { bold: true }));
  const reach = reachOf(stats);
  if (!(reach > 0)) return { node: group, height: 18 };
  const top = roundScale(reach);
  const bottom = 18 + 2 * radius(top);
  let x = 0;
  [top, top / 5, top / 20].forEach((value) => {
    const r = radius(value);
    if (value < 1 && layer.dec === 0) return;
    group.append(
      svg("circle", {
        cx: x + r,
        cy: bottom - r,
        r,
        style: `fill:${layer.colors[0]};fill-opacity:.8;stroke:${theme.text};stroke-width:.8`,
      }),
      label(formatLimit(value), x + 2 * r + 4, bottom - r + 4, theme),
    );
    x += 2 * r + 52;
  });
  if (layer.colors.length === 1) return { node: group, height: bottom + 4 };
  const ways = layer.ways ?? ["en hausse", "en baisse"];
  ways.forEach((word, rank) => {
    const key = { cx: 6 + rank * (24 + ways[0].length * 6.6), cy: bottom + 14, r: 5.5 };
    const style = `fill:${layer.colors[rank]};fill-opacity:.8;stroke:${theme.text};stroke-width:.8`;
    group.append(svg("circle", { ...key, style }), label(word, key.cx + 10, key.cy + 4, theme));
  });
  return { node: group, height: bottom + 24 };
}

// Only what the map shows: a status absent from the map has no swatch.
function statusKeys(layer, stats) {
  const circles = layer.kind === "circles";
  const shown = [];
  const { statuses } = stats;
  const mixed = stats.known > statuses[OBSERVED];
  if (statuses[OBSERVED] && mixed) shown.push(["plain", `observé (${statuses[OBSERVED]})`]);
  if (statuses[IMPORTED]) shown.push(["dot", `importé localement (${statuses[IMPORTED]})`]);
  if (statuses[ESTIMATED]) {
    shown.push([circles ? "circle" : "est", `estimation (${statuses[ESTIMATED]})`]);
  }
  if (statuses[DEMO]) shown.push(["demo", `donnée fictive (${statuses[DEMO]})`]);
  if (statuses[NO_DATA]) shown.push(["nd", `${missingOf(layer)} (${statuses[NO_DATA]})`]);
  return shown;
}

function statusRow(layer, stats, width, top, theme, prefix) {
  const group = svg("g");
  // A grey no class uses: a swatch must not be taken for a class.
  const ground = "#c3c9d0";
  let x = 0;
  let y = top;
  for (const [texture, text] of statusKeys(layer, stats)) {
    const size = 24 + text.length * 5.6 + 12;
    if (x > 0 && x + size > width) {
      x = 0;
      y += 18;
    }
    const box = { x: x + 0.5, y: y + 0.5, width: 17, height: 11 };
    group.append(svg("rect", { ...box, style: `fill:${ground};stroke:${theme.line}` }));
    if (texture === "dot") group.append(...mark(x + 9, y + 6));
    else if (texture !== "plain") {
      group.append(svg("rect", { ...box, fill: `url(#${prefix}-${texture})` }));
    }
    group.append(label(text, x + 23, y + 10, theme));
    x += size;
  }
  return { node: group, height: y - top + (x > 0 ? 16 : 0) };
}

export function mark(x, y) {
  return [
    svg("circle", { cx: x, cy: y, r: 3.6, style: "fill:#fff" }),
    svg("circle", { cx: x, cy: y, r: 2.2, style: "fill:#111" }),
  ];
}

function drawScale(layer, stats, level, width, theme, radius) {
  if (layer.kind === "circles") return circleLegend(layer, stats, radius, theme);
  if (layer.names) return categories(layer, stats, width, theme);
  return histogram(layer, stats, width, theme, LEVEL_WORDS[level][1]);
}

// Returns { node, height }; `prefix` names textures drawn at scale 1.
export function drawLegend(layer, stats, level, width, theme, prefix, radius) {
  const scale = drawScale(layer, stats, level, width, theme, radius);
  const row = statusRow(layer, stats, width, scale.height + 6, theme, prefix);
  const defs = textures(prefix, theme, layer.colors.slice(0, 2));
  const group = svg("g", { class: "tm-legend" }, [defs, scale.node, row.node]);
  return { node: group, height: scale.height + (row.height ? row.height + 6 : 2) };
}
