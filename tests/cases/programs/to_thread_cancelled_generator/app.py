import time

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
cameras = []


def frames(camera):
    cameras.append(camera)
    try:
        for number in range(3):
            time.sleep(0.5)
            yield f"{camera} {number}\n"
    finally:
        cameras.remove(camera)


@app.get("/video")
def video():
    return StreamingResponse(frames("door"), media_type="text/plain")
