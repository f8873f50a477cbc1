// What somebody meant who was told that nothing was found: the name of a concept, how a Chinese one begins, or words of such
// names, that are a few letters away. Loaded with the names (search/names.js) when that happens, and not before.
"use strict";

globalThis.commonplaceSearch.spelling = (() => {
  const HAN = /[\u3400-\u9fff]/;
  const SHORTEST = 4;  // letters of a word that may be misspelt
  const plain = (text) => text.normalize("NFKC").toLowerCase().trim().replace(/\s+/g, " ");

  /** How many letters may be wrong. */
  const allowed = (text) => {
    const length = [...text].length;
    return HAN.test(text) ? Math.min(2, Math.floor(length / 3)) : Math.min(3, Math.floor(length / SHORTEST));
  };

  /** Letters to put in, take out, change or swap with the next, to make one text of the other; more than `most` is Infinity. */
  const distance = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return Infinity;
    let before = [];
    let row = [...Array(other.length + 1).keys()];
    for (let i = 1; i <= one.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= other.length; j += 1) {
        const same = one[i - 1] === other[j - 1];
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + !same);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      if (Math.min(...next) > most) return Infinity;
      [before, row] = [row, next];
    }
    return row[other.length] <= most ? row[other.length] : Infinity;
  };

  /** The nearest of `texts`, the first of those that are as near; undefined where none is near enough. */
  const nearest = (text, texts) => {
    const letters = [...text];
    let most = allowed(text);
    let found;
    for (const other of texts) {
      const away = most > 0 ? distance(letters, [...other], most) : Infinity;
      if (away > 0 && away <= most) [found, most] = [other, away - 1];
    }
    return found;
  };

  /** As much of each Chinese name that goes on as `text` is long: 交叉熵误差 is called 交叉熵. */
  const beginnings = (names, text) => {
    const { length } = [...text];
    return [...names].filter((name) => HAN.test(name)).map((name) => [...name].slice(0, length).join(""));
  };

  /** What `text` may be a misspelling of: a name as it is written, else its words, each as some name has it. */
  return (names, text) => {
    const written = new Map(names.map((name) => [plain(name), name]));
    const name = nearest(plain(text), written.keys());
    if (name) return written.get(name);
    const beginning = HAN.test(text) && nearest(plain(text), beginnings(written.keys(), plain(text)));
    if (beginning) return beginning;
    const known = new Set([...written.keys()].flatMap((one) => one.split(" ")).filter((word) => word.length >= SHORTEST && !HAN.test(word)));
    const words = plain(text).split(" ").map((word) => (known.has(word) ? word : nearest(word, known)));
    return words.includes(undefined) ? undefined : words.join(" ");
  };
})();
