// Pictures that leave the page: white paper whatever the theme, explicit attributes only (office
// suites ignore stylesheets), nothing fetched. Shared by the maps and the charts.

const SVG_NS = "http://www.w3.org/2000/svg";
export const PAPER_WIDTH = 900;
const PAPER_MARGIN = 24;
export const PAPER_FONT = "'Source Sans 3', 'Source Sans Pro', Arial, Helvetica, sans-serif";
export const PAPER_THEME = {
  text: "#1b1f24",
  muted: "#4d5560",
  line: "#8a929c",
  neutral: "#eef0f2",
  ndFill: "#ececec",
  ndDot: "#7d7d7d",
  background: "#ffffff",
};
export const FICTITIOUS = "DONNÉES FICTIVES";
const PNG_SCALE = 2;

export function svg(name, attributes = {}, children = []) {
  const node = document.createElementNS(SVG_NS, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

export function html(name, className = "", text = "") {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

export function line(className, text) {
  return html("div", className, text);
}

export function label(text, x, y, theme, options = {}) {
  const { size = 11, anchor = "start", bold = false, muted = false } = options;
  const node = svg("text", {
    x,
    y,
    "font-size": size,
    "text-anchor": anchor,
    "font-weight": bold ? 600 : 400,
    style: `fill:${muted ? theme.muted : theme.text}`,
  });
  node.textContent = text;
  return node;
}

// SVG has no wrapping: cut on spaces from an average glyph width.
export function wrapText(text, width, fontSize) {
  const limit = Math.max(10, Math.floor(width / (fontSize * 0.53)));
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line && line.length + 1 + word.length > limit) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}

// A sheet filled from top to bottom; `finish` gives it the height it has reached.
export function createPaper(width, title, description) {
  const inner = width - 2 * PAPER_MARGIN;
  const root = svg("svg", {
    xmlns: SVG_NS,
    width,
    "font-family": PAPER_FONT,
    role: "img",
    "aria-labelledby": "papier-titre papier-description",
    lang: "fr",
  });
  const ground = svg("rect", { width, fill: "#ffffff" });
  const said = [
    svg("title", { id: "papier-titre" }),
    svg("desc", { id: "papier-description" }),
  ];
  said[0].textContent = title;
  said[1].textContent = description;
  root.append(...said, ground);
  const paper = { root, width, inner, y: PAPER_MARGIN };
  paper.write = (text, size, options = {}) => {
    for (const row of wrapText(text, inner, size)) {
      paper.y += size * 1.28;
      const y = paper.y.toFixed(1);
      root.append(label(row, PAPER_MARGIN, y, PAPER_THEME, { size, ...options }));
    }
  };
  paper.place = (node, height, gap) => {
    const move = `translate(${PAPER_MARGIN} ${(paper.y + gap).toFixed(1)})`;
    root.append(svg("g", { transform: move }, [node]));
    paper.y += gap + height;
  };
  paper.finish = () => {
    paper.height = Math.ceil(paper.y + PAPER_MARGIN);
    ground.setAttribute("height", paper.height);
    root.setAttribute("height", paper.height);
    root.setAttribute("viewBox", `0 0 ${width} ${paper.height}`);
    return paper;
  };
  return paper;
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // Revoked late: some browsers start reading the blob after the click returns.
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export async function savePaper({ root, width, height }, name, format) {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}`;
  const blob = new Blob([text], { type: "image/svg+xml;charset=utf-8" });
  if (format === "svg") {
    save(blob, `${name}.svg`);
    return;
  }
  const url = URL.createObjectURL(blob);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * PNG_SCALE;
    canvas.height = height * PNG_SCALE;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    save(png, `${name}.png`);
  } finally {
    URL.revokeObjectURL(url);
  }
}
