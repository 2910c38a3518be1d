class Kinds:
    """An application without a framework, which is not particular about its types."""

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return
        await send({"type": "http.response.start", "status": 200, "headers": [[b"content-type", b"text/plain"]]})
        for piece in self.pieces():
            await send({"type": "http.response.body", "body": piece, "more_body": True, "note": object()})
        await send({"type": "http.response.body"})

    def pieces(self):
        yield b"bytes\n"
        yield bytearray(b"bytearray\n")
        yield memoryview(b"memoryview\n")
        yield b""


app = Kinds()
