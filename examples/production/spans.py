import asyncio
import time

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from opentelemetry import trace
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SimpleSpanProcessor

app = FastAPI()
tracer = trace.get_tracer(__name__)


def current(number: int) -> str:
    return f"word {number} in {trace.get_current_span().name}\n"


@app.get("/inside", response_class=StreamingResponse)
async def inside():
    with tracer.start_as_current_span("words"):
        for number in range(3):
            yield current(number)
            await asyncio.sleep(0.1)


@app.get("/threads", response_class=StreamingResponse)
def threads():
    with tracer.start_as_current_span("words"):
        for number in range(3):
            yield current(number)
            time.sleep(0.1)


async def words():
    for number in range(3):
        yield current(number)
        await asyncio.sleep(0.1)


@app.get("/around")
async def around():
    with tracer.start_as_current_span("words"):
        return StreamingResponse(words())


@app.get("/fails", response_class=StreamingResponse)
async def fails():
    yield current(0)
    await asyncio.sleep(0.1)
    raise ConnectionError("the model is gone")


@app.get("/large", response_class=StreamingResponse)
async def large():
    with tracer.start_as_current_span("words"):
        while True:
            yield "." * 100_000


provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(ConsoleSpanExporter()))
trace.set_tracer_provider(provider)
FastAPIInstrumentor.instrument_app(app, exclude_spans=["send", "receive"])
