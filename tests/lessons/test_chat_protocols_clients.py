"""What the AI SDK's chat and the client of ``mcp`` make of this lesson's programs, under a real Uvicorn.

``test_chat_protocols.py`` does the same with the client of OpenAI.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from mcp import Client, MCPError

from chunkwise.examples.example import Example, Run
from scripts import tools
from tests.support.made import ROOT
from tests.support.record import EXAMPLES
from tests.support.serving import uvicorn_of_programs

Answers = dict[str, dict[str, Any]]


def runs(example: str) -> dict[str, Run]:
    return Example(EXAMPLES, example).runs


# The AI SDK's chat, in Node.js.


@pytest.fixture(scope="module")
def chats(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """Return what the AI SDK's chat has, in the end, of each variant of the program."""
    assert not (missing := tools.missing_node()), missing
    programs = runs("chat_protocols/ai_sdk")
    with uvicorn_of_programs(tmp_path_factory.mktemp("ai_sdk"), programs) as address:
        asked = [f"{address}/{name}/api/chat" for name in programs]
        done = subprocess.run(
            ["node", "tests/support/ai_sdk.mjs", *asked], cwd=ROOT, capture_output=True, text=True, timeout=60
        )
    assert done.returncode == 0, done.stderr
    return dict(zip(programs, map(json.loads, done.stdout.splitlines()), strict=True))


def text(words: str, state: str) -> dict[str, str]:
    return {"type": "text", "text": words, "state": state}


def test_the_chat_reads_the_answer_with_and_without_the_header(chats: Answers) -> None:
    whole = {"status": "ready", "error": None, "parts": [text("It is sunny.", "done")]}
    assert chats["main"] == chats["header_lost"] == whole


def test_an_error_part_is_the_error_of_the_chat_and_the_text_stays_open(chats: Answers) -> None:
    failed = {"status": "error", "error": "Error: The model failed", "parts": [text("It is ", "streaming")]}
    assert chats["fails"] == failed


def test_the_chat_does_not_notice_an_exception_that_ends_the_answer(chats: Answers) -> None:
    assert chats["unreported"] == {"status": "ready", "error": None, "parts": [text("It is ", "streaming")]}


def test_a_body_that_is_cut_short_is_an_error_of_the_connection(chats: Answers) -> None:
    assert chats["at_once"] == {
        "status": "error",
        "error": "TypeError: terminated",
        "parts": [text("It ", "streaming")],
    }


def test_an_end_marker_in_quotes_is_an_error_after_the_whole_answer(chats: Answers) -> None:
    assert chats["quoted"]["parts"] == [text("It is sunny.", "done")]
    assert chats["quoted"]["error"] == 'AI_TypeValidationError: Type validation failed: Value: "[DONE]".'


def test_a_text_that_is_not_opened_is_an_error(chats: Answers) -> None:
    assert chats["no_start"]["status"] == "error"
    assert chats["no_start"]["error"].startswith("AI_UIMessageStreamError: Received text-delta for missing text part")


def test_a_tool_call_and_its_output_are_one_part_of_the_message(chats: Answers) -> None:
    call, answer = chats["tool"]["parts"]
    assert call == {
        **{"type": "tool-weather", "toolCallId": "c1", "state": "output-available"},
        **{"input": {"day": "today"}, "output": "sunny"},
    }
    assert answer == text("It is sunny.", "done")


# The client of `mcp`, which asks for the protocol's version itself before it calls.


@dataclass
class Called:
    progress: list[str] = field(default_factory=list)
    answer: str | None = None
    is_error: bool = False
    raised: str | None = None


async def call(address: str, mode: str = "auto") -> Called:
    called = Called()

    async def note(progress: float, total: float | None, message: str | None) -> None:
        called.progress.append(str(message))

    async with Client(f"{address}/mcp", mode=mode) as client:
        try:
            result = await client.call_tool("ask", {"question": "Weather today?"}, progress_callback=note)
        except MCPError as error:
            called.raised = str(error)
        else:
            called.answer, called.is_error = str(getattr(result.content[0], "text", "")), result.is_error
    return called


@pytest.fixture(scope="module")
def mcp_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with uvicorn_of_programs(tmp_path_factory.mktemp("mcp"), runs("chat_protocols/mcp_call")) as address:
        yield address


NO_RESPONSE = "SSE stream ended without a response"
PINNED = "2026-07-28"
"""The version of the protocol, given to the client, so that it doesn't ask for it."""


def test_the_client_of_mcp_gets_progress_and_the_result(mcp_address: str) -> None:
    assert asyncio.run(call(f"{mcp_address}/main")) == Called(["It ", "is ", "sunny."], "It is sunny.")


def test_a_tool_that_fails_is_a_result_and_no_exception(mcp_address: str) -> None:
    failed = Called(["It ", "is "], "The model failed", is_error=True)
    assert asyncio.run(call(f"{mcp_address}/fails")) == failed


@pytest.mark.parametrize("variant", ["unreported", "at_once"])
def test_a_stream_without_a_response_raises_however_it_ends(mcp_address: str, variant: str) -> None:
    called = asyncio.run(call(f"{mcp_address}/{variant}"))
    assert (called.answer, called.raised) == (None, NO_RESPONSE)


def test_events_with_names_of_their_own_are_not_read(mcp_address: str) -> None:
    assert asyncio.run(call(f"{mcp_address}/named")) == Called(raised=NO_RESPONSE)


def test_after_the_result_the_client_asks_for_the_tools(mcp_address: str) -> None:
    called = asyncio.run(call(f"{mcp_address}/one_method", PINNED))
    assert called == Called(["It ", "is ", "sunny."], raised=NO_RESPONSE)
