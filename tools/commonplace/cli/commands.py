"""Where each command stands, and what the list of commands says of it."""

from __future__ import annotations

from collections.abc import Mapping

from commonplace.cli.lazy_group import Entry

COMMANDS: Mapping[str, Entry] = {
    "answer": Entry(
        "commonplace.cli.deciding:answer",
        "Answer the open question ID with TEXT, which may hold Markdown and TeX; the question's own words stay.",
    ),
    "build": Entry(
        "commonplace.cli.publishing:build",
        "Check the library, bring its pages up to date, and build the site into site/ with its search index.",
    ),
    "check": Entry(
        "commonplace.cli.checking:check",
        "Compare every formula with its code, and look at pages, relations and marked regions.",
    ),
    "completion": Entry(
        "commonplace.cli.completing:completion",
        "Print what lets SHELL complete commands and options; put it where the shell reads it.",
    ),
    "doctor": Entry(
        "commonplace.cli.diagnosing:doctor",
        "Find what is wrong with this machine and the library, and say what to do; runs no code of the library.",
    ),
    "export": Entry(
        "commonplace.cli.exporting:export", "Write your annotations as a file for another app; FORMAT says which."
    ),
    "fetch": Entry(
        "commonplace.cli.fetching:fetch", "Get your annotations from a service that you use, by its own interface."
    ),
    "fetch-pyodide": Entry(
        "commonplace.cli.running:fetch_pyodide",
        "Get Python for readers' browsers, so that pages that `build` makes can run their code.",
    ),
    "import": Entry(
        "commonplace.cli.importing:import_", "Read exports of reading apps: files, folders, or - for standard input."
    ),
    "init": Entry(
        "commonplace.cli.initialising:init",
        "Make a library of your own in FOLDER: the concepts with their code, and no annotations.",
    ),
    "link": Entry(
        "commonplace.cli.deciding:link", "Put the annotation ID under CONCEPT for good, whatever later imports bring."
    ),
    "list": Entry("commonplace.cli.showing:list_", "List what is in the library, or the formats that it reads."),
    "log": Entry("commonplace.cli.undoing:log", "List the imports that `undo` can take back, the last one first."),
    "mutate": Entry(
        "commonplace.cli.checking:mutate",
        "Make every formula and snippet wrong in one place, and tell what the check does not notice.",
    ),
    "render": Entry("commonplace.cli.rendering:render", "Bring every page up to date with the library; runs no code."),
    "restore": Entry(
        "commonplace.cli.restoring:restore",
        "Bring back an annotation that `import --sync` set aside; `commonplace list gone` shows them.",
    ),
    "search": Entry(
        "commonplace.cli.finding:search",
        "Find the annotations that hold all of WORDS, in quotes, comments and tags; parts of words are found too.",
    ),
    "serve": Entry("commonplace.cli.publishing:serve", "Serve the site here, and build it anew when a page changes."),
    "show": Entry(
        "commonplace.cli.showing:show",
        "Show one annotation, source or concept, and for an annotation why it is where it is.",
    ),
    "source": Entry(
        "commonplace.cli.source:source", "Say which sources are one book, and which are two; it holds on later imports."
    ),
    "test": Entry(
        "commonplace.cli.testing:test",
        "Run the tests of the snippets of CONCEPTS, or of all: `commonplace test softmax`.",
    ),
    "undo": Entry(
        "commonplace.cli.undoing:undo",
        "Take back the last import, and when said again the one before; what you wrote on pages since is kept.",
    ),
    "unlink": Entry(
        "commonplace.cli.deciding:unlink",
        "Keep the annotation ID from CONCEPT for good, with all that mark the same passage.",
    ),
    "watch": Entry(
        "commonplace.cli.watching:watch", "Import what appears in FOLDER, as soon as it is whole, until Ctrl-C."
    ),
}
