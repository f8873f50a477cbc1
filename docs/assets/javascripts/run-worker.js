/*
 * Python for run.js: Pyodide, the page's snippets, and the checker of formulas, all from this site.
 *
 * `jsglobals` is empty, so that Python sees neither fetch nor anything else of the browser.
 */
let starting = null;

async function bytes(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.arrayBuffer();
}

async function start(data) {
  const about = JSON.parse(new TextDecoder().decode(await bytes(`${data}runtime.json`)));
  const home = about.address || `${data}pyodide/`;
  const [{loadPyodide}, checker, numpy] = await Promise.all([
    import(`${home}pyodide.mjs`),
    bytes(`${data}checker.zip`),
    about.numpy ? null : bytes(`${data}numpy.zip`),
  ]);
  const pyodide = await loadPyodide({indexURL: home, packageBaseUrl: home, jsglobals: new Map()});
  pyodide.unpackArchive(checker, "zip", {extractDir: "/site"});
  if (numpy) pyodide.unpackArchive(numpy, "zip", {extractDir: "/site"});
  else await pyodide.loadPackage("numpy", {checkIntegrity: true, messageCallback: () => {}});
  pyodide.runPython("import sys; sys.path.insert(0, '/site')");
  pyodide.FS.mkdirTree("/snippets");
  return {about, pyodide, answer: pyodide.runPython("from commonplace.in_browser.runner import answer; answer")};
}

onmessage = async ({data: {data, request, files}}) => {
  try {
    starting ??= start(data);
    const {about, pyodide, answer} = await starting;
    for (const file of files) {
      if (!pyodide.FS.analyzePath(`/snippets/${file}`).exists) {
        pyodide.FS.writeFile(`/snippets/${file}`, new Uint8Array(await bytes(`${data}snippets/${file}`)));
      }
    }
    postMessage({...JSON.parse(answer(JSON.stringify(request), "/snippets")), about});
  } catch (error) {
    postMessage({lost: String(error?.message ?? error)});
  }
};
