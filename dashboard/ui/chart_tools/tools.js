// The buttons under a chart: a picture of it on white paper, its values, the link to the view.

import { linkAction, pressDownload } from "../js/actions.js";
import {
  FICTITIOUS,
  PAPER_FONT,
  PAPER_THEME,
  PAPER_WIDTH,
  createPaper,
  html,
  savePaper,
} from "../js/paper.js";

const LEAST_HEIGHT = 340;
const NOT_DRAWN = "Le graphique n’est pas encore affiché : réessayer dans un instant.";
const FAILED = "L’image n’a pas pu être produite. Le fichier CSV donne les valeurs.";
const PAPER_AXIS = {
  automargin: true,
  ticklabelstandoff: 5,
  gridcolor: "#dfe3e8",
  zerolinecolor: PAPER_THEME.line,
  title: { standoff: 16, font: { size: 13 } },
};
const tools = new WeakMap();

// The theme of the page is left behind: Streamlit writes its colours in the template.
function paperTemplate(layout) {
  return {
    data: { scatter: [{ marker: { line: { width: 0 } } }] },
    layout: {
      colorway: layout.template?.layout?.colorway,
      font: { family: PAPER_FONT, size: 13, color: PAPER_THEME.text },
      paper_bgcolor: "#ffffff",
      plot_bgcolor: "#ffffff",
      xaxis: { ...PAPER_AXIS, showgrid: false, zeroline: false },
      yaxis: PAPER_AXIS,
    },
  };
}

// Ribbons carry the ink and the halo of the theme of the page, which the template cannot change.
function onPaper(trace) {
  if (trace.type !== "sankey") return trace;
  const shadow = Array(5).fill("0 0 3px #ffffff").join(", ");
  return { ...trace, textfont: { ...trace.textfont, color: PAPER_THEME.text, shadow } };
}

// Drawn again at the width of the paper: the same picture from a telephone and from a laptop.
async function drawOnPaper(plot, width) {
  const layout = { ...plot.layout, template: paperTemplate(plot.layout) };
  const height = Math.max(LEAST_HEIGHT, layout.height || 0);
  const figure = { data: plot.data.map(onPaper), layout, config: { staticPlot: true } };
  const options = { format: "svg", width, height, imageDataOnly: true };
  const text = await globalThis.Plotly.toImage(figure, options);
  const drawn = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  drawn.removeAttribute("class");
  return { node: document.importNode(drawn, true), height };
}

async function buildChartPaper(plot, data, common) {
  const described = [data.subtitle, data.note].filter(Boolean).join(". ");
  const paper = createPaper(PAPER_WIDTH, data.title, described);
  const { node, height } = await drawOnPaper(plot, paper.inner);
  if (common.demo) paper.write(FICTITIOUS, 15, { bold: true });
  paper.write(data.title, 18, { bold: true });
  paper.write(data.subtitle, 14, { muted: true });
  paper.place(node, height, 12);
  paper.y += 4;
  if (data.note) paper.write(data.note, 12);
  if (data.sources) paper.write(`Source : ${data.sources}.`, 12, { muted: true });
  paper.write(common.footer, 12, { muted: true });
  return paper.finish();
}

async function exportChart(tool, format) {
  const { data, say } = tool;
  const key = data.key.replace(/[^a-zA-Z0-9_-]/g, "-");
  const plot = document.querySelector(`.st-key-${key} .js-plotly-plot`);
  say("");
  if (!plot?.data) {
    say(NOT_DRAWN);
    return;
  }
  try {
    const paper = await buildChartPaper(plot, data, globalThis.__chartTools.common);
    await savePaper(paper, data.name, format);
  } catch (error) {
    say(FAILED);
    console.error("chart tools:", error);
  }
}

function createTools(host) {
  const root = html("div", "ct-root");
  root.lang = "fr";
  root.setAttribute("role", "group");
  const message = html("p", "ct-message");
  message.setAttribute("role", "status");
  const tool = { root, formats: {} };
  tool.say = (text) => {
    message.textContent = text;
  };
  const act = {
    PNG: () => exportChart(tool, "png"),
    SVG: () => exportChart(tool, "svg"),
    CSV: () => pressDownload(tool.data.key),
  };
  for (const [format, onClick] of Object.entries(act)) {
    const button = html("button", "ct-button", format);
    button.type = "button";
    button.addEventListener("click", onClick);
    tool.formats[format] = button;
  }
  root.append(message, ...Object.values(tool.formats), linkAction("ct-button", "Copier le lien"));
  host.append(html("style", "", STYLE), root);
  return tool;
}

export function renderTools({ data, parentElement }) {
  if (!tools.has(parentElement)) tools.set(parentElement, createTools(parentElement));
  const tool = tools.get(parentElement);
  tool.data = data;
  tool.root.setAttribute("aria-label", `Exporter « ${data.title} »`);
  for (const [format, button] of Object.entries(tool.formats)) {
    button.hidden = Boolean(data.bare) && format !== "CSV";
    button.title = `Télécharger « ${data.title} » en ${format}`;
    button.setAttribute("aria-label", button.title);
  }
}
