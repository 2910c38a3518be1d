from fastapi import FastAPI

app = FastAPI()

# GET /countdown streams 3, 2, 1 and lift-off: plain text, each a line of its own, with a second between them.
