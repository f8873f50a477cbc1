// What the theme leaves out for readers who use a keyboard or hear the page.
(() => {
  "use strict";
  const search = document.querySelector(".md-search[role=dialog]");
  const field = document.querySelector(".md-search__input");
  if (search && field) search.setAttribute("aria-label", field.getAttribute("aria-label") || field.placeholder);

  // Parts of a table of contents, and the buttons of code, are no places to go to of their own.
  const unmark = (room) => {
    for (const nav of room.querySelectorAll(".md-nav--secondary .md-nav, .md-code__nav")) {
      nav.removeAttribute("aria-label");
      nav.removeAttribute("aria-labelledby");
      nav.setAttribute("role", "none");
    }
  };
  unmark(document);
  const content = document.querySelector(".md-content");
  if (content) {
    new MutationObserver((changes) => {
      if (changes.some((change) => change.addedNodes.length)) unmark(content);
    }).observe(content, { childList: true, subtree: true });
  }

  // What scrolls can be reached, and what does not scroll is passed by.
  const reach = () => {
    for (const box of document.querySelectorAll(".cp-math--display, .md-typeset__scrollwrap, .highlight-ipynb")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };
  addEventListener("resize", reach);
  addEventListener("load", reach);
  reach();
})();
