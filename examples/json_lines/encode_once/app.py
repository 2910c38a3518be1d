from fastapi import FastAPI

app = FastAPI()
WORDS = {"en": "good morning", "fi": "hyvää huomenta"}


@app.get("/greetings")
async def greetings():
    for language, text in WORDS.items():
        yield {"language": language, "text": text}
