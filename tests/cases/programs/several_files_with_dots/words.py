async def spoken():
    try:
        for word in ("come", "in"):
            yield f"{word}\n"
    finally:
        await forget()


async def forget():
    import helpers

    helpers.note()
