import csv
import io

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
ORDERS = [(1, "tea"), (2, "cup, blue"), (3, "pot"), (4, 'jug "XL"')]


@app.get("/orders.csv", response_class=StreamingResponse)
def orders():
    for row in ORDERS:
        line = io.StringIO()
        csv.writer(line).writerow(row)
        yield line.getvalue()
