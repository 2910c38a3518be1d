"""Reading a stream: letters and lines that reads cut in two, in recordings and with the clients that people use."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chunkwise.events import Recording
from tests.support.reading import client, error, pieces, status
from tests.support.record import Record

LETTERS = "reading_a_stream/letters"
LINES = "reading_a_stream/lines"
DECODER = "reading_a_stream/one_decoder"


def texts(recording: Recording) -> list[str]:
    """The pieces as text; a recording keeps bytes, one character for each."""
    return [piece.encode("latin-1").decode() for piece in pieces(recording)]


def test_each_read_decoded_by_itself_garbles_the_letter_that_is_cut(record: Record) -> None:
    assert texts(record(LETTERS)) == ["Gr\ufffd", "\ufffdße aus K", "öln\n"]
    assert texts(record(LETTERS, "one_decoder")) == ["Gr", "üße aus K", "öln\n"]


def test_quick_fixes_break_off_or_lose_text(record: Record) -> None:
    assert (error(record(LETTERS, "strict")) or "").startswith("UnicodeDecodeError")
    assert status(record(LETTERS, "strict")) == [200]
    assert "".join(texts(record(LETTERS, "ignored"))) == "Grße aus Köln\n"
    assert texts(record(LETTERS, "latin"))[0] == "GrÃ"


def test_a_decoder_must_live_for_the_whole_stream(record: Record) -> None:
    assert texts(record(DECODER)) == ["Gr", "üße aus K", "öln\n"]
    assert texts(record(DECODER, "new_each_time")) == ["Gr"]
    assert "cut short" in client(record(DECODER, "new_each_time"))


def test_only_a_decoder_that_is_told_of_the_end_misses_a_byte(record: Record) -> None:
    assert "cut short" in client(record(DECODER, "cut_off"))
    assert "finished" in client(record(DECODER, "cut_off_unnoticed"))


def test_lines_are_joined_across_reads(record: Record) -> None:
    assert texts(record(LINES)) == ["1\n", "2\n", "3\n", "4\n"]
    assert texts(record(LINES, "one_by_one")) == ["1\n", "2\n"]


@pytest.mark.parametrize(("variant", "count"), [("each_read", 0), ("lines_of_each_read", 2), ("rest_forgotten", 2)])
def test_a_read_that_is_parsed_by_itself_fails(record: Record, variant: str, count: int) -> None:
    assert len(texts(record(LINES, variant))) == count
    assert "cut short" in client(record(LINES, variant))


def test_a_last_line_without_its_end_is_lost_unnoticed(record: Record) -> None:
    assert texts(record(LINES, "no_last_line")) == ["1\n", "2\n", "3\n"]
    assert "finished" in client(record(LINES, "no_last_line"))


def test_httpx_keeps_what_is_cut(record: Record) -> None:
    assert texts(record("reading_a_stream/with_httpx")) == ['{"by": "Zoë"}\n', '{"by": "Ada"}\n']
    assert texts(record("reading_a_stream/with_httpx", "text"))[:2] == ['{"by": "Zo', 'ë"}\r']
    assert texts(record("reading_a_stream/with_httpx", "bytes"))[0] == '{"by": "Zo\ufffd'


def test_aiter_lines_splits_json_at_a_line_separator_that_fastapi_sends(record: Record) -> None:
    assert texts(record("reading_a_stream/separators")) == ['{"text":"one\u2028two"}\n']
    assert texts(record("reading_a_stream/quotes"))[0] == '{"text": "one\u2028two"}\n'
    assert texts(record("reading_a_stream/quotes", "aiter_lines"))[:2] == ['{"text": "one\n', 'two"}\n']


def test_iter_lines_of_requests_counts_a_cut_crlf_twice(record: Record) -> None:
    assert texts(record("reading_a_stream/with_requests")) == ["<one>\n", "<>\n", "<two>\n"]
    assert texts(record("reading_a_stream/with_requests", "uncut")) == ["<one>\n", "<two>\n"]


SERVER = r"""
import asyncio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def cut():
    for data in (b"Gr\xc3", b"\xbc\xc3\x9fe\r", b"\nzwei\r\n"):
        yield data
        await asyncio.sleep(0.1)


@app.get("/cut")
async def chunked():
    return StreamingResponse(cut(), media_type="text/plain")


@app.get("/length")
async def with_a_length():
    return StreamingResponse(cut(), media_type="text/plain", headers={"content-length": "15"})
"""
PYTHON = r"""
import json, sys, time
import httpx, requests

def timed(pieces):
    begun, times = time.monotonic(), []
    for _ in pieces:
        times.append(time.monotonic() - begun)
    return times

def got(path):
    return requests.get(sys.argv[1] + path, stream=True)

def from_httpx(name):
    with httpx.stream("GET", sys.argv[1] + "/cut") as response:
        return list(getattr(response, name)())

print(json.dumps({
    "text": from_httpx("iter_text"),
    "lines": from_httpx("iter_lines"),
    "requests": [line.decode() for line in got("/cut").iter_lines()],
    "chunked": timed(got("/cut").iter_lines()),
    "length": timed(got("/length").iter_lines()),
}))
"""
NODE = r"""
const address = process.argv[1];
const read = async (decode) => {
  let text = "";
  for await (const data of (await fetch(address)).body) text += decode(data);
  return text;
};
const one = new TextDecoder();
let piped = "";
for await (const text of (await fetch(address)).body.pipeThrough(new TextDecoderStream())) piped += text;
console.log(JSON.stringify({
  each: await read((data) => new TextDecoder().decode(data)),
  one: await read((data) => one.decode(data, { stream: true })),
  piped,
}));
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Uvicorn whose stream is cut in a letter and in a line end, with a pause at each cut."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "app.py").write_text(SERVER, "utf-8")
    log = folder / "log"
    with log.open("wb") as written:
        command = [sys.executable, "-m", "uvicorn", "app:app", "--port", "0"]
        server = subprocess.Popen(command, cwd=folder, stdout=written, stderr=written)
    try:
        yield started(log)
    finally:
        server.kill()
        server.wait()


def started(log: Path) -> str:
    ends = time.monotonic() + 30
    while "running on " not in (text := log.read_text("utf-8")):
        assert time.monotonic() < ends, text
        time.sleep(0.02)
    return text.split("running on ")[1].split(" ")[0]


def told(*command: str) -> Any:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_httpx_and_requests_read_a_running_server_as_the_page_says(address: str) -> None:
    found = told(sys.executable, "-c", PYTHON, address)
    assert found["text"] == ["Gr", "üße\r", "\nzwei\r\n"]
    assert found["lines"] == ["Grüße", "zwei"]
    assert found["requests"] == ["Grüße", "", "zwei"]
    # The first line is there at the first pause of a chunked response, and after all pauses of one with a length.
    assert found["chunked"][0] < found["chunked"][-1] - 0.05
    assert found["length"][0] > found["length"][-1] - 0.05


def test_a_text_decoder_of_node_needs_stream_true(address: str) -> None:
    found = told("node", "--input-type=module", "-e", NODE, f"{address}/cut")
    assert "\ufffd\ufffd" in found["each"]
    assert found["one"] == found["piped"] == "Grüße\r\nzwei\r\n"
