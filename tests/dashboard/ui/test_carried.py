"""Several modules of JavaScript are joined into the one that the browser receives."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.ui import chart_tools, territory_map, territory_search
from dashboard.ui.carried import joined_script
from tests.support.paths import ROOT

COMPONENTS = [
    (chart_tools.component, "tools.css"),
    (territory_map.component, "map.css"),
    (territory_search.component, "search.css"),
]
DEFINED = re.compile(r"^(?:async )?(?:const|let|function|class) (\w+)", re.M)


def write(folder, **scripts):
    (folder / "style.css").write_text("a { color: red }", encoding="utf-8")
    for name, text in scripts.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")


def test_a_module_comes_after_what_it_imports_and_comes_once(tmp_path):
    write(
        tmp_path,
        base="export const ONE = 1;\n",
        left='import { ONE } from "./base.js";\n\nexport const two = () => ONE + 1;\n',
        entry=(
            'import { ONE } from "./base.js";\nimport {\n  two,\n} from "./left.js";\n\n'
            "export default function () {\n  return two() + ONE;\n}\n"
        ),
    )
    script = joined_script(tmp_path, "style.css", "entry.js")
    assert script.splitlines()[0] == 'const STYLE = "a { color: red }";'
    assert (
        script.index("const ONE = 1") < script.index("const two") < script.index("export default")
    )
    assert script.count("const ONE = 1") == 1
    assert "import" not in script
    assert re.findall(r"^export .*", script, re.M) == ["export default function () {"]


@pytest.mark.parametrize(("component", "style"), COMPONENTS, ids=lambda item: str(item)[-30:])
def test_the_joined_modules_define_each_name_once(component, style):
    names = DEFINED.findall(joined_script(component.HERE, style, component.ENTRY))
    assert sorted(names) == sorted(set(names))


def test_the_linter_sees_a_name_that_no_module_gives(tmp_path):
    (tmp_path / "bad.js").write_text("export const seven = () => missing + 1;\n", encoding="utf-8")
    lint = [Path(sys.executable).with_name("oxlint"), "-c", ROOT / ".oxlintrc.json"]
    done = subprocess.run([*lint, tmp_path], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "'missing' is not defined" in done.stdout
