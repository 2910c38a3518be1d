"""One answer in three chat protocols: how it ends, how it fails, and what OpenAI's own client makes of it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openai import APIConnectionError, APIError, AsyncOpenAI

from chunkwise.events import Recording
from tests.support.reading import client, error, header, pieces, status
from tests.support.record import Record
from tests.support.serving import uvicorn_of

OPENAI, AI_SDK, MCP = "chat_protocols/openai_chunks", "chat_protocols/ai_sdk", "chat_protocols/mcp_call"


def data(recording: Recording) -> list[str]:
    lines = "".join(pieces(recording)).split("\n")
    return [line.removeprefix("data: ") for line in lines if line.startswith("data: ")]


def test_the_end_marker_has_quotes_if_it_is_data(record: Record) -> None:
    assert data(record(OPENAI))[-1] == "[DONE]"
    assert data(record(OPENAI, "quoted"))[-1] == '"[DONE]"'
    assert data(record(OPENAI, "no_done")) == data(record(OPENAI))[:-1]


def test_an_error_is_an_event_after_status_200(record: Record) -> None:
    assert status(record(OPENAI, "fails")) == [200]
    assert json.loads(data(record(OPENAI, "fails"))[-1]) == {"error": {"message": "The model failed"}}
    assert json.loads(data(record(AI_SDK, "fails"))[-2]) == {"type": "error", "errorText": "The model failed"}
    result = json.loads(data(record(MCP, "fails"))[-1])["result"]
    assert result["isError"] is True


@pytest.mark.parametrize("name", [OPENAI, AI_SDK, MCP])
def test_an_exception_that_nothing_catches_is_a_body_that_ends(record: Record, name: str) -> None:
    recording = record(name, "unreported")
    assert "the model is gone" in (error(recording) or "")
    assert "finished" in client(recording)
    assert "cut short" not in client(recording)


def test_the_header_of_the_ai_sdk_must_be_set_in_a_dependency(record: Record) -> None:
    assert header(record(AI_SDK), "x-vercel-ai-ui-message-stream") == "v1"
    assert header(record(AI_SDK, "header_lost"), "x-vercel-ai-ui-message-stream") is None


def test_a_text_of_the_ai_sdk_is_opened_and_closed(record: Record) -> None:
    kinds = [json.loads(one)["type"] for one in data(record(AI_SDK))[:-1]]
    assert kinds == ["start", "text-start", *["text-delta"] * 3, "text-end", "finish"]
    assert data(record(AI_SDK))[-1] == "[DONE]"


def test_mcp_ends_with_the_response_to_the_request(record: Record) -> None:
    *progress, response = [json.loads(one) for one in data(record(MCP))]
    assert [one["params"]["progressToken"] for one in progress] == [7, 7, 7]
    assert response["id"] == 2
    assert response["result"]["content"] == [{"type": "text", "text": "It is sunny."}]
    assert len(data(record(MCP, "no_progress"))) == 1


@dataclass
class Answer:
    text: str = ""
    reason: str | None = None
    raised: Exception | None = None
    odd: int = 0
    """Chunks without ``choices``."""


async def ask(address: str, day: str) -> Answer:
    answer = Answer()
    messages: Any = [{"role": "user", "content": f"Weather {day}?"}]
    async with AsyncOpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as model:
        try:
            async for chunk in await model.chat.completions.create(model="small", messages=messages, stream=True):
                if chunk.choices is None:
                    answer.odd += 1
                    continue
                answer.text += chunk.choices[0].delta.content or ""
                answer.reason = chunk.choices[0].finish_reason
        except (APIError, AttributeError) as raised:
            answer.raised = raised
    return answer


QUIET = """
import logging
logging.getLogger("uvicorn.error").addFilter(lambda record: not record.exc_info)
"""
"""A program that catches nothing shows its traceback in its recording. Its log needs none."""


def served(recording: Recording, folder: Path, day: str) -> Answer:
    """What the client of OpenAI gets from the program that was recorded."""
    (folder / "app.py").write_text(recording.source + QUIET, "utf-8")
    with uvicorn_of(folder) as (address, _):
        return asyncio.run(ask(address, day))


def test_the_client_of_openai_reads_the_answer(record: Record, tmp_path: Path) -> None:
    assert served(record(OPENAI), tmp_path, "today") == Answer("It is sunny.", "stop")
    assert served(record(OPENAI, "no_done"), tmp_path, "today") == Answer("It is sunny.", "stop")


def test_it_raises_after_the_whole_answer_if_the_marker_has_quotes(record: Record, tmp_path: Path) -> None:
    answer = served(record(OPENAI, "quoted"), tmp_path, "today")
    assert answer.text == "It is sunny."
    assert repr(answer.raised) == repr(AttributeError("'str' object has no attribute 'choices'"))


def test_it_raises_an_error_in_the_data_and_no_other(record: Record, tmp_path: Path) -> None:
    answer = served(record(OPENAI, "fails"), tmp_path, "tomorrow")
    assert (answer.text, type(answer.raised), str(answer.raised)) == ("It is ", APIError, "The model failed")
    assert served(record(OPENAI, "event_error"), tmp_path, "tomorrow") == Answer("It is ", odd=1)


def test_it_does_not_notice_an_exception_that_ends_the_answer(record: Record, tmp_path: Path) -> None:
    assert served(record(OPENAI, "unreported"), tmp_path, "tomorrow") == Answer("It is ")


def test_without_a_wait_before_the_exception_the_body_is_cut_short(record: Record, tmp_path: Path) -> None:
    assert "cut short" in client(record(OPENAI, "at_once"))
    answer = served(record(OPENAI, "at_once"), tmp_path, "tomorrow")
    assert (answer.text, type(answer.raised)) == ("It ", APIConnectionError)
