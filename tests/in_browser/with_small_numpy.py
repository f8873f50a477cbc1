"""Run every example of every snippet, and a request, with the small numpy instead of numpy: in a process of its own.

The small numpy goes by the name of numpy here, as it does in a reader's browser, so what is run is what runs there.
"""

from __future__ import annotations

import doctest
import importlib
import json
import sys
from pathlib import Path


def main() -> None:
    """Print, as JSON, which examples failed and what was answered to the requests on standard input."""
    requests = json.load(sys.stdin)
    sys.path.insert(0, requests["snippets"])
    import commonplace.in_browser  # noqa: PLC0415

    sys.modules["numpy"] = importlib.import_module("commonplace.in_browser.numpy")
    for name in ("typing", "random", "polynomial", "linalg"):
        sys.modules[f"numpy.{name}"] = importlib.import_module(f"{commonplace.in_browser.__name__}.numpy.{name}")
    from commonplace.in_browser.runner import answer  # noqa: PLC0415

    folder = Path(requests["snippets"])
    tried = 0
    failed: list[str] = []
    for path in sorted(folder.glob("*.py")):
        if path.stem in requests["slow"]:
            continue
        finder = doctest.DocTestFinder().find(importlib.import_module(path.stem))
        runner = doctest.DocTestRunner(verbose=False)
        for test in finder:
            result = runner.run(test, out=failed.append)
            tried += result.attempted
    answers = [json.loads(answer(json.dumps(request), str(folder))) for request in requests["requests"]]
    json.dump({"tried": tried, "failed": failed, "answers": answers}, sys.stdout)


if __name__ == "__main__":
    main()
