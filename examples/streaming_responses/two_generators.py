import asyncio


def letters():
    for letter in "ab":
        print("makes", letter)
        yield letter


async def slow_letters():
    for letter in "ab":
        await asyncio.sleep(0.1)
        yield letter


async def read(name):
    async for letter in slow_letters():
        print(name, "gets", letter)


async def main():
    await asyncio.gather(read("one"), read("two"))


for letter in letters():
    print("gets", letter)

asyncio.run(main())
