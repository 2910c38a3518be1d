from fastapi import FastAPI

app = FastAPI()

# Write GET /countdown here.
