"""What the command line says: found in its source, and kept in the catalogue of translations.

``make messages`` brings the catalogue up to date: new messages come into it untranslated, those that are
said no more go out of it, and what programs read is compiled.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from commonplace.cli import cli
from commonplace.cli.commands import COMMANDS
from commonplace.exporters import all_exporters
from commonplace.importers import all_importers
from commonplace.translation import DOMAIN, LOCALES, help_paragraphs

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "tools" / "commonplace"
CATALOGUE = LOCALES / "zh" / "LC_MESSAGES" / f"{DOMAIN}.po"
SAID = frozenset(
    ("problem", "hint", "told", "remedy", "why", "reason", "all_well", "loses", "lines", "_STAGES", "_PATTERNS")
)
"""What errors, refusals and findings call what they say."""
CLICKS_OWN: tuple[str | tuple[str, str], ...] = (
    "(dynamic)", "Aborted!", "Commands", "Error: invalid input", "Error: {message}",
    "Choose from:\n\t{choices}",
    "Invalid value for {param_hint}: {message}", "Invalid value: {message}", "Missing argument", "Missing command.",
    "Missing option", "Missing parameter", "No such command {name!r}.", "No such option {name!r}.",
    "Option {name!r} does not take a value.", "Options", "Show the version and exit.", "Show this message and exit.",
    "Try '{command} {option}' for help.", "Usage:", "default: {default}", "directory", "file", "path", "required",
    "{name} {filename!r} does not exist.", "{name} {filename!r} is a directory.", "{name} {filename!r} is a file.",
    "{value!r} is not a valid {number_type}.", "{value} is not in the range {range}.",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)  # fmt: skip
"""What click says to those who use the commands; it asks for its translation in the same catalogue."""
NAMES = (
    "agrees", "differs", "broken", "unchecked", "error", "warning", "Checking", "Mutating", "Reading", "Fetching",
    "Indexing", "id", "source", "quote", "comments", "concepts", "title", "tags", "annotations", "format",
    "description", "at", "exports", "new", "changed", "unchanged", "left out", "rejected", "gone", "files", "authors",
    "importers", "passages", "tag", "kind", "aliases", "created", "creator", "documents", "formulas", "importer",
    "motivation", "names", "native_id", "published", "question", "updated", "url", "visibility", "assets", "check",
    "chromium", "fonts", "git", "interrupted", "library", "links", "packages", "pagefind", "pyodide", "python", "site",
    "snippets", "No such file or directory", "Permission denied", "No space left on device", "Is a directory",
    "reader", "annotation", "concept", "owner", "comment", "heading", "chapter", "context", "locator", "answer",
    "page", "range", "start", "end", "prefix", "suffix", "fragment", "color", "isbn", "publisher",
    "same_passage", "attachments", "fingerprints", "highlighting", "commenting", "questioning", "describing",
    "bookmarking", "replying", "assessing", "public", "private", "group", "headings", "physical_page", "selection",
    "rectangle",
    "the formula gives {0}, the snippet {1}", "the left side gives {0}, the right side {1}",
)  # fmt: skip
"""Names of columns, properties and states, and what the system says: looked up as they stand in the data."""
_APART = frozenset(("in_browser", "template", "pages"))
"""What is said elsewhere than on a terminal."""

_HEADER = b"""\
# What the command line says, in Chinese. `make messages` adds what is new.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_PERCENT = re.compile(r"%[sd](?!\w)")
Found = Mapping[str | tuple[str, str], list[str]]


def messages() -> Found:
    """Every message, or pair of a singular and a plural, with the places where it is said."""
    found: dict[str | tuple[str, str], list[str]] = defaultdict(list)
    for group, several in (("click", CLICKS_OWN), ("names", NAMES), ("help", tuple(_helps()))):
        for message in several:
            found[message].append(group)
    trees = {path.relative_to(PACKAGE): ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    taken = {name: told for tree in trees.values() for name, told in _places(tree)}
    for name, tree in trees.items():
        if name.parts[0] not in _APART:
            for text in _Reader(tree, taken).messages():
                found[text].append(name.as_posix())
    return found


def _places(tree: ast.Module) -> Iterator[tuple[str, list[int]]]:
    """Where functions and classes take what is said, by their names."""
    for node in ast.walk(tree):
        for function in [node] if isinstance(node, ast.FunctionDef) else []:
            taken = [one.arg for one in function.args.args if one.arg not in ("self", "cls")]
            if told := [place for place, name in enumerate(taken) if name in SAID]:
                yield function.name, told
        if isinstance(node, ast.ClassDef):
            made = [one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"]
            yield from ((node.name, told) for one in made for _name, told in _places(ast.Module([one], [])))


def _helps() -> Iterator[str]:
    """What is prose in the help of commands and options: an example is the same in every language."""
    yield from (entry.summary for entry in COMMANDS.values())
    yield from (one.description for one in all_importers())
    yield from (one.description for one in all_exporters())
    todo: list[click.Command] = [cli, *filter(None, (cli.get_command(click.Context(cli), name) for name in COMMANDS))]
    for command in todo:
        if isinstance(command, click.Group) and command is not cli:
            todo.extend(command.commands.values())
        yield from (one for one in help_paragraphs(command.help or "") if not one.startswith("\b") or "   " in one)
        yield from (one.help for one in command.params if isinstance(one, click.Option) and one.help)


class _Reader:
    """Finds what one file says."""

    def __init__(self, tree: ast.Module, places: Mapping[str, list[int]]) -> None:
        self._tree = tree
        self._places = places

    def messages(self) -> Iterator[str | tuple[str, str]]:
        """What `gettext` is asked for, and what errors, refusals and findings are made of."""
        calls = [node for node in ast.walk(self._tree) if isinstance(node, ast.Call)]
        told = [node for call in calls for node in self._said_in(call)]
        names = {node.id for node in told if isinstance(node, ast.Name)} | set(SAID)
        names |= {
            node.value.id for node in told if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)
        }
        told += [value for node in ast.walk(self._tree) for value in _assigned(node, names)]
        told += _looped(self._tree)
        for node in told:
            yield from filter(_is_said, _texts(node))
        for call in calls:
            name = _name(call.func)
            texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if name in ("_", "gettext") and any(texts):
                yield texts[0]
            elif name == "ngettext":
                yield texts[0], texts[1]

    def _said_in(self, call: ast.Call) -> Iterator[ast.expr]:
        name = _name(call.func)
        usual = [0] if name.endswith("Error") or (name in ("warning", "info") and _is_log(call.func)) else []
        yield from (call.args[place] for place in self._places.get(name, usual) if place < len(call.args))
        yield from (keyword.value for keyword in call.keywords if keyword.arg in SAID)


def _is_log(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and _name(function.value) == "_log"


def _assigned(node: ast.AST, names: set[str]) -> Iterator[ast.expr]:
    """What is assigned to one of `names`, in a tuple too; all values of a table."""
    pairs: list[tuple[ast.expr, ast.expr]] = []
    if isinstance(node, ast.Assign):
        pairs = [(target, node.value) for target in node.targets]
    elif isinstance(node, ast.AnnAssign | ast.AugAssign | ast.NamedExpr) and node.value is not None:
        pairs = [(node.target, node.value)]
    for target, value in pairs:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs.extend(zip(target.elts, value.elts, strict=False))
        elif isinstance(target, ast.Name) and target.id in names:
            yield value


def _looped(tree: ast.Module) -> Iterator[ast.expr]:
    """What stands in the rows of a table, where a loop over it calls that column by one of the names."""
    tables = {target.id: node.value for node in tree.body for target, node in _targets(node)}
    for loop in (node for node in ast.walk(tree) if isinstance(node, ast.For) and isinstance(node.target, ast.Tuple)):
        rows = tables.get(_name(loop.iter))
        columns = [place for place, one in enumerate(loop.target.elts) if _name(one) in SAID]  # type: ignore[attr-defined]
        if isinstance(rows, ast.Tuple):
            yield from (row.elts[place] for row in rows.elts if isinstance(row, ast.Tuple) for place in columns)


def _targets(node: ast.stmt) -> Iterator[tuple[ast.Name, ast.Assign | ast.AnnAssign]]:
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from ((target, node) for target in targets if isinstance(target, ast.Name))


def _texts(node: ast.expr) -> Iterator[str]:
    """The messages of an expression: what is put into a text has a place in it, with a number."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        numbers = count()
        yield _PERCENT.sub(lambda _: f"{{{next(numbers)}}}", node.value)  # As what is logged has its places.
    elif isinstance(node, ast.JoinedStr):
        numbers = count()
        text = ""
        for part in node.values:
            if isinstance(part, ast.Constant):
                text += str(part.value)
            else:
                text += f"{{{next(numbers)}}}"
        yield text
    elif isinstance(node, ast.IfExp):
        yield from (text for branch in (node.body, node.orelse) for text in _texts(branch))
    elif isinstance(node, ast.List):
        yield from (text for value in node.elts for text in _texts(value))
    elif isinstance(node, ast.BoolOp | ast.Dict):
        yield from (text for value in node.values for text in _texts(value))


def _is_said(text: str) -> bool:
    return " " in text.strip() and text == text.rstrip("\n") and any(map(str.isalpha, text))


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def catalogue() -> Catalog:
    """The catalogue as it is."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh")


def compiled(told: Catalog) -> bytes:
    """What programs read of a catalogue."""
    told.creation_date = told.revision_date = _NEVER  # Else it would be another file each time.
    buffer = io.BytesIO()
    write_mo(buffer, told)
    return buffer.getvalue()


def untranslated(told: Catalog) -> list[object]:
    """The messages of a catalogue that have no translation."""
    texts = {one.id: (one.string,) if isinstance(one.string, str) else tuple(one.string or ("",)) for one in told}
    return [message for message, strings in texts.items() if message and not all(strings)]


def brought_up_to_date(old: Catalog) -> Catalog:
    """`old` with what is said now, and no more."""
    new = Catalog(locale="zh")
    for message, places in sorted(messages().items(), key=lambda pair: (pair[1][0], str(pair[0]))):
        known = old.get(message if isinstance(message, str) else message[0])
        same = known is not None and isinstance(known.string, str) == isinstance(message, str)
        new.add(message, known.string if known and same else None, auto_comments=sorted(set(places)))
    return new


def main() -> None:
    """Write the catalogue anew, and tell how many messages have no translation."""
    told = brought_up_to_date(catalogue() if CATALOGUE.is_file() else Catalog(locale="zh"))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        file.write(_HEADER)
        write_po(file, told, width=0, omit_header=True)
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(catalogue()))
    lacking = untranslated(told)
    sys.stdout.write("".join(f"{one!r}\n" for one in lacking) + f"{len(lacking)} of {len(told)} are not translated\n")


if __name__ == "__main__":
    main()
