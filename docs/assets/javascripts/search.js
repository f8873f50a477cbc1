/*
 * Searching the site: a box over the page, opened by its button or by / , s or f.
 *
 * The index is Pagefind's (see tools/commonplace/site/search/): loaded when the box is first opened, and then only the parts
 * that hold what was typed. It comes as scripts, so that it works from a disk too. What is typed is cut into words as
 * words.py cuts the pages.
 */
"use strict";

globalThis.commonplaceSearch = (() => {
  const site = new URL("../../", document.currentScript.src);
  const folder = new URL("search/", site);
  const waiting = new Map();

  const script = (name, query = "") =>
    new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = new URL(`${name}${query}`, folder).href;
      element.onload = () => { element.remove(); resolve(); };
      element.onerror = () => { element.remove(); reject(new Error(`no ${name}`)); };
      document.head.append(element);
    });

  /** What Pagefind uses for `fetch`: the bytes that the script of that name hands over. */
  const fetchScript = async (address) => {
    const { pathname, search } = new URL(address, folder);
    const name = pathname.slice(folder.pathname.length);
    await script(`${name}.js`, search);
    const bytes = waiting.get(name);
    waiting.delete(name);
    return new Response(bytes);
  };

  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
  const VALUES = new Map([...DIGITS].map((digit, value) => [digit.charCodeAt(0), value]));

  /** The bytes of a text in base 85 (RFC 1924), of which five letters are four bytes. */
  const bytesOf = (text) => {
    const padded = text.padEnd(Math.ceil(text.length / 5) * 5, "~");
    const view = new DataView(new ArrayBuffer((padded.length / 5) * 4));
    for (let at = 0; at < padded.length; at += 5) {
      let value = 0;
      for (let digit = at; digit < at + 5; digit += 1) value = value * 85 + VALUES.get(padded.charCodeAt(digit));
      view.setUint32((at / 5) * 4, value);
    }
    return new Uint8Array(view.buffer, 0, view.byteLength - (padded.length - text.length));
  };

  const take = (name, data) => waiting.set(name, bytesOf(data));

  /* ------------------------------------------------------------- cutting */

  const HAN = "\\u2e80-\\u2fdf\\u3005-\\u3007\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const OTHER = `(?:(?![${HAN}])[\\p{L}\\p{N}])+`;
  const WORDS = new RegExp(`[${HAN}]+|${OTHER}(?:[-_.'’]${OTHER})*`, "gu");
  const IS_HAN = new RegExp(`^[${HAN}]`, "u");
  const CHINESE = new RegExp(`[${HAN}]`, "u");
  const PAIR = new RegExp(`^([${HAN}])[${HAN}]$`, "u");
  const TEX = /\\([A-Za-z]+)|([A-Za-z0-9])/g;
  const IS_TEX = /[\\^{}]|(?:^|[^A-Za-z])[A-Za-z]_/;
  const LAYOUT = new Set(["left", "right", "quad", "qquad", "begin", "end", "mathrm", "mathbf", "text", "operatorname"]);
  const CJK = "\\u2014\\u2018-\\u201d\\u2026\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef\\u{20000}-\\u{3ffff}";
  const CJK_START = new RegExp(`^[${CJK}]`, "u");
  const CJK_END = new RegExp(`[${CJK}]$`, "u");

  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const key = (text) =>
    [...plain(text)]
      .filter((c) => /[\p{L}\p{N}]/u.test(c))
      .map((c) => (c < "\u0080" ? c : `x${c.codePointAt(0).toString(16).padStart(4, "0")}`))
      .join("");
  const phrase = (words) => `"${words.join(" ")}"`;

  /** Chinese as pairs that overlap; one character begins the pairs that it is found in. */
  const pairs = (run) => {
    const characters = [...run];
    return characters.length < 2 ? characters : characters.slice(1).map((second, at) => characters[at] + second);
  };
  const separate = (word) => (IS_HAN.test(word) ? pairs(word).join(" ") : word);

  const texWords = (text) => [...text.matchAll(TEX)].map((m) => m[1] ?? m[2]).filter((word) => !LAYOUT.has(word));

  /* ------------------------------------------------------------- finding */

  const EVERY = '"zqend"'; // a word of every page: for no word at all Pagefind would load the whole index
  let engine;
  let filters;
  const KINDS = ["concept", "book", "formula", "notebook", "page"];
  const WEIGHTS = { concept: 3, book: 1.5, notebook: 1, formula: 0.3, page: 0.3 };
  const NAMES = 8; // words of a heading

  const started = () => (engine ??= start().catch((error) => { engine = undefined; throw error; }));

  const start = async () => {
    await script("engine.js");
    const found = globalThis.commonplaceSearch.start(fetchScript)({ basePath: folder.href, noWorker: true });
    filters = { kind: await pagesByFilter(found, "kind"), tag: new Map() };
    return found;
  };

  /** The pages of each value of a filter: how many remain can then be told for any set of pages. */
  const pagesByFilter = async (found, name) => {
    const pages = new Map();
    for (const value of Object.keys((await found.filters())[name] ?? {})) {
      const { results } = await found.search(EVERY, { filters: { [name]: value } });
      pages.set(value, new Set(results.map((one) => one.id)));
    }
    return pages;
  };

  /** The pages of each tag are found later than the first results: there may be many tags. */
  let tagging;
  const tagged = () => (tagging ??= started().then(async (found) => { filters.tag = await pagesByFilter(found, "tag"); }));

  const kindOf = (id) => KINDS.find((kind) => filters.kind.get(kind)?.has(id)) ?? "page";

  /**
   * Pages for `text`, best first: those of that name or formula, those whose name begins so, those with it in their
   * name's pinyin, those that hold it.
   */
  const find = async (text) => {
    const pagefind = await started();
    const search = async (query) => genuine(query, (await pagefind.search(query)).results);
    const tiers = IS_TEX.test(text) ? texSearches(text) : nameSearches(text);
    const found = await Promise.all(tiers.map(search));
    if (!IS_TEX.test(text)) found.push(await holding(text, search));
    const ranked = new Map();
    found.forEach((results, tier) => results.forEach((page) => {
      if (!ranked.has(page.id)) ranked.set(page.id, { page, tier, score: score(page) });
    }));
    return [...ranked.values()].sort((a, b) => a.tier - b.tier || b.score - a.score);
  };

  const nameSearches = (text) => {
    const name = key(text);
    if (!name) return [];
    const named = [phrase([`zqn${name}`]), `zqn${name}`];
    return CHINESE.test(text) ? named : [...named, `zqs${name}`];
  };

  /** As a phrase of what a concept's own formula is about, of all of it, of any formula, and as words of any order. */
  const texSearches = (text) => {
    const words = texWords(text);
    if (!words.length) return [];
    const any = words.map((word) => `zqt${word}`);
    return [...["zql", "zqo"].map((mark) => phrase(words.map((word) => mark + word))), phrase(any), any.join(" ")];
  };

  /** Where no word begins as `query` does, Pagefind drops letters of it until one does: those are no finds. */
  const genuine = async (query, results) => {
    if (query.startsWith('"') || !results.length) return results;
    const letters = (words) => plain(words).replace(/[^\p{L}\p{N} ]/gu, "");
    const held = letters((await results[0].data()).content);
    return letters(query).split(" ").every((word) => held.includes(word)) ? results : [];
  };

  const inHeading = (page) => Math.min(...page.words) < NAMES;
  const score = (page) => WEIGHTS[kindOf(page.id)] * page.score * (inHeading(page) ? 3 : 1);

  /** Pages with all words of `text`; those without the pairs of each run of Chinese in a row fall out, unless all do. */
  const holding = async (text, search) => {
    const found = plain(text).match(WORDS) ?? [];
    if (!found.length) return [];
    const phrases = found.filter((word) => IS_HAN.test(word)).map(pairs).filter((run) => run.length > 1).map(phrase);
    const [ranked, ...sets] = await Promise.all([found.map(separate).join(" "), ...phrases].map(search));
    const held = sets.map((results) => new Set(results.map((one) => one.id)));
    const whole = ranked.filter((one) => held.every((ids) => ids.has(one.id)));
    return whole.length ? whole : ranked;
  };

  const LEAST_SHARE = 0.4; // of what the words of a question say together
  const MOST_PARTS = 10;
  const ASKING = new RegExp(
    "为什么|为何|什么时候|什么|怎么样?|怎样|如何|是否|能否|哪些?|可以|应该|[的了吗呢是会要和与在]|" +
    "\\b(?:why|what|when|where|which|how|do|does|is|are|be|has|have|can|should|the|an?|of|to|in|on|and|or|not|it|for|with|between)\\b",
    "giu",
  );

  /**
   * Pages with some words of a `text`, the most telling ones first: a question's words are not its answer's. A word says
   * the more, the fewer pages have it; what only asks says nothing.
   */
  const parts = async (text) => {
    const rest = plain(text).replace(ASKING, " ");
    const runs = rest.match(WORDS) ?? [];
    if (IS_TEX.test(text) || !runs.length) return [];
    const words = [...new Set(runs.flatMap((run) => separate(run).split(" ")))];
    const asked = rest === plain(text) ? [] : (await find(rest)).map((one) => ({ ...one, marks: [...runs, ...words] }));
    const pagefind = await started();
    const search = async (query) => genuine(query, (await pagefind.search(query)).results);
    const [every, ...found] = await Promise.all([EVERY, ...words].map(search));
    const says = (results) => Math.log((every.length + 1) / (results.length + 0.5));
    const least = LEAST_SHARE * found.reduce((sum, results) => sum + says(results), 0);
    const ranked = new Map();
    found.forEach((results, at) => results.forEach((page) => {
      const known = ranked.get(page.id) ?? { page, tier: 4, score: 0, marks: [] };
      ranked.set(page.id, { ...known, score: known.score + says(results) * (inHeading(page) ? 3 : 1), marks: [...known.marks, words[at]] });
    }));
    const held = new Set(asked.map((one) => one.page.id));
    const weight = (one) => one.score * WEIGHTS[kindOf(one.page.id)];
    const close = [...ranked.values()].filter((one) => one.score >= least && !held.has(one.page.id));
    return [...asked, ...close.sort((a, b) => weight(b) - weight(a)).slice(0, MOST_PARTS)];
  };

  /**
   * Of the pages with all words of a question in English those that have them anywhere, not in a name: by chance, as
   * they have the word that asks too. Chinese is looked for in a row.
   */
  const byChance = (text, pages) =>
    /\b(?:why|what|when|where|which|how)\b/iu.test(text) && !CHINESE.test(text) && !text.startsWith('"') && !IS_TEX.test(text)
      ? pages.filter((one) => one.tier >= nameSearches(text).length)
      : [];

  /** Every page, concepts first. */
  const browse = async () => {
    const { results } = await (await started()).search(EVERY);
    const pages = results.map((page) => ({ page, tier: 1, score: WEIGHTS[kindOf(page.id)] }));
    return pages.sort((a, b) => b.score - a.score);
  };

  /* ------------------------------------------------------------- meaning */

  let spelling;

  /** What was meant by a `text` that is found nowhere: something that is found; else undefined. */
  const meant = async (text) => {
    spelling ??= Promise.all([script("names.js"), script("../assets/javascripts/spelling.js")]);
    await spelling;
    const search = globalThis.commonplaceSearch;
    const other = IS_TEX.test(text) ? undefined : search.spelling(search.names, text);
    return other && (await find(other)).length ? other : undefined;
  };

  /* ------------------------------------------------------------- showing */

  const BEFORE = 40;
  const LONG = 150;

  /** The words of a page as they stood on it, and where in that text each begins. */
  const joined = (content) => {
    let text = "";
    const starts = [];
    for (const word of content.split(" zqend")[0].split(/\s+/)) {
      const together = text && CJK_END.test(text) && CJK_START.test(word);
      if (text && !together) text += " ";
      starts.push(text.length);
      text += word.replace(PAIR, "$1");
    }
    return { text, starts };
  };

  const marksOf = (query) => (IS_TEX.test(query) ? query.match(/\\[A-Za-z]+/g) : plain(query).match(WORDS)) ?? [];

  /** What to show of a page for `query`: text, each part marked or not, and the place in the page to lead to. */
  const excerpt = ({ tier, marks: own }, { content, anchors }, query) => {
    const { text, starts } = joined(content);
    const marks = [...(own ?? marksOf(query))].sort((a, b) => b.length - a.length).map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pattern = marks.length ? new RegExp(`(${marks.join("|")})`, "giu") : /(?!)/g;
    const body = starts[anchors.find((one) => one.element === "h2")?.location ?? 0] ?? 0;
    const named = tier < 2;
    const at = firstMatch(text, pattern, body);
    const start = starts.find((offset) => offset >= (at === undefined ? body : at - BEFORE)) ?? 0;
    const most = start + LONG;
    const stop = text.length <= most ? text.length : starts.findLast((offset) => offset > start && offset <= most) ?? most;
    const parts = text.slice(start, stop).trimEnd().split(pattern).map((part, place) => [part, place % 2 === 1]);
    const word = starts.findLastIndex((offset) => offset <= (at ?? 0));
    const anchor = named ? undefined : anchors.findLast((one) => one.location <= word && one.element !== "h1")?.id;
    return { before: start > 0, parts, after: stop < text.length, anchor };
  };

  /** The first match from `from` on, else the first of all. */
  const firstMatch = (text, pattern, from) => {
    const places = [...text.matchAll(pattern)].map((match) => match.index);
    return places.find((place) => place >= from) ?? places[0];
  };

  return { find, parts, byChance, browse, meant, excerpt, take, started, tagged, filters: () => filters, kindOf, site };
})();
