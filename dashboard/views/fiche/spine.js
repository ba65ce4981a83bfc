// Drawings are parsed as XML: one is never read as a page.
export default function ({ data, parentElement }) {
  const frame = parentElement.querySelector(".frame");
  const parser = new DOMParser();
  const drawn = Object.entries(data).map(([name, text]) => {
    const box = document.createElement("div");
    box.className = name;
    const picture = parser.parseFromString(text, "image/svg+xml").documentElement;
    box.append(document.importNode(picture, true));
    return box;
  });
  frame.replaceChildren(...drawn);
}
