// Gives what Streamlit draws the attributes that screen readers and keyboards need and that it has
// no argument for: a name where the text is drawn by the style sheet, focus where a box scrolls.

export default function ({ data }) {
  const mark = () => {
    for (const { selector, ...attributes } of data.parts) {
      for (const node of document.querySelectorAll(selector)) {
        for (const [name, value] of Object.entries(attributes)) {
          if (node.getAttribute(name) !== value) node.setAttribute(name, value);
        }
      }
    }
  };
  mark();
  const drawn = new MutationObserver(mark);
  drawn.observe(document.querySelector(".stMain") ?? document.body, { childList: true, subtree: true });
  return () => drawn.disconnect();
}
