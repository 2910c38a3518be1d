from collections.abc import Iterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from openai import OpenAI

app = FastAPI()
model = OpenAI()


@app.get("/chat", response_class=StreamingResponse)
def chat(question: str) -> Iterable[str]:
    messages = [{"role": "user", "content": question}]
    with model.chat.completions.create(model="small", messages=messages, stream=True) as answer:
        for chunk in answer:
            if token := chunk.choices[0].delta.content:
                yield token
