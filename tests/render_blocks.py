"""Shows the golden messages in a browser, about as Slack would: ``python tests/render_blocks.py > page.html``.

``--write`` writes the golden files anew; look at the page, and at the difference, before they are committed.
"""

import argparse
import html
import json
import sys
from typing import Any

from golden_messages import FOLDER, dumped, messages

STYLE = """
body { font: 15px/1.46668 Lato, Arial, sans-serif; color: #1d1c1d; background: #eee; margin: 20px }
article { background: #fff; border-radius: 8px; margin: 0 0 24px; padding: 12px 20px 16px; width: 680px }
article { box-shadow: 0 0 0 1px #ddd; overflow-wrap: anywhere }
h2 { font-size: 13px; color: #616061; margin: 0 0 2px } .said { color: #616061; font-size: 12px; margin: 0 0 10px }
h3 { font-size: 18px; margin: 14px 0 4px } .block { margin: 8px 0 } .line { white-space: pre-wrap }
blockquote { border-left: 4px solid #ddd; margin: 4px 0; padding: 0 0 0 12px; white-space: pre-wrap }
ul { margin: 0 } hr { border: 0; border-top: 1px solid #ddd } a { color: #1264a3; text-decoration: none }
button { font: bold 13px Lato, Arial, sans-serif; border: 1px solid #bbb; border-radius: 4px; background: #fff }
button { padding: 4px 12px; margin: 0 8px 0 0 }
"""
_TAGS = {"rich_text_section": "div class=line", "rich_text_quote": "blockquote", "rich_text_list": "ul"}


def page(shown: dict[str, dict[str, Any]]) -> str:
    """An HTML page of all messages and views by their names."""
    cards = "\n".join(_card(name, one) for name, one in shown.items())
    return f"<!doctype html><meta charset=utf-8><title>Golden messages</title><style>{STYLE}</style>\n{cards}\n"


def _card(name: str, shown: dict[str, Any]) -> str:
    title = html.escape(shown["title"]["text"]) if "title" in shown else ""
    said = f"<p class=said>Notification: {shown['text']}</p>" if "text" in shown else f"<h3>{title}</h3>"
    return f"<article><h2>{name}</h2>{said}{''.join(map(_block, shown['blocks']))}</article>"


def _block(block: dict[str, Any]) -> str:
    if block["type"] == "header":
        return f"<h3>{html.escape(block['text']['text'])}</h3>"
    if block["type"] == "divider":
        return "<hr>"
    if block["type"] == "actions":
        inner = "".join(f"<button>{html.escape(button['text']['text'])}</button>" for button in block["elements"])
    else:
        inner = "".join(map(_element, block["elements"]))
    return f"<div class=block>{inner}</div>"


def _element(element: dict[str, Any]) -> str:
    if element["type"] in _TAGS:
        tag = _TAGS[element["type"]]
        inner = [_element(part) for part in element["elements"]]
        items = [f"<li>{item}</li>" for item in inner] if tag == "ul" else inner
        return f"<{tag}>{''.join(items)}</{tag.split()[0]}>"
    words = html.escape(element["text"])
    if element["type"] == "link":
        return f'<a href="{html.escape(element["url"])}">{words}</a>'
    for style, tag in (("bold", "b"), ("italic", "i"), ("strike", "s")):
        if element.get("style", {}).get(style):
            words = f"<{tag}>{words}</{tag}>"
    return words


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the golden files anew")
    if parser.parse_args().write:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, shown in messages().items():
            (FOLDER / f"{name}.json").write_text(dumped(shown), encoding="utf-8")
    files = sorted(FOLDER.glob("*.json"))
    sys.stdout.write(page({file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}))


if __name__ == "__main__":
    main()
