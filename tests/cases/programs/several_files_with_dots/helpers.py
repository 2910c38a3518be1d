def note():
    return "forgotten"
