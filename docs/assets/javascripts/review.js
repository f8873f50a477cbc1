// Review: shows the cards that are due, one at a time. Leitner's boxes: what was known goes one box on and comes back
// after twice as many days, what was forgotten goes back to the first. All is kept in this browser. Where there are many
// cards, they stand on pages by topic, and the page of review says how many are due on each.
(() => {
  "use strict";
  const NAME = "commonplace-review";
  const LAST_BOX = 8;  // Four months.
  const NEW_A_DAY = 20;

  const today = () => {
    const now = new Date();
    return Math.round(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 86400000);
  };
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(NAME)) ?? {};
    } catch {
      return {};  // Unreadable or not allowed: begin anew.
    }
  };
  const kept = read();
  // Of these cards: those that were seen before and are due, then new ones, so many a day.
  const dueOf = (keys) => {
    const day = today();
    const begun = Object.values(kept).filter((card) => card.first === day).length;
    const seen = keys.filter((key) => kept[key]?.due <= day);
    return [...seen, ...keys.filter((key) => !kept[key]).slice(0, Math.max(0, NEW_A_DAY - begun))];
  };

  for (const deck of document.querySelectorAll(".cp-decks .cp-due")) {
    const due = dueOf(deck.dataset.cards.split(" ")).length;
    if (due) deck.textContent = `${deck.closest(".cp-decks").dataset.due}: ${due}`;
  }

  const room = document.querySelector(".cp-review");
  if (!room) return;
  const words = room.dataset;
  const cards = [...room.querySelectorAll(":scope > .cp-card")];
  const keep = () => {
    try {
      localStorage.setItem(NAME, JSON.stringify(kept));
    } catch {
      // Not allowed: it lasts as long as the page.
    }
  };

  const element = (name, properties) => Object.assign(document.createElement(name), properties);
  const told = element("p", { className: "cp-facts" });
  told.setAttribute("role", "status");
  const buttons = element("p", { className: "cp-review-buttons" });
  const show = element("button", { type: "button", textContent: words.show });
  const forgot = element("button", { type: "button", textContent: words.forgot });
  const knew = element("button", { type: "button", textContent: words.knew });
  const every = element("button", { type: "button", textContent: words.all });
  const keys = element("p", { className: "cp-facts", textContent: words.keys });
  const above = element("div", { className: "cp-review-bar" });
  const below = element("div", { className: "cp-review-bar" });
  buttons.append(show, forgot, knew, every);
  above.append(told);
  below.append(buttons, keys);
  room.before(above);
  room.after(below);

  const byKey = new Map(cards.map((card) => [card.dataset.card, card]));
  let waiting = dueOf([...byKey.keys()]).map((key) => byKey.get(key));
  let listed = false;
  const current = () => waiting[0];

  const draw = () => {
    const card = current();
    for (const other of cards) other.hidden = !listed && other !== card;
    room.classList.toggle("cp-review--one", !listed);
    const open = Boolean(card?.querySelector("details")?.open);
    told.textContent = card ? `${words.due}: ${waiting.length}` : words.done;
    show.hidden = listed || !card || open;
    forgot.hidden = knew.hidden = listed || !card || !open;
    keys.hidden = listed || !card;
    every.textContent = listed ? words.one : words.all;
  };

  const turn = () => {
    const details = current()?.querySelector("details");
    if (!details || listed) return;
    details.open = true;
    draw();
    knew.focus({ preventScroll: true });
  };

  const grade = (known) => {
    const card = current();
    if (!card || listed || !card.querySelector("details").open) return;
    const before = kept[card.dataset.card];
    const box = known ? Math.min((before?.box ?? 0) + 1, LAST_BOX) : 0;
    const day = today();
    kept[card.dataset.card] = { box, due: day + (known ? 2 ** (box - 1) : 1), first: before?.first ?? day };
    keep();
    card.querySelector("details").open = false;
    waiting = waiting.slice(1);
    draw();
    show.focus({ preventScroll: true });
  };

  show.addEventListener("click", turn);
  forgot.addEventListener("click", () => grade(false));
  knew.addEventListener("click", () => grade(true));
  every.addEventListener("click", () => {
    listed = !listed;
    for (const card of cards) card.querySelector("details").open = false;
    draw();
  });
  room.addEventListener("toggle", draw, true);

  // Material has a shortcut for some letters; digits and the space bar are free, except where something is typed or
  // pressed.
  addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, summary, a, button");
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea")) return;
    if (event.key === " " && !typing) {
      event.preventDefault();
      turn();
    }
    if (event.key === "1") grade(false);
    if (event.key === "2") grade(true);
  });

  draw();
})();
