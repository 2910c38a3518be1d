from fastapi import FastAPI

app = FastAPI()


@app.get("/words")
async def words():
    for word in ["hello", "world"]:
        yield word
