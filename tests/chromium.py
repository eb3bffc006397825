"""Headless Chromium, driven over the DevTools protocol: what a browser makes of a page."""

from __future__ import annotations

import asyncio
import base64
import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

PATH = shutil.which("chromium") or shutil.which("chromium-browser")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
)  # fmt: skip


class Tab:
    """One page. ``refused`` is what the page's policy kept from it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.refused: list[str] = []
        self._socket = socket
        self._numbers = itertools.count(1)

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while (heard := await self._heard()).get("id") != number:
            pass
        assert "error" not in heard, heard
        return heard["result"]

    async def open(self, url: str, *, scheme: str = "light") -> None:
        """Load a page as a reader sees it who prefers ``scheme``."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        await self.call("Emulation.setEmulatedMedia", features=features)
        await self.call("Page.navigate", url=url)
        while (await self._heard()).get("method") != "Page.loadEventFired":
            pass

    async def evaluate(self, script: str) -> Any:
        answer = await self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def picture(self) -> bytes:
        """What it shows, as PNG."""
        return base64.b64decode((await self.call("Page.captureScreenshot", format="png"))["data"])

    async def _heard(self) -> dict[str, Any]:
        heard = await self._socket.receive_json(timeout=20)
        if heard.get("method") == "Log.entryAdded":
            self.refused.append(heard["params"]["entry"]["text"])
        return heard


@asynccontextmanager
async def tab(width: int = 900, height: int = 900) -> AsyncIterator[Tab]:
    """A new Chromium with a tab of this size; ended with the block."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            PATH, *_FLAGS, f"--user-data-dir={profile}", "about:blank",
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            address = await _devtools(process.stderr)
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://{address}/json/list") as answer:
                    target = next(one for one in await answer.json() if one["type"] == "page")
                async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                    opened = Tab(socket)
                    for domain in ("Page", "Log"):
                        await opened.call(f"{domain}.enable")
                    await opened.call(
                        "Emulation.setDeviceMetricsOverride",
                        width=width,
                        height=height,
                        deviceScaleFactor=1,
                        mobile=False,
                    )
                    yield opened
        finally:
            process.terminate()
            await process.communicate()


async def _devtools(stderr: asyncio.StreamReader) -> str:
    """The address that Chromium tells when it listens."""
    async for line in stderr:
        if b"DevTools listening on ws://" in line:
            return line.decode().split("ws://")[1].split("/")[0]
    raise AssertionError("Chromium ended")
