// One entry of the history for each view that the visitor chose.
//
// Streamlit adds an entry for a page, with the address of the page before, then one for its own
// view: going back would stop at a page that nobody saw. What a page writes before its visitor does
// anything takes the place of the entry of the page.

(() => {
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  let isUntouched = false;
  let isGoneBack = false;
  const touch = () => {
    isUntouched = false;
    isGoneBack = false;
  };
  for (const act of ["pointerdown", "keydown", "click"]) addEventListener(act, touch, true);
  // A page gone back to may write its address again: it is the same entry.
  const goBack = () => {
    isUntouched = true;
    isGoneBack = true;
  };
  addEventListener("popstate", goBack, true);
  history.pushState = (state, title, url) => {
    const to = new URL(url ?? "", location.href);
    const isSamePage = to.pathname === location.pathname;
    // A page that was being drawn when its visitor went back further has no entry any more.
    if (isGoneBack && !isSamePage) return;
    const isOfThePage = isSamePage && (isUntouched || !location.search);
    isUntouched = isUntouched || !isSamePage;
    (isOfThePage ? replace : push)(state, title, url);
  };
})();
