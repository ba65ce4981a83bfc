// On a phone the menu covers the page: it closes once a page is chosen.

document.addEventListener(
  "click",
  (event) => {
    if (innerWidth >= 768 || !event.target.closest("[data-testid=stSidebarNavLink]")) return;
    const close = document.querySelector("[data-testid=stSidebarCollapseButton] button");
    setTimeout(() => close?.click());
  },
  true,
);
