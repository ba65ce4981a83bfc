"""JavaScript of the components, run without a page by the Node that Playwright brings."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from playwright._impl._driver import compute_driver_executable

# Reads a line {module, code, value}, answers {result} or {error}: one process for many calls.
LOOP = """
const lines = require("node:readline").createInterface({ input: process.stdin });
lines.on("line", async (line) => {
  const { module, code, value } = JSON.parse(line);
  try {
    const result = eval(code)(await import(module), value);
    console.log(JSON.stringify({ result: result ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
});
"""


class JavaScript:
    """A Node process that calls functions of the modules of the dashboard."""

    def __init__(self) -> None:
        node, _ = compute_driver_executable()
        self._process = subprocess.Popen(
            [node, "--no-warnings", "-e", LOOP],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def call(self, module: Path, code: str, value: Any = None) -> Any:
        """Result of ``code``, a function of the exports of a module and of a value."""
        assert self._process.stdin
        assert self._process.stdout
        request = {"module": module.resolve().as_uri(), "code": code, "value": value}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def close(self) -> None:
        """End the process, which stops when it has nothing more to read."""
        self._process.communicate()
