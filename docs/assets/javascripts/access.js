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

  // What is in the other of two languages is told as such where no word of the page's own stands in it: voices read it
  // right, and its quotation marks are its own.
  const HAN = /[\u3400-\u9fff]/;
  const OTHER = /[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0400-\u04ff\u3040-\u30ff]/;
  const tell = document.documentElement.lang === "zh"
    ? (text) => /[A-Za-z]{2}/.test(text) && !HAN.test(text) && !OTHER.test(text) && "en"
    : (text) => HAN.test(text) && !OTHER.test(text) && "zh";
  for (const block of document.querySelectorAll("article :is(h1, h2, h3, h4, h5, p, li, td, dd, figcaption, .cp-quote)")) {
    const language = !block.closest("[lang]:not(html)") && tell(block.textContent);
    if (language) block.lang = language;
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
