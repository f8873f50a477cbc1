// What helps while reading: a button that copies a citation, folded parts that are open on paper, and the scripts of
// pictures with a slider, where there is one, and of glances at where links lead, where there is a mouse and a server.
(() => {
  "use strict";
  const say = globalThis.commonplaceSay;
  const [copy, copied] = [say("复制", "Copy"), say("已复制", "Copied")];

  // A citation is copied with the words that it is of, and with their address where there is one.
  const citation = (details) => {
    const text = details.querySelector(".cp-cite-text");
    const passage = details.closest(".cp-passage");
    if (!passage) return text.textContent.trim();
    const words = passage.querySelector(":scope > .cp-quote");
    const address = new URL(`#${passage.id}`, location.href).href;
    return [words && `“${words.textContent.trim()}”`, text.textContent.trim(), address].filter(Boolean).join("\n");
  };

  const copyText = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const box = Object.assign(document.createElement("textarea"), { value: text });  // From file: and plain http:.
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  };

  for (const details of document.querySelectorAll("details.cp-cite")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "cp-copy", textContent: copy });
    button.addEventListener("click", async () => {
      await copyText(citation(details));
      button.textContent = copied;
      setTimeout(() => { button.textContent = copy; }, 2000);
    });
    details.append(button);
  }

  const here = document.currentScript.src;
  const load = (name) => {
    document.head.append(Object.assign(document.createElement("script"), { src: new URL(name, here).href }));
  };
  if (document.querySelector(".cp-picture svg[data-values]")) load("moving.js");
  if (location.protocol !== "file:" && matchMedia("(hover: hover) and (pointer: fine)").matches) load("glance.js");

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll(".md-content details:not([open], .cp-why, .cp-cite)")];
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });
})();
