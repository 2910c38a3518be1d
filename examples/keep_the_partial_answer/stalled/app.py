import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
saved = []


async def save(text):
    await anyio.sleep(0.1)
    saved.append(f"{len(text)} characters")


@app.get("/report", response_class=StreamingResponse)
async def report():
    text = ""
    try:
        for letter in "abcdef":
            text += letter * 32_768
            yield letter * 32_768
            await anyio.sleep(0.1)
    finally:
        with anyio.move_on_after(2, shield=True):
            await save(text)


@app.get("/saved")
async def read_saved() -> list[str]:
    return saved
