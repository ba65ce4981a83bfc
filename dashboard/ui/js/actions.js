// The buttons under a map or a chart that do not draw: the file of the values, the link.

import { html } from "./paper.js";

const COPIED_MS = 2500;
const SPOKEN_ONLY = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";

// Streamlit's button that makes the file when pressed; the one people see presses it.
export function pressDownload(key) {
  const name = `fichier.${key}`.replace(/[^a-zA-Z0-9_-]/g, "-");
  document.querySelector(`.st-key-${name} button`)?.click();
}

// Returns the button and what it says to screen readers; the address is read when pressed.
export function linkAction(className, text) {
  const button = html("button", className, text);
  button.type = "button";
  button.title = "Copier le lien de cette vue";
  button.setAttribute("aria-label", button.title);
  const said = html("span");
  said.setAttribute("role", "status");
  said.style.cssText = SPOKEN_ONLY;
  const place = html("span");
  place.style.cssText = "display:inline-flex;position:relative";
  place.append(button, said);
  button.addEventListener("click", async () => {
    const copied = await copyText(location.href, place, button, className);
    said.textContent = copied ? "Lien copié" : "Lien à copier à la main, déjà sélectionné";
    if (!copied) return;
    button.textContent = "Lien copié";
    clearTimeout(button.timer);
    button.timer = setTimeout(() => {
      button.textContent = text;
      said.textContent = "";
    }, COPIED_MS);
  });
  return place;
}

// Where the browser refuses its clipboard (a plain http address, a permission), the address takes
// the place of the button, selected.
async function copyText(text, place, button, className) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = html("input", className);
    field.value = text;
    field.readOnly = true;
    field.setAttribute("aria-label", "Adresse de cette vue, à copier");
    field.style.cssText = "width:11rem;font-weight:400";
    button.hidden = true;
    place.prepend(field);
    const putBack = () => {
      if (!field.isConnected) return;
      field.remove();
      button.hidden = false;
    };
    field.focus();
    field.select();
    if (document.execCommand("copy")) {
      putBack();
      button.focus();
      return true;
    }
    field.addEventListener("blur", putBack);
    return false;
  }
}
