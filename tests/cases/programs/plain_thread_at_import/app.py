import queue
import threading

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


class Worker(threading.Thread):
    def __init__(self):
        super().__init__(daemon=True)
        self.jobs = queue.Queue()

    def run(self):
        while True:
            text, done = self.jobs.get()
            done.put(text.upper())


worker = Worker()
worker.start()


def shouted(words):
    for word in words:
        done = queue.Queue()
        worker.jobs.put((word, done))
        yield done.get() + "\n"


@app.get("/shout")
def shout():
    return StreamingResponse(shouted(["to", "be"]), media_type="text/plain")
