// A connection that comes back: the page is drawn again from its address at once, before anything
// is clicked; meanwhile, the box of Streamlit speaks French.

(() => {
  const STREAM = "/_stcore/stream";
  const IN_ENGLISH = "Connection error";
  const TITLE = "Connexion interrompue";
  const TEXT =
    "L’observatoire ne répond pas. Que faire : attendre, la page revient d’elle-même, telle " +
    "qu’elle était ; si cela dure, vérifier le réseau, puis prévenir l’administrateur.";

  // Streamlit draws the page again on a connection only if it was drawing it when it was cut. A
  // server that has started again knows nothing of it: the first click would be lost. The address
  // is read again as after « Précédent ».
  let hasBeenConnected = false;
  const readAddress = () => dispatchEvent(new PopStateEvent("popstate"));
  window.WebSocket = class extends WebSocket {
    constructor(...settings) {
      super(...settings);
      if (!new URL(this.url).pathname.endsWith(STREAM)) return;
      this.addEventListener("open", () => {
        if (hasBeenConnected) setTimeout(readAddress);
        hasBeenConnected = true;
      });
    }
  };

  const translate = () => {
    for (const box of document.querySelectorAll('[role="dialog"]')) {
      const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
      if (![IN_ENGLISH, TITLE].includes(texts.nextNode()?.nodeValue)) continue;
      let text = TITLE;
      for (const next of [TEXT, "", ""]) {
        if (texts.currentNode.nodeValue !== text) texts.currentNode.nodeValue = text;
        text = next;
        if (!texts.nextNode()) break;
      }
      box.querySelector("button")?.setAttribute("aria-label", "Fermer");
    }
  };
  const drawn = { childList: true, characterData: true, subtree: true };
  new MutationObserver(translate).observe(document, drawn);
})();
