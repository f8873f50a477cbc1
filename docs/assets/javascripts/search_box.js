/* The box in which a reader searches: what is typed, by what it is filtered, what is found. Finding is search.js's. */
"use strict";

(() => {
  const { find, parts, byChance, browse, meant, tagged, filters, excerpt, kindOf, site } = globalThis.commonplaceSearch;
  const AT_ONCE = 10;
  const MANY = 10; // pages that cannot all have the words of a question by chance
  const FEW = 3; // pages with all that was typed; then those with a part of it are shown too
  const TAGS = 8;
  const say = globalThis.commonplaceSay;
  const words = {
    search: say("搜索", "Search"), close: say("关闭", "Close"), kind: say("类型", "Kind"), tag: say("标签", "Tags"),
    placeholder: say("概念、原文、拼音、\\TeX", "Concept, words, pinyin, \\TeX"),
    found: (n) => (n ? say(`${n} 页`, `${n} ${n === 1 ? "page" : "pages"}`) : say("没有找到。", "Nothing found.")),
    parts: (n) => say(`${n} 页有其中一部分。`, `${n} ${n === 1 ? "page has" : "pages have"} a part of it.`),
    meant: say("你是不是要找", "Did you mean"),
    more: (n) => say(`还有 ${n} 页`, `${n} more`),
    tags: (n) => say(`还有 ${n} 个标签`, `${n} more tags`),
    broken: say(
      "这里没有搜索索引：请用 commonplace build 生成网站。",
      "There is no search index here: make the site with commonplace build.",
    ),
    concept: say("概念", "concept"), book: say("书与文章", "book"), formula: say("公式", "formula"),
    notebook: say("实例", "notebook"), page: say("页面", "page"),
  };

  /** An element with attributes and children; a text never becomes markup. */
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  const glass = () => {
    const SVG = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(SVG, "svg");
    picture.setAttribute("viewBox", "0 0 24 24");
    picture.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", "M10 3a7 7 0 1 0 4.2 12.6l5 5 1.4-1.4-5-5A7 7 0 0 0 10 3m0 2a5 5 0 1 1 0 10 5 5 0 0 1 0-10");
    picture.append(path);
    return picture;
  };

  const opener = make("button", { type: "button", class: "cp-search-open", "aria-keyshortcuts": "/" });
  opener.append(glass(), make("span", {}, words.search), make("kbd", { "aria-hidden": "true" }, "/"));
  const input = make("input", {
    type: "text", role: "searchbox", class: "cp-search__input", placeholder: words.placeholder, "aria-label": words.search,
    autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search",
  });
  const closer = make("button", { type: "button", class: "cp-search__close", "aria-label": words.close }, "×");
  const choices = make("div", { class: "cp-search__filters" });
  const told = make("p", { class: "cp-search__told", role: "status" });
  const list = make("ol", { class: "cp-search__results" });
  const more = make("button", { type: "button", class: "cp-search__more", hidden: "" });
  const body = make("div", { class: "cp-search__body" }, choices, told, list, more);
  const box = make("dialog", { class: "cp-search", "aria-label": words.search });
  box.append(make("div", { class: "cp-search__form", role: "search" }, glass(), input, closer), body);

  let chosen = { kind: new Set(), tag: new Set() };
  let found = [];
  let shown = 0;
  let allTags = false;
  let latest = 0;

  /* -------------------------------------------------------------- results */

  const update = async () => {
    const mine = ++latest;
    const text = input.value.trim();
    const filtered = chosen.kind.size + chosen.tag.size > 0;
    try {
      const whole = text ? await find(text) : filtered ? await browse() : [];
      const other = text && !whole.length ? await meant(text) : undefined;
      const ids = new Set(whole.map((one) => one.page.id));
      const chance = new Set(text && whole.length < MANY ? byChance(text, whole) : []);
      const further = text && !other && (whole.length < FEW || chance.size) ? await parts(text) : [];
      const ranked = [...whole.filter((one) => !chance.has(one)), ...further, ...chance];
      const listed = new Set();
      const all = ranked.filter((one) => !listed.has(one.page.id) && listed.add(one.page.id));
      if (chosen.tag.size) await tagged();
      if (mine !== latest) return;
      found = all.filter((one) => matches(one.page.id));
      showChoices(all);
      const partly = found.filter((one) => !ids.has(one.page.id)).length;
      told.textContent = text || filtered ? sum(found.length - partly, partly) : "";
      await showFrom(0, mine);
      if (other && mine === latest) suggest(other);
      await tagged();
      if (mine !== latest) return;
      showChoices(all);
      list.dataset.of = text; // all is told
    } catch {
      told.textContent = words.broken;
    }
  };

  /** How many pages have all of it, and how many a part. */
  const sum = (whole, partly) =>
    [whole || !partly ? words.found(whole) : "", partly ? words.parts(partly) : ""].filter(Boolean).join(" · ");

  /** Behind the word that nothing was found: what may have been meant, to be searched by a press. */
  const suggest = (other) => {
    const button = make("button", { type: "button", class: "cp-search__meant" }, other);
    button.addEventListener("click", () => { input.value = other; input.focus(); update(); });
    told.append(` ${words.meant} `, button);
  };

  const matches = (id, without = "") =>
    Object.entries(chosen).every(([name, values]) =>
      name === without || [...values].every((value) => filters()[name].get(value)?.has(id)));

  const showFrom = async (start, mine) => {
    const next = found.slice(start, start + AT_ONCE);
    const items = await Promise.all(next.map(async (one) => item(one, await one.page.data())));
    if (mine !== latest) return;
    if (start === 0) { list.replaceChildren(); body.scrollTop = 0; }
    list.append(...items);
    shown = start + items.length;
    more.hidden = shown >= found.length;
    more.textContent = words.more(found.length - shown);
  };

  const item = (one, page) => {
    const { before, parts, after, anchor } = excerpt(one, page, input.value);
    const link = make("a", { class: "cp-search__link", href: new URL(page.raw_url.replace(/^\//, ""), site).href + (anchor ? `#${anchor}` : "") });
    const kind = make("span", { class: "cp-search__kind" }, words[kindOf(one.page.id)]);
    const lines = make("span", { class: "cp-search__excerpt" });
    if (before) lines.append("…");
    lines.append(...parts.map(([text, marked]) => (marked ? make("mark", {}, text) : text)));
    if (after) lines.append("…");
    link.append(make("span", { class: "cp-search__title" }, page.meta.title), kind, lines);
    link.addEventListener("click", () => box.close());
    return make("li", {}, link);
  };

  /* -------------------------------------------------------------- filters */

  const readers = (tag) => tag.startsWith("#");

  const showChoices = (all) => {
    choices.replaceChildren();
    if (!all.length) return;
    for (const name of ["kind", "tag"]) {
      const others = all.filter((one) => name === "tag" ? matches(one.page.id) : matches(one.page.id, name));
      const counted = [...(filters()[name] ?? [])]
        .map(([value, ids]) => [value, others.filter((one) => ids.has(one.page.id)).length])
        .filter(([value, count]) => count || chosen[name].has(value))
        .sort((a, b) => chosen[name].has(b[0]) - chosen[name].has(a[0]) || readers(a[0]) - readers(b[0]) || b[1] - a[1]);
      const visible = name === "tag" && !allTags ? counted.slice(0, TAGS) : counted;
      if (!visible.length) continue;
      const group = make("div", { class: "cp-search__filter", role: "group", "aria-label": words[name] });
      group.append(...visible.map(([value, count]) => choice(name, value, count)));
      if (visible.length < counted.length) {
        const rest = make("button", { type: "button", class: "cp-search__rest" }, words.tags(counted.length - TAGS));
        rest.addEventListener("click", () => { allTags = true; showChoices(all); });
        group.append(rest);
      }
      choices.append(group);
    }
  };

  const choice = (name, value, count) => {
    const on = chosen[name].has(value);
    const label = name === "kind" ? words[value] : value;
    const button = make("button", { type: "button", class: "cp-search__choice", "aria-pressed": String(on) }, label);
    button.append(make("span", { class: "cp-search__count" }, String(count)));
    button.addEventListener("click", async () => {
      if (on) chosen[name].delete(value);
      else chosen[name] = name === "kind" ? new Set([value]) : chosen[name].add(value);
      await update();
      [...choices.querySelectorAll("button")].find((other) => other.firstChild.data === label)?.focus();
    });
    return button;
  };

  /* ------------------------------------------------------ opening and keys */

  const open = () => {
    if (!box.open) box.showModal();
    input.select();
    globalThis.commonplaceSearch.started().catch(() => { told.textContent = words.broken; });
  };

  const typing = (element) => element.matches?.("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    const other = event.ctrlKey || event.metaKey || event.altKey || box.open || typing(event.target);
    if (other || !["/", "s", "f"].includes(event.key)) return;
    event.preventDefault();
    open();
  });

  box.addEventListener("keydown", (event) => {
    const stops = [input, ...told.querySelectorAll("button"), ...list.querySelectorAll("a"), ...(more.hidden ? [] : [more])];
    const at = stops.indexOf(document.activeElement);
    if (event.key === "ArrowDown" || (event.key === "ArrowUp" && at > 0)) {
      event.preventDefault();
      stops[Math.min(stops.length - 1, Math.max(0, at + (event.key === "ArrowDown" ? 1 : -1)))].focus();
    } else if (event.key === "Enter" && document.activeElement === input && !event.isComposing) {
      (list.querySelector("a") ?? told.querySelector("button"))?.click();
    }
  });

  let pause;
  input.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(update, 80); });
  more.addEventListener("click", async () => {
    const next = shown;
    await showFrom(next, latest);
    list.children[next]?.firstChild.focus();
  });
  opener.addEventListener("click", open);
  closer.addEventListener("click", () => box.close());
  box.addEventListener("click", (event) => { if (event.target === box) box.close(); });

  const start = () => {
    (document.querySelector(".md-header__inner") ?? document.querySelector("header"))?.append(opener);
    document.body.append(box);
    const asked = new URLSearchParams(location.search);
    if (!asked.has("q") && !asked.has("tag")) return;
    input.value = asked.get("q") ?? "";
    chosen.tag = new Set(asked.getAll("tag"));
    open();
    update();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
