"""Small programs, and what a tracer has to see of each; `tests/test_tracer.py` says how an event is written."""

from __future__ import annotations

PROGRAMS: dict[str, tuple[str, str]] = {
    "sync generator": (
        """\
def generate():
    for i in range(2):
        yield i
def main():
    return list(generate())
""",
        """\
4 start main
5 line main
1 start generate 2
2 line generate 2
3 line generate 2 i=0
3 yield generate 2 i=0 -> 0
3 resume generate 2 i=0
2 line generate 2 i=0
3 line generate 2 i=1
3 yield generate 2 i=1 -> 1
3 resume generate 2 i=1
2 line generate 2 i=1
2 return generate 2 i=1 -> None
5 return main -> [0, 1]
""",
    ),
    "async generator and await": (
        """\
async def rest():
    await asyncio.sleep(0)
async def generate():
    yield None
    await rest()
    yield "b"
async def go():
    async for i in generate():
        pass
def main():
    asyncio.run(go())
""",
        """\
10 start main
11 line main
7 start go 2
8 line go 2
3 start generate 3
4 line generate 3
4 yield generate 3 -> None
9 line go 2 i=None
8 line go 2 i=None
4 resume generate 3
5 line generate 3
1 start rest 4
2 line rest 4
2 await rest 4
5 await generate 3
8 await go 2 i=None
8 resume go 2 i=None
5 resume generate 3
2 resume rest 4
2 return rest 4 -> None
6 line generate 3
6 yield generate 3 -> 'b'
9 line go 2 i='b'
8 line go 2 i='b'
6 resume generate 3
6 return generate 3 -> None
8 return go 2 i='b' -> None
11 return main -> None
""",
    ),
    "yield from, try and finally": (
        """\
def inner():
    try:
        yield 1
    finally:
        i = 2
def outer():
    yield from inner()
def main():
    for _ in outer():
        pass
""",
        """\
8 start main
9 line main
6 start outer 2
7 line outer 2
1 start inner 3
2 line inner 3
3 line inner 3
3 yield inner 3 -> 1
7 yield outer 2 -> 1
10 line main
9 line main
7 resume outer 2
3 resume inner 3
5 line inner 3
5 return inner 3 i=2 -> None
7 return outer 2 -> None
9 return main -> None
""",
    ),
    "throw": (
        """\
def generate():
    try:
        yield 1
    except ValueError:
        yield 2
def main():
    it = generate()
    next(it)
    it.throw(ValueError("x"))
""",
        """\
6 start main
7 line main
8 line main
1 start generate 2
2 line generate 2
3 line generate 2
3 yield generate 2 -> 1
9 line main
3 resume generate 2
3 raise generate 2 ! ValueError('x')
4 line generate 2
5 line generate 2
5 yield generate 2 -> 2
9 return main -> None
5 resume generate 2
5 raise generate 2 ! GeneratorExit()
5 unwind generate 2 ! GeneratorExit()
""",
    ),
    "close": (
        """\
def generate():
    try:
        yield 1
    finally:
        i = 1
def main():
    it = generate()
    next(it)
    it.close()
""",
        """\
6 start main
7 line main
8 line main
1 start generate 2
2 line generate 2
3 line generate 2
3 yield generate 2 -> 1
9 line main
3 resume generate 2
3 raise generate 2 ! GeneratorExit()
5 line generate 2
5 unwind generate 2 i=1 ! GeneratorExit()
9 return main -> None
""",
    ),
    "an exception through with": (
        """\
def fail():
    raise ValueError("x")
def main():
    with contextlib.suppress(ValueError):
        fail()
    i = 1
""",
        """\
3 start main
4 line main
5 line main
1 start fail 2
2 line fail 2
2 raise fail 2 ! ValueError('x')
2 unwind fail 2 ! ValueError('x')
5 raise main ! ValueError('x')
4 line main
6 line main
6 return main i=1 -> None
""",
    ),
    "functions in functions": (
        """\
def main():
    i = 1
    def inner(j):
        return i + j
    return inner(2)
""",
        """\
1 start main
2 line main
3 line main i=1
5 line main i=1
3 start inner 2
4 line inner 2
4 return inner 2 -> 3
5 return main i=1 -> 3
""",
    ),
    "lambdas and generator expressions": (
        """\
def main():
    double = lambda j: j * 2
    return sum(double(j) for j in (1, 2))
""",
        """\
1 start main
2 line main
3 line main
3 start <genexpr> 2
3 line <genexpr> 2
2 start <lambda> 3
2 line <lambda> 3
2 return <lambda> 3 -> 2
3 yield <genexpr> 2 -> 2
3 resume <genexpr> 2
2 start <lambda> 4
2 line <lambda> 4
2 return <lambda> 4 -> 4
3 yield <genexpr> 2 -> 4
3 resume <genexpr> 2
3 return <genexpr> 2 -> None
3 return main -> 6
""",
    ),
    "comprehensions are part of their function": (
        """\
def main():
    a = [j for j in (1, 2)]
    b = {j: 1 for j in a}
    return [*a, *{j for j in b}]
""",
        """\
1 start main
2 line main
3 line main
4 line main
4 return main -> [1, 2, 1, 2]
""",
    ),
    "a statement on several lines is one": (
        """\
def main():
    return dict(
        a=1,
        b=2,
    )
""",
        """\
1 start main
2 line main
2 return main -> {'a': 1, 'b': 2}
""",
    ),
    "what is awaited catches a throw": (
        """\
async def go():
    await patient()
    return "a"
def main():
    return asyncio.run(cancelled(go()))
""",
        """\
4 start main
5 line main
1 start go 2
2 line go 2
2 await go 2
2 resume go 2
3 line go 2
3 return go 2 -> 'a'
5 return main -> 'a'
""",
    ),
}
