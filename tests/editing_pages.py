"""A page that runs the editor as a notebook would, with the real Python side behind it.

The page allows nothing from outside; ``unsafe-eval`` is what playwright needs to wait for something.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from typing import Any

import journeymap as jm
from journeymap.editing.editors import Editor

ADDRESS = "http://notebook.invalid/"
SHOWN = ("_labels", "_colours", "_shown")

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Notebook</title>
<meta http-equiv="Content-Security-Policy"
content="default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'">
<link rel="stylesheet" href="editor.css"></head>
<body><main id="cell"></main><script type="module" src="cell.js"></script></body></html>
"""

CELL = """
import { default as widget, smooth } from "./editor.js";
const state = await window.readState();
const listeners = new Set();
const model = {
  get: (name) => state[name],
  set: (name, value) => { state[name] = value; },
  save_changes() {},
  on: (name, listener) => { if (name === "change:_shown") listeners.add(listener); },
  off: (name, listener) => listeners.delete(listener),
  async send(content) {
    window.sent.push(content);
    if (window.deaf) return;
    window.push(await window.askPython(content));
  },
};
window.sent = [];
window.smooth = smooth;
window.push = (shown) => { state._shown = shown; for (const listener of [...listeners]) listener(); };
window.listeners = listeners;
window.close = await widget.render({ model, el: document.getElementById("cell") });
window.ready = true;
"""


class Opened:
    """An editor on a page.

    Attributes:
        editor: The Python side.
        page: The page, as playwright drives it.
        requests: The addresses of all requests that the page made.
    """

    def __init__(self, editor: Editor, page: Any) -> None:
        self.editor, self.page = editor, page
        self.requests: list[str] = []
        self.errors: list[str] = []

    def journey(self) -> jm.Journey:
        """The journey, when every wish of the page has been answered."""
        self.page.wait_for_function("!document.querySelector('.jm-waiting')")
        return self.editor.journey

    def point(self, id: str) -> Any:
        """The point of a touchpoint."""
        return self.page.locator(f'.jm-point[data-id="{id}"]')

    def middle(self, id: str) -> tuple[float, float]:
        """Where the middle of a point is on the page."""
        self.point(id).scroll_into_view_if_needed()
        box = self.point(id).locator(".jm-face").bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def push(self) -> None:
        """Hand over what Python did by itself."""
        self.page.evaluate("shown => window.push(shown)", shown(self.editor)["_shown"])

    def keys(self, id: str, *keys: str) -> None:
        """Press keys at a point."""
        self.point(id).focus()
        for key in keys:
            self.page.keyboard.press(key)

    def button(self, name: str) -> Any:
        """A button by its name."""
        return self.page.get_by_role("button", name=name, exact=True)


def shown(editor: Editor) -> dict[str, Any]:
    """What a kernel would send, as it would: through JSON."""
    state: dict[str, Any] = json.loads(json.dumps({name: editor.get_state(name)[name] for name in SHOWN}))
    return state


@contextmanager
def opened(browser: Any, journey: jm.Journey, *, width: int = 1200, dark: bool = False, touch: bool = False,
           **options: Any) -> Iterator[Opened]:  # fmt: skip
    """The editor of a journey on a page."""
    files = {"": PAGE, "cell.js": CELL}
    for name in ("editor.js", "editor.css"):
        files[name] = (resources.files("journeymap.editing") / name).read_text(encoding="utf-8")
    kinds = {"": "text/html", "js": "text/javascript", "css": "text/css"}
    page = browser.new_page(
        viewport={"width": width, "height": 1000}, color_scheme="dark" if dark else "light", has_touch=touch
    )
    found = Opened(jm.edit(journey, **options), page)

    def answer(route: Any) -> None:
        name = route.request.url.removeprefix(ADDRESS)
        if name in files:
            route.fulfill(body=files[name], content_type=f"{kinds[name.rpartition('.')[2]]}; charset=utf-8")
        else:
            route.abort()

    def ask(content: Any) -> Any:
        found.editor._handle_custom_msg(content, [])
        return shown(found.editor)["_shown"]

    page.route("**/*", answer)
    page.on("request", lambda request: found.requests.append(request.url))
    page.on("pageerror", lambda error: found.errors.append(str(error)))
    page.on("console", lambda said: said.type == "error" and found.errors.append(said.text))
    page.expose_function("readState", lambda: shown(found.editor))
    page.expose_function("askPython", ask)
    page.goto(ADDRESS)
    page.wait_for_function("window.ready")
    try:
        yield found
        assert found.errors == []
        assert {url for url in found.requests if not url.endswith("favicon.ico")} == {ADDRESS + name for name in files}
    finally:
        page.close()
