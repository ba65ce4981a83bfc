// The scatter plot that is the legend of a crossing: nine cells, one dot per territory. The same
// code draws the page and the exported files.

import { FICTITIOUS, label, svg, wrapText } from "../js/paper.js";
import {
  DEMO,
  ESTIMATED,
  IMPORTED,
  MISSING,
  NO_DATA,
  OBSERVED,
  formatLimit,
  statusOf,
} from "./format.js";
import { PAGE_THEME, mark, textures } from "./legend.js";

const STRIP = 18; // at the top and at the foot of the frame: names of the quadrants, no dot
const INSET = 8; // no dot is cut by the frame
const DOT = 4;
const INK = "#14181d";
const WARNING = "#b00020";
export const CROSSING_NOTE =
  "Un territoire est d’un groupe quand chaque côté du repère (tirets) a au moins 8 chances sur 10, " +
  "ou est compté ; il est indécis sinon.";
export const OUTSIDE_NOTE = "Triangle : valeur hors du cadre.";

function isDark(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return 0.299 * r + 0.587 * g + 0.114 * b < 140;
}

// « MG pour 100 000 hab. » under a title that already says it would be read twice.
function axisTitle(layer) {
  return layer.title.includes(layer.unit) ? layer.title : `${layer.title} (${layer.unit})`;
}

export function roundStep(span, count) {
  const power = 10 ** Math.floor(Math.log10(span / count));
  return [1, 2, 5, 10].find((factor) => factor * power >= span / count) * power;
}

// The reference always, then the limits of the classes, then round values where there is room.
export function plotTicks(axis, position, halfSize) {
  const ticks = [];
  const offer = (value, kind) => {
    const tick = { value, kind, at: position(value), half: halfSize(formatLimit(value)) };
    const collides = (other) => Math.abs(other.at - tick.at) < other.half + tick.half;
    if (!ticks.some(collides)) ticks.push(tick);
  };
  const [low, high] = axis.frame;
  offer(axis.ref, "reference");
  axis.lim.forEach((value) => offer(value, "limit"));
  const step = roundStep(high - low, 6);
  for (let value = Math.ceil(low / step) * step; value <= high; value += step) offer(value, "round");
  return ticks;
}

export function plotScale(axis, from, to) {
  const [low, high] = axis.frame;
  const at = (value) => from + ((value - low) / (high - low)) * (to - from);
  const clamp = (value) => Math.min(high, Math.max(low, value));
  return {
    at,
    inside: (value) => at(clamp(value)),
    beyond: (value) => (value < low ? -1 : value > high ? 1 : 0),
  };
}

// Corner of a quadrant: which side of each reference is favourable depends on the indicator.
function cornerOf(cross, quadrant) {
  const right = Boolean(quadrant % 2) === cross.x.up;
  const top = quadrant >= 2 === cross.y.up;
  return { right, top, rank: (top ? 6 : 0) + (right ? 2 : 0) };
}

function plotCells(layer, stats, box, edges, theme) {
  const cells = [];
  const counts = [];
  layer.colors.forEach((colour, rank) => {
    const [column, row] = [rank % 3, Math.floor(rank / 3)];
    const [left, right] = [edges.x[column], edges.x[column + 1]];
    const [bottom, top] = [edges.y[row], edges.y[row + 1]];
    const count = stats.classes[rank];
    const ink = isDark(colour) ? "#ffffff" : INK;
    const item = svg("g", { class: "tm-class", "data-class": rank });
    const size = { x: left, y: top, width: right - left, height: bottom - top };
    item.append(svg("rect", { ...size, fill: colour, stroke: "#ffffff", "stroke-width": 0.8 }));
    const y = top === box.top ? top + STRIP + 11 : top + 12;
    const text = label(String(count), left + 5, y, theme, { size: 10.5, bold: true });
    // A halo of the colour of the cell: dots come close to the counts.
    text.setAttribute("style", `fill:${ink};stroke:${colour};stroke-width:3;paint-order:stroke`);
    text.setAttribute("pointer-events", "none");
    if (right - left > 16) counts.push(text);
    cells.push(item);
  });
  return { cells, counts };
}

function plotNames(cross, colors, box) {
  const size = Math.min(11.5, box.width / 28);
  return cross.names.flatMap((name, quadrant) => {
    const { right, top, rank } = cornerOf(cross, quadrant);
    const text = `${name} (${cross.members[quadrant]})`;
    const width = Math.min(box.width / 2 - 2, text.length * size * 0.54 + 12);
    const x = right ? box.left + box.width - width : box.left;
    const y = top ? box.top : box.top + box.height - STRIP;
    const colour = colors[rank];
    const node = svg("text", {
      x: x + width / 2,
      y: y + STRIP / 2 + size * 0.36,
      "font-size": size.toFixed(1),
      "font-weight": 700,
      "text-anchor": "middle",
      fill: isDark(colour) ? "#ffffff" : INK,
      "pointer-events": "none",
    });
    node.textContent = text;
    const plate = { x, y, width, height: STRIP, fill: colour, "pointer-events": "none" };
    return [svg("rect", plate), node];
  });
}

// A path around (0, 0): a circle; a diamond for what is fictitious; a triangle towards a value
// that lies out of the frame.
function dotShape(status, beyond, size) {
  const [dx, dy] = beyond;
  if (dx || dy) {
    const turn = Math.atan2(-dy, dx);
    const corner = (angle, radius) =>
      `${(radius * Math.cos(turn + angle)).toFixed(2)} ${(radius * Math.sin(turn + angle)).toFixed(2)}`;
    return `M${corner(0, size * 1.5)}L${corner(2.4, size * 1.25)}L${corner(-2.4, size * 1.25)}Z`;
  }
  if (status === DEMO) return `M0 ${-size * 1.2}L${size * 1.2} 0L0 ${size * 1.2}L${-size * 1.2} 0Z`;
  return `M${-size} 0a${size} ${size} 0 1 0 ${2 * size} 0a${size} ${size} 0 1 0 ${-2 * size} 0Z`;
}

function dotNodes(status, beyond, size = DOT) {
  const d = dotShape(status, beyond, size);
  if (status === OBSERVED) {
    return [svg("path", { d, fill: INK, stroke: "#ffffff", "stroke-width": 1.2 })];
  }
  const colour = status === DEMO ? WARNING : INK;
  const ring = svg("path", { d, fill: "#ffffff", stroke: colour, "stroke-width": 1.4 });
  return status === IMPORTED ? [ring, svg("circle", { r: size / 2, fill: INK })] : [ring];
}

function plotDots(layer, scales) {
  const [across, upwards] = layer.layers;
  return layer.v.map((rank, index) => {
    if (rank === null) return null;
    const [x, y] = [across.v[index], upwards.v[index]];
    const beyond = [scales.x.beyond(x), scales.y.beyond(y)];
    const [left, top] = [scales.x.inside(x), scales.y.inside(y)];
    const node = svg(
      "g",
      {
        class: "tm-dot tm-class",
        "data-class": rank,
        "data-dot": index,
        transform: `translate(${left.toFixed(1)} ${top.toFixed(1)})`,
      },
      dotNodes(statusOf(layer, index), beyond),
    );
    return { x: left, y: top, beyond, node };
  });
}

function plotAxes(layer, box, scales, theme) {
  const { cross } = layer;
  const nodes = [];
  const path = (d, style) => nodes.push(svg("path", { d, fill: "none", ...style }));
  const right = box.left + box.width;
  const bottom = box.top + box.height;
  const rule = { stroke: INK, "stroke-width": 1.3, "stroke-dasharray": "5 3", "pointer-events": "none" };
  path(`M${scales.x.at(cross.x.ref)} ${box.top + STRIP}V${bottom - STRIP}`, rule);
  path(`M${box.left} ${scales.y.at(cross.y.ref)}H${right}`, rule);
  // Dots for the interval of a reference that is estimated: a shade would change the colours.
  const bound = { ...rule, "stroke-width": 1.1, "stroke-dasharray": "1.2 3.2" };
  for (const value of cross.x.span ?? []) {
    path(`M${scales.x.inside(value)} ${box.top + STRIP}V${bottom - STRIP}`, bound);
  }
  for (const value of cross.y.span ?? []) {
    path(`M${box.left} ${scales.y.inside(value)}H${right}`, bound);
  }
  path(`M${box.left} ${box.top}H${right}V${bottom}H${box.left}Z`, {
    style: `stroke:${theme.line}`,
    "pointer-events": "none",
  });
  const mark = { style: `stroke:${theme.muted}`, "stroke-width": 1 };
  const halfWidth = (text) => 3.2 * text.length + 2;
  for (const { value, kind, at: x } of plotTicks(cross.x, scales.x.at, halfWidth)) {
    path(`M${x} ${bottom}v4`, mark);
    nodes.push(tickLabel(value, kind, x, bottom + 15, "middle", theme));
  }
  for (const { value, kind, at: y } of plotTicks(cross.y, scales.y.at, () => 6)) {
    path(`M${box.left - 4} ${y}h4`, mark);
    nodes.push(tickLabel(value, kind, box.left - 6, y + 3.6, "end", theme));
  }
  return nodes;
}

// Title of an axis, then what it is compared to and how wide its middle class is.
function axisRows(title, axis, width) {
  const [low, high] = axis.lim.map(formatLimit);
  const note = `repère : ${axis.label} ; classe du milieu : de ${low} à ${high}`;
  return [
    ...wrapText(title, width, 11.5).map((text) => ({ text, bold: true, size: 11.5 })),
    ...wrapText(note, width, 10.5).map((text) => ({ text, muted: true, size: 10.5 })),
  ];
}

function axisRow({ text, ...options }, x, y, anchor, theme) {
  return label(text, x, y, theme, { anchor, ...options });
}

function tickLabel(value, kind, x, y, anchor, theme) {
  return label(formatLimit(value), x, y, theme, {
    size: 10.5,
    anchor,
    bold: kind === "reference",
    muted: kind === "round",
  });
}

// Only what the plot shows, with the mark of the dot and the texture of the map.
function plotKeys(layer, stats, dots, width, top, theme, prefix) {
  const group = svg("g");
  let [x, y] = [0, top];
  const put = (draw, text) => {
    const size = 44 + text.length * 5.5 + 8;
    if (x > 0 && x + size > width) [x, y] = [0, y + 17];
    group.append(...draw(x, y), label(text, x + 40, y + 10, theme));
    x += size;
  };
  const box = (left, up) => ({ x: left + 18.5, y: up + 0.5, width: 17, height: 11 });
  const at = (left, up, nodes) => svg("g", { transform: `translate(${left + 7} ${up + 6})` }, nodes);
  for (const [texture, text, status] of pairKeys(stats)) {
    put((left, up) => {
      const ground = svg("rect", { ...box(left, up), style: `fill:#c3c9d0;stroke:${theme.line}` });
      const cover = svg("rect", { ...box(left, up), fill: `url(#${prefix}-${texture})` });
      const over = texture === "dot" ? mark(left + 27, up + 6) : texture === "plain" ? [] : [cover];
      return [at(left, up, status ? dotNodes(status, [0, 0]) : []), ground, ...over];
    }, text);
  }
  const outside = outsideOf(dots);
  if (outside) {
    put((left, up) => [at(left + 16, up, dotNodes(ESTIMATED, [1, 0]))], `hors cadre (${outside})`);
  }
  return { node: group, height: y - top + 16 };
}

export function outsideOf(dots) {
  return dots.filter((dot) => dot && (dot.beyond[0] || dot.beyond[1])).length;
}

function pairKeys(stats) {
  const { statuses } = stats;
  return [
    ["plain", "observé", OBSERVED],
    ["dot", "importé localement", IMPORTED],
    ["est", "estimation", ESTIMATED],
    ["demo", "donnée fictive", DEMO],
    ["nd", MISSING, NO_DATA],
  ]
    .filter(([, , status]) => statuses[status])
    .map(([texture, text, status]) => [texture, `${text} (${statuses[status]})`, status]);
}

// Returns { node, height, dots, marks, box }; `prefix` names textures drawn at scale 1.
export function drawPlot(layer, stats, width, height, theme, prefix) {
  const { cross } = layer;
  const [across, upwards] = layer.layers;
  const above = axisRows(`↑ ${axisTitle(upwards)}`, cross.y, width);
  const below = axisRows(`${axisTitle(across)} →`, cross.x, width);
  const keyRows = pairKeys(stats).length > 2 || width < 420 ? 2 : 1;
  const box = { left: 40, top: 14 * above.length + 5 };
  box.width = width - box.left - 2;
  box.height = height - box.top - 23 - 14 * below.length - 17 * keyRows;
  const right = box.left + box.width;
  const bottom = box.top + box.height;
  const scales = {
    x: plotScale(cross.x, box.left + INSET, right - INSET),
    y: plotScale(cross.y, bottom - STRIP - INSET, box.top + STRIP + INSET),
  };
  const edges = {
    x: [box.left, ...cross.x.lim.map(scales.x.at), right],
    y: [bottom, ...cross.y.lim.map(scales.y.at), box.top],
  };
  const { cells, counts } = plotCells(layer, stats, box, edges, theme);
  const titles = [
    ...above.map((row, rank) => axisRow(row, 0, 11 + 14 * rank, "start", theme)),
    ...below.map((row, rank) => axisRow(row, right, bottom + 31 + 14 * rank, "end", theme)),
  ];
  const dots = plotDots(layer, scales);
  const marks = svg("g", { "pointer-events": "none" });
  const clip = svg("clipPath", { id: `${prefix}-cadre` }, [
    svg("rect", { x: box.left, y: box.top, width: box.width, height: box.height }),
  ]);
  const defs = textures(prefix, theme);
  defs.append(clip);
  const keys = plotKeys(layer, stats, dots, width, height - 17 * keyRows, theme, prefix);
  const node = svg("g", { class: "tm-legend" }, [
    defs,
    ...cells,
    ...plotNames(cross, layer.colors, box),
    ...plotAxes(layer, box, scales, theme),
    ...titles,
    ...dots.filter(Boolean).map((dot) => dot.node),
    ...counts,
    ...(layer.demo && theme === PAGE_THEME ? [plotWatermark(box)] : []),
    marks,
    keys.node,
  ]);
  const total = height - 17 * keyRows + keys.height;
  return { node, height: total, dots, marks, box, scales, clip: `url(#${prefix}-cadre)` };
}

// The paper carries its own across the map and the plot.
function plotWatermark(box) {
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const node = svg("text", {
    x,
    y,
    "font-size": (box.width / 11).toFixed(1),
    "font-weight": 800,
    "text-anchor": "middle",
    fill: WARNING,
    "fill-opacity": 0.4,
    transform: `rotate(-22 ${x} ${y})`,
    "pointer-events": "none",
  });
  node.textContent = FICTITIOUS;
  return node;
}

// One territory on the plot: its two intervals, its dot above the others, its name.
export function plotMark(plot, layer, index, name) {
  const dot = plot.dots[index];
  if (!dot) return svg("g");
  const whiskers = svg("g", { "clip-path": plot.clip });
  const [across, upwards] = layer.layers;
  for (const [d, known] of [
    [whisker(plot.scales.x, across, index, (at) => `${at} ${dot.y}`, "v"), across.lo],
    [whisker(plot.scales.y, upwards, index, (at) => `${dot.x} ${at}`, "h"), upwards.lo],
  ]) {
    if (!known || !d) continue;
    whiskers.append(
      svg("path", { d, fill: "none", stroke: "#ffffff", "stroke-width": 4.4, "stroke-opacity": 0.85 }),
      svg("path", { d, fill: "none", stroke: INK, "stroke-width": 1.8 }),
    );
  }
  const place = svg("g", { transform: `translate(${dot.x.toFixed(1)} ${dot.y.toFixed(1)})` }, [
    svg("circle", { r: DOT + 5, fill: "#ffffff", "fill-opacity": 0.85 }),
    ...dotNodes(statusOf(layer, index), dot.beyond, DOT + 2),
  ]);
  const toLeft = dot.x > plot.box.left + plot.box.width * 0.62;
  const text = svg("text", {
    x: dot.x + (toLeft ? -13 : 13),
    y: dot.y - 7,
    "font-size": 12,
    "font-weight": 700,
    "text-anchor": toLeft ? "end" : "start",
    fill: INK,
    stroke: "#ffffff",
    "stroke-width": 4,
    "stroke-linejoin": "round",
    "paint-order": "stroke",
  });
  text.textContent = name;
  return svg("g", { class: "tm-mark", "data-mark": index }, [whiskers, place, text]);
}

// From one bound to the other, each closed by a bar.
function whisker(scale, layer, index, point, bar) {
  const [low, high] = [layer.lo?.[index] ?? null, layer.hi?.[index] ?? null];
  if (low === null || high === null) return "";
  const end = (value) => `M${point(scale.at(value).toFixed(1))}m${bar === "v" ? "0 -5v10" : "-5 0h10"}`;
  const [from, to] = [low, high].map((value) => point(scale.at(value).toFixed(1)));
  return `M${from}L${to}${end(low)}${end(high)}`;
}
