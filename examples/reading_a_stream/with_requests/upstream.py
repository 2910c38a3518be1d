from io import BytesIO

import requests


def get(path):
    """Answer as a server would, with two lines that end in CRLF."""
    response = requests.Response()
    response.status_code, response.encoding = 200, "utf-8"
    response.raw = BytesIO(b"one\r\ntwo\r\n")
    return response
