import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def save(text):
    await anyio.sleep(0.1)
    print("saved:", text)


@app.get("/answer", response_class=StreamingResponse)
async def answer():
    text = ""
    try:
        for word in ("One ", "word ", "at ", "a ", "time."):
            text += word
            yield word
            await anyio.sleep(1)
    finally:
        with anyio.move_on_after(2, shield=True):
            await save(text)
