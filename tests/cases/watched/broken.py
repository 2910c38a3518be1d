import app.main

missing = app.main.nothing
