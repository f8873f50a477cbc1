// A picture with a slider. Where its lines are for each value was drawn from the snippet when the site was built, and
// stands in the picture; here it is only put in place.
(() => {
  "use strict";
  const say = globalThis.commonplaceSay;

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  /** What moves: an element, the name of an attribute, and what that is for each value. */
  const movingIn = (picture) =>
    ["d", "x", "y"].flatMap((name) =>
      [...picture.querySelectorAll(`[data-${name}]`)].map((moved) => [moved, name, moved.dataset[name].split("|")]));

  for (const picture of document.querySelectorAll(".cp-picture svg[data-values]")) {
    const { symbol, start } = picture.dataset;
    const values = picture.dataset.values.split(" ");
    const moving = movingIn(picture);
    const slider = element("input", { type: "range", min: 0, max: values.length - 1, step: 1, value: start, class: "cp-slider__range" });
    const told = element("output", { class: "cp-slider__value" });

    const show = () => {
      for (const [moved, name, places] of moving) moved.setAttribute(name, places[slider.value]);
      told.textContent = values[slider.value];
      slider.setAttribute("aria-valuetext", `${symbol} = ${values[slider.value]}`);
    };
    slider.addEventListener("input", show);
    show();

    const hint = element("span", { class: "cp-slider__hint" }, say("拖动，或用方向键", "drag, or use the arrow keys"));
    const label = element("label", { class: "cp-slider" }, element("i", {}, symbol), slider, told, hint);
    picture.closest(".cp-picture").querySelector("figcaption").before(label);
  }
})();
