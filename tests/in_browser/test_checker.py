"""What browsers get of the checker stands on its own: numpy, and nothing else that is installed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

from commonplace.workflows import running

ROOT = Path(__file__).parents[2]
ASKED = """
import json, sys
import msgspec
from commonplace.in_browser.runner import answer
request = {"module": "relu", "code": "relu([-1.0, 2.0]).tolist()"}
print(json.dumps([msgspec.__file__, json.loads(answer(json.dumps(request), sys.argv[1]))]))
"""


def test_the_checker_runs_with_what_it_brings(tmp_path: Path) -> None:
    zipfile.ZipFile(io.BytesIO(running._checker())).extractall(tmp_path)  # What is served.
    done = subprocess.run(  # noqa: S603  # Our own.
        [sys.executable, "-c", ASKED, str(ROOT / "snippets")],
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    place, told = json.loads(done.stdout)
    assert Path(place).parent == tmp_path
    assert told["outcome"] == "printed", told
