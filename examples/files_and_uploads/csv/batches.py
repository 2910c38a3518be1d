import csv
import io

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
ORDERS = [(1, "tea"), (2, "cup, blue"), (3, "pot"), (4, 'jug "XL"')]
ROWS = 2


@app.get("/orders.csv", response_class=StreamingResponse)
def orders():
    for start in range(0, len(ORDERS), ROWS):
        lines = io.StringIO()
        csv.writer(lines).writerows(ORDERS[start : start + ROWS])
        yield lines.getvalue()
