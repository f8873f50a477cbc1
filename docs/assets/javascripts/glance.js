// A glance at where a link leads, beside the link: a concept's names, formula and first words, or the passage itself.
// For a mouse alone: it only shows what the link leads to. Escape, scrolling and going away end it.
(() => {
  "use strict";
  const WAIT = 350;
  const GRACE = 200;
  const ENOUGH = 4;
  const GAP = 6;
  const KEPT = "p, ul, ol, blockquote, table, .cp-formula, .highlight";
  const LEFT_OUT = "script, style, button, details, .headerlink, .cp-permalink, .cp-tags, .cp-run, [hidden]";
  const pages = new Map();
  let card = null;
  let shownFor = null;
  let timer = 0;

  const linkAt = (place) => {
    const link = place.closest?.(".md-content article a[href]");
    const address = link && new URL(link.href.baseVal ?? link.href, location.href);
    if (!link || address.origin !== location.origin || link.matches(".headerlink, .cp-permalink, .cp-tag")) return null;
    // What stands on this page is there to be looked at, and a file is no page.
    if (address.pathname === location.pathname || !/(\/|\.html)$/.test(address.pathname)) return null;
    return { link, address };
  };

  const pageAt = (address) => {
    const key = address.pathname;
    if (!pages.has(key)) {
      pages.set(key, fetch(key).then(async (answer) => answer.ok
        ? new DOMParser().parseFromString(await answer.text(), "text/html")
        : null).catch(() => null));
    }
    return pages.get(key);
  };

  // Below a heading what belongs to it; of a page its heading, its first formula, and what is said first.
  const following = (heading) => {
    const found = [heading];
    for (let next = heading.nextElementSibling; next && found.length < ENOUGH; next = next.nextElementSibling) {
      if (/^H[1-6]$/.test(next.tagName)) break;
      if (next.matches(KEPT)) found.push(next);
    }
    return found;
  };

  const ofPage = (article) => {
    const words = [...article.querySelectorAll(":scope > p:not([class]), .cp-facts")];
    return [article.querySelector("h1"), article.querySelector(".cp-formula > p"), ...words.slice(0, 2)].filter(Boolean);
  };

  const partsOf = (page, fragment) => {
    const article = page.querySelector("article");
    const target = fragment && page.getElementById(fragment);
    if (!article) return [];
    if (!target || target.matches("h1")) return ofPage(article);
    return /^H[2-6]$/.test(target.tagName) ? following(target) : [target];
  };

  // A copy has no places of its own: no ids, nothing to go to, and pictures from where they are.
  const copied = (part, base) => {
    const copy = document.importNode(part, true);
    for (const one of copy.querySelectorAll(LEFT_OUT)) one.remove();
    for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes);
    for (const one of [copy, ...copy.querySelectorAll("*")]) {
      for (const name of ["id", "tabindex", "aria-labelledby"]) one.removeAttribute(name);
      if (one.localName === "img") one.src = new URL(one.getAttribute("src"), base).href;
    }
    return copy;
  };

  // Where there is more room, and held at the side of the link: what it shows may grow when fonts come.
  const place = (link) => {
    const at = link.getBoundingClientRect();
    const [above, below] = [at.top, innerHeight - at.bottom];
    const isBelow = below > card.offsetHeight + GAP || below > above;
    const left = Math.min(at.left, document.documentElement.clientWidth - card.offsetWidth - GAP);
    card.style.left = `${Math.max(GAP, left)}px`;
    card.style[isBelow ? "top" : "bottom"] = `${isBelow ? at.bottom + GAP : innerHeight - at.top + GAP}px`;
    if ((isBelow ? below : above) < card.offsetHeight + GAP) card.style.maxHeight = `${Math.max(above, below) - 2 * GAP}px`;
  };

  const hide = () => {
    clearTimeout(timer);
    card?.remove();
    card = shownFor = null;
  };

  const show = async ({ link, address }) => {
    const page = await pageAt(address);
    if (shownFor !== link || !page) return;
    const parts = partsOf(page, decodeURIComponent(address.hash.slice(1))).map((part) => copied(part, address));
    if (!parts.length) return;
    card?.remove();
    card = Object.assign(document.createElement("div"), { className: "cp-glance md-typeset", ariaHidden: "true" });
    card.append(...parts);
    document.body.append(card);
    place(link);
  };

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const found = linkAt(event.target);
    if (found ? found.link === shownFor : card?.contains(event.target)) {
      if (card) clearTimeout(timer);
      return;
    }
    clearTimeout(timer);
    if (found) {
      timer = setTimeout(() => {
        hide();
        shownFor = found.link;
        show(found);
      }, WAIT);
    } else if (shownFor) {
      timer = setTimeout(hide, GRACE);
    }
  });
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("scroll", (event) => { if (event.target.contains(shownFor)) hide(); }, { capture: true, passive: true });
  addEventListener("pointerdown", (event) => { if (!card?.contains(event.target)) hide(); });
  addEventListener("pagehide", hide);
})();
