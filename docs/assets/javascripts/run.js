/*
 * A button that runs the code of a concept page, the very file that the page shows, in the reader's browser.
 *
 * Where the site has Pyodide, `.cp-run` says how much is loaded at the first click; elsewhere, and without JavaScript,
 * there is no button. Python runs in a worker: stopping it ends whatever it does.
 */
(() => {
  "use strict";

  const say = globalThis.commonplaceSay;
  const WORDS = {
    run: say("运行", "Run"),
    again: say("再运行", "Run again"),
    stop: say("停止", "Stop"),
    first: (size) => say(`第一次运行先下载 Python，约 ${size} MB。`, `The first run downloads Python, about ${size} MB.`),
    loading: say("正在下载并启动 Python…", "Loading and starting Python…"),
    running: say("正在运行…", "Running…"),
    stopped: say("已停止。", "Stopped."),
    values: say("输入（可改）", "Inputs, to be edited"),
    code: say("代码", "code"),
    formula: say("公式", "formula"),
    place: (place) => say(`公式 ${place}`, `Formula ${place}`),
    agrees: say("公式与代码一致。", "The formula and the code agree."),
    differs: say("公式与代码不同！", "The formula and the code differ!"),
    relates: say("代码的结果满足公式。", "What the code returns satisfies the formula."),
    outside: (names) =>
      say(`${names} 不在所声明的类型之内，公式对它不作保证。`, `${names}: outside of its declared type, so the formula promises nothing.`),
    failed: {
      input: say("输入读不懂", "The input cannot be used"),
      code: say("代码报错", "The code raised"),
      formula: say("公式没有值", "The formula has no value"),
    },
    lost: say("无法启动 Python", "Python could not be started"),
    none: say("（没有输出）", "(no output)"),
    ran: ({version, python, numpy}) =>
      numpy === "commonplace"
        ? say(
          `在你的浏览器里运行：Python ${python}（Pyodide ${version}），本站的小 numpy。`,
          `Run in your browser: Python ${python} (Pyodide ${version}), this site's small numpy.`,
        )
        : say(
          `在你的浏览器里运行：Python ${python}（Pyodide ${version}），numpy ${numpy}。`,
          `Run in your browser: Python ${python} (Pyodide ${version}), numpy ${numpy}.`,
        ),
  };

  const here = document.currentScript.src;
  const data = new URL("../run/", here);

  let worker = null;
  let about = null;
  let waiting = null;

  let last = Promise.resolve();

  /** Ask the worker, one question after the other. */
  function ask(request, files) {
    last = last.then(() => answered(request, files));
    return last;
  }

  function answered(request, files) {
    if (!worker) {
      worker = new Worker(new URL("run-worker.js", here), {type: "module"});
      worker.onmessage = ({data: told}) => {
        if (told.about) about = told.about;
        waiting?.(told);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        waiting?.({lost: event.message || "worker"});
      };
    }
    return new Promise((resolve) => {
      waiting = resolve;
      worker.postMessage({data: data.href, request, files});
    });
  }

  function stop() {
    worker?.terminate();
    worker = null;
    waiting?.({stopped: true});
    waiting = null;
  }

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  /** The symbol as the page sets it, from its table of symbols; its TeX where that has none. */
  function symbol(place, tex) {
    const set = [...document.querySelectorAll(`#formula-${place} td:first-child math`)]
      .find((math) => math.getAttribute("alttext") === tex);
    return set ? set.cloneNode(true) : element("code", {}, tex);
  }

  function field(label, text, type, rows) {
    const input = element(rows > 1 ? "textarea" : "input", {
      className: "cp-run__input", value: text, spellcheck: false, autocapitalize: "off", autocomplete: "off",
    });
    if (rows > 1) input.rows = rows;
    if (type) input.title = type;
    return [element("label", {className: "cp-run__field"}, element("span", {}, label), input), input];
  }

  /** What can be run under one snippet: its formulas, or lines of code where the page has none. */
  function parts(box, page) {
    const module = box.dataset.module;
    const own = page.formulas.filter(({formula}) => formula.snippet.split(".")[0] === module);
    if (own.length) {
      return own.map(({place, formula, fields}) => {
        const inputs = fields.map(({symbol: tex, text, type}) => [tex, ...field(symbol(place, tex), text, type, 1)]);
        const name = element("a", {href: `#formula-${place}`}, WORDS.place(place));
        return {
          place,
          head: element("p", {className: "cp-run__name"}, name, " · ", element("code", {}, formula.snippet)),
          fields: inputs.map(([, label]) => label),
          request: () => ({formula, inputs: Object.fromEntries(inputs.map(([tex, , input]) => [tex, input.value]))}),
        };
      });
    }
    if (!page.code) return [];
    const [label, input] = field("Python", page.code.trim(), "", Math.min(12, page.code.trim().split("\n").length + 1));
    return [{
      head: element("p", {className: "cp-run__name"}, element("code", {}, `${module}.py`)),
      fields: [label],
      request: () => ({module, code: input.value}),
    }];
  }

  function row(name, values) {
    const cells = values.map((value) => element("code", {}, value));
    return element("tr", {}, element("th", {scope: "row"}, name), element("td", {}, ...cells));
  }

  function show(told, output) {
    const lines = [];
    if (told.printed !== undefined) {
      lines.push(element("pre", {className: "cp-run__printed", tabIndex: 0}, told.printed || WORDS.none));
    }
    if (told.code) {
      const rows = [row(WORDS.code, told.code), ...(told.formula.length ? [row(WORDS.formula, told.formula)] : [])];
      lines.push(element("table", {className: "cp-run__values"}, element("tbody", {}, ...rows)));
    }
    if (told.outside?.length) lines.push(element("p", {className: "cp-run__note"}, WORDS.outside(told.outside.join(", "))));
    if (told.outcome === "agrees") {
      lines.push(element("p", {className: "cp-run__good"}, told.formula.length ? WORDS.agrees : WORDS.relates));
    } else if (told.outcome === "differs") {
      lines.push(element("p", {className: "cp-run__bad"}, `${WORDS.differs} ${told.problem}`));
    } else if (told.outcome === "failed") {
      const problem = element("code", {}, told.problem);
      lines.push(element("p", {className: "cp-run__bad"}, `${WORDS.failed[told.by]}: `, problem));
    } else if (told.lost) {
      lines.push(element("p", {className: "cp-run__bad"}, `${WORDS.lost}: `, element("code", {}, told.lost)));
    } else if (told.stopped) {
      lines.push(element("p", {className: "cp-run__note"}, WORDS.stopped));
    }
    output.replaceChildren(...lines);
  }

  async function pageOf(box) {
    const answer = await fetch(new URL(`${box.dataset.concept}.json`, data));
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
    return answer.json();
  }

  /** The title of the code that stands above a box: on a phone it is long, and the button below it far. */
  function titleOf(box) {
    let code = box.previousElementSibling;
    while (code && !code.matches(".highlight, h2")) code = code.previousElementSibling;
    const title = code?.querySelector(":scope > .filename");
    return title?.textContent.endsWith(`/${box.dataset.module}.py`) ? title : null;
  }

  /** The verdicts on formulas that a module implements, with the places of these formulas. */
  function verdictsOn(module) {
    return [...document.querySelectorAll("[id^='formula-'] > .cp-verdict")]
      .filter((verdict) => verdict.querySelector("code")?.textContent.split(".")[0] === module)
      .map((verdict) => [Number(verdict.parentElement.id.slice("formula-".length)), verdict]);
  }

  function dress(box, bytes) {
    const size = (bytes / 1e6).toFixed(0);
    const button = element("button", {type: "button", className: "cp-run__button md-button", title: WORDS.first(size)}, `▶ ${WORDS.run}`);
    const halt = element("button", {type: "button", className: "cp-run__stop md-button", hidden: true}, `■ ${WORDS.stop}`);
    const hint = element("span", {className: "cp-run__hint"}, WORDS.first(size));
    const status = element("p", {className: "cp-run__status", role: "status"});
    const panel = element("div", {className: "cp-run__panel"});
    const by = element("p", {className: "cp-run__by"});
    const bar = element("div", {className: "cp-run__bar"}, button, halt, hint);
    let ready = null;

    async function open() {
      const page = await pageOf(box);
      const found = parts(box, page).map((part) => ({
        ...part,
        section: element("section", {className: "cp-run__part"}),
        output: element("div", {className: "cp-run__output"}),
      }));
      for (const {head, fields, section, output} of found) {
        const legend = element("legend", {}, WORDS.values);
        const form = element("form", {className: "cp-run__form"}, element("fieldset", {}, legend, ...fields));
        form.addEventListener("submit", (event) => event.preventDefault());
        form.addEventListener("keydown", (event) => {
          if (event.key === "Enter" && (event.target.localName === "input" || event.ctrlKey) && !event.isComposing) run();
        });
        section.append(head, form, output);
        panel.append(section);
      }
      return {files: page.files, found};
    }

    async function run(place) {
      if (button.ariaDisabled) return;
      button.ariaDisabled = "true";  // Not `disabled`: a browser takes the focus away from such a button.
      halt.hidden = false;
      status.textContent = worker ? WORDS.running : WORDS.loading;
      try {
        ready ??= await open();
        ready.found.find((part) => part.place === place)?.section.scrollIntoView();
        for (const {request, output} of ready.found) {
          const told = await ask(request(), ready.files);
          if (told.lost) stop();
          show(told, output);
          if (told.numpy) by.textContent = WORDS.ran({...about, numpy: told.numpy});
          if (told.lost || told.stopped) break;
          status.textContent = WORDS.running;
        }
      } catch (error) {
        show({lost: String(error.message ?? error)}, panel);
      }
      waiting = null;
      status.textContent = "";
      hint.textContent = "";
      button.textContent = `▶ ${WORDS.again}`;
      button.removeAttribute("title");
      button.ariaDisabled = null;
      halt.hidden = true;
    }

    /** Another button where the reader is already: it leads here. */
    function elsewhere(place) {
      const far = element("button", {type: "button", className: "cp-run__far", title: WORDS.first(size)}, `▶ ${WORDS.run}`);
      far.addEventListener("click", () => {
        box.scrollIntoView();
        button.focus({preventScroll: true});
        run(place);
      });
      return far;
    }

    titleOf(box)?.append(elsewhere());
    for (const [place, verdict] of verdictsOn(box.dataset.module)) verdict.after(elsewhere(place));
    button.addEventListener("click", () => run());
    halt.addEventListener("click", stop);
    box.append(bar, status, panel, by);
  }

  const boxes = [...document.querySelectorAll(".cp-run")];
  const dressed = (size) => boxes.forEach((box) => { if (size > 0) dress(box, size); });
  if (boxes[0]?.dataset.bytes) {
    dressed(Number(boxes[0].dataset.bytes));
  } else if (boxes.length) {  // another build than commonplace's, or `serve`
    fetch(new URL("runtime.json", data)).then((answer) => answer.ok && answer.json()).then((told) => dressed(told.bytes), () => {});
  }
})();
