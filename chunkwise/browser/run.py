"""One run inside a page, from a program's text to the recording of what it did.

The same as ``recording.runner`` does in a process of its own, but whoever awaits it goes on living afterwards: a run
that is given up ends with what was recorded until then.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from time import monotonic
from types import CodeType, SimpleNamespace
from typing import Any, NoReturn

from uvicorn.lifespan.on import LifespanOn

from chunkwise.browser.budget import LIMIT, BudgetedFrames, budgeted
from chunkwise.browser.environment import NO_NETWORK, PRINTED_LIMIT, Printed, surroundings
from chunkwise.browser.errors import FILE, FILES, trimmed
from chunkwise.browser.loop import InnerLoop
from chunkwise.browser.network import Network
from chunkwise.browser.over import Over, unheard_in_finalizers, without_ours
from chunkwise.browser.scheduler import NO_THREADS, PageScheduler
from chunkwise.engine.app_loader import load
from chunkwise.engine.client import ScriptedClient
from chunkwise.engine.event_log import AnyEvent, Log
from chunkwise.engine.jobs import job_here
from chunkwise.engine.locations import has_timers, place_now, place_of_error, tasks_of
from chunkwise.engine.sameness import same_every_time
from chunkwise.engine.scheduler import Ready
from chunkwise.engine.tap import ENDS, Tap, belongs_to_none, follow, tapped_protocol
from chunkwise.errors import LimitError, RecordingError
from chunkwise.events import Recording
from chunkwise.examples.scenario import Scenario
from chunkwise.values import exception

ALONE = "Remove what stops the event loop or the server."
ANSWER_YOURSELF = "Put the response into the program, or run it on your own machine."
LESS = "Make it end sooner, or let the client hang up."

Tell = Callable[[float, AnyEvent | str | bytes], None]
"""Called with the milliseconds since the run began, and an event, what was printed, or a piece that a client got."""


@dataclass(frozen=True)
class Ran:
    """What came of a run. ``error`` says why it was given up, ``raised`` holds what the application raised."""

    recording: Recording
    printed: str
    error: RecordingError | None
    cause: BaseException | None
    """The exception behind ``error``, when it is one."""
    raised: tuple[BaseException, ...]


class PageRun:
    """
    Args:
        source: The program.
        scenario: How it is run.
        tell: Told of everything as it happens.
        live: Whether pauses take their time; otherwise they take none, and the run is over at once.
    """

    def __init__(self, source: str, scenario: Scenario, tell: Tell = lambda at, what: None, *, live: bool = False):
        self.source = source
        self.scenario = scenario
        self.error: RecordingError | None = None
        self.over = False
        self.tap: Tap | None = None
        self.loop = InnerLoop(self._select)
        self.loop.set_exception_handler(self._unhandled)
        self.network = Network(self.loop)
        self.scheduler = PageScheduler(live=live, stop=self.loop.stop, no_thread=self._no_thread)
        self.scheduler.has_tasks = self._has_tasks
        self.scheduler.finish = self._finish
        self.printed = Printed(lambda text: tell(self.scheduler.clock.now * 1000, text), self._printed_too_much)
        self.log = _ToldLog(self, tell)
        self._began = monotonic()
        self._tracing: Any = None
        self._woken = asyncio.Event()
        self._finishing = False

    async def perform(self) -> Ran:
        cause: BaseException | None = None
        clock = self.scheduler.clock
        with (
            surroundings(self.printed, self.scheduler.sleep),
            unheard_in_finalizers(),
            same_every_time(lambda: clock.now, clocks=not self.scheduler.live),
        ):
            try:
                await self.loop.run(self._begin)
                while not self.over:
                    await self.loop.run()
                    if self.scheduler.due and not self.over:
                        await self._wait_in_time(self.scheduler.due)
            except Over:
                pass
            except RecordingError as error:
                self.error, cause = error, error.__context__
            except asyncio.CancelledError:
                self.error = RecordingError("the run was cancelled before its end")
            except (Exception, SystemExit, KeyboardInterrupt) as error:
                place, cause = place_of_error(FILES, error), error
                what = f"the server stopped: {exception(error)}"
                self.error = RecordingError(what, line=place and place.line, hint=ALONE)
            finally:
                self.over = self.printed.over = True
            raised = tuple(without_ours(self.tap.errors if self.tap else []))
            # Still traced, so that what a program does to clean up ends at its first line.
            await self.loop.run(self.loop.clear)
            if self._tracing is not None:
                self._tracing.stop()
        recording = Recording(clock="lock-step", source=self.source, events=tuple(self.log.events))
        return Ran(recording, self.printed.text, self.error, cause, raised)

    def _has_tasks(self) -> bool:
        tasks = any(True for _ in tasks_of(FILES, self.loop, self.scheduler.standing))
        return tasks or has_timers(FILES, self.loop, belongs_to_none)

    def hang_up(self) -> None:
        """Let the clients of a live run leave now."""
        for client in self.scheduler.clients:
            client.leave()
        self._woken.set()

    async def _wait_in_time(self, seconds: float) -> None:
        began = monotonic()
        try:
            await asyncio.wait_for(self._woken.wait(), seconds)
            self.scheduler.waited(monotonic() - began)
        except TimeoutError:
            self.scheduler.waited(seconds)
        self._woken.clear()

    def give_up(self, error: RecordingError) -> NoReturn:
        if not self.over:
            place = place_now(FILES, None, self.log.events)
            line = error.line or (place and place.line)
            hint = LESS if isinstance(error, LimitError) else error.hint
            self.error = RecordingError(error.what, file=Path(FILE), line=line, hint=hint)
        self._over()

    def _finish(self) -> bool:
        """All is done. A program that runs something around all requests is let come to the end of that."""
        if self._finishing:
            return False
        self._finishing = True
        if self.tap is not None and self.tap.has_lifespan:
            self.scheduler.end()
            return True
        self._over()

    def _over(self) -> NoReturn:
        self.over = True
        self.loop.stop()
        raise Over

    def _begin(self) -> None:
        app = load(FILE, self.source)
        self.tap = Tap(app, self.log, self.scheduler, self.scenario.limits.bytes)
        clients = self.scenario.client
        self.scheduler.clients = [
            ScriptedClient(client, self.log, self.scheduler, self.network.connect) for client in clients
        ]
        for client in self.scheduler.clients:
            client.got = lambda piece: self.log.tell(self.scheduler.clock.now * 1000, piece)
        self.scheduler.adopt(self.loop)
        frames = BudgetedFrames(FILE, self.source, self.scenario.watch, self.log, ENDS, job_here)
        frames.spent = self._spent
        follow(frames, self.tap, self.scheduler)
        self._tracing = budgeted(frames)
        self._tracing.start()
        self.loop.create_task(self._serve(self.tap))

    async def _serve(self, app: Tap) -> None:
        # What Uvicorn's server would tell its protocol; its own settings where it has any.
        config: Any = SimpleNamespace(
            loaded=True,
            loaded_app=app,
            lifespan="auto",
            asgi_version="3.0",
            root_path="",
            h11_max_incomplete_event_size=None,
            limit_concurrency=None,
            reset_contextvars=False,
            timeout_keep_alive=5,
            ws_protocol_class=None,
        )
        lifespan = LifespanOn(config)
        await lifespan.startup()
        if lifespan.should_exit:
            self.give_up(RecordingError("the program's lifespan failed", hint="Correct the code before its yield."))
        date = formatdate(time.time(), usegmt=True).encode()
        state: Any = SimpleNamespace(
            connections=set(),
            tasks=set(),
            total_requests=0,
            default_headers=[(b"date", date), (b"server", b"uvicorn")],
        )
        protocol = tapped_protocol(self.scheduler, self.loop)
        self.network.listen(lambda: protocol(config, state, lifespan.state, self.loop))
        # As Uvicorn does once it listens (asyncio, ``loop.create_server``), so that tasks of the lifespan come as far.
        await asyncio.sleep(0)
        self.scheduler.begin()
        await self.scheduler.tick(_nothing)
        await lifespan.shutdown()
        self._over()

    def _select(self, timeout: float | None) -> Ready:
        if self.over:
            raise Over
        if not self.scheduler.live and monotonic() - self._began > self.scenario.limits.seconds:
            self._stuck(f"within {self.scenario.limits.seconds:g} s")
        return self.scheduler.select(self._wait, timeout)

    def _wait(self, timeout: float | None) -> Ready:
        ready = self.network.arrived()
        if not ready and timeout is None:
            self._stuck("because it waits for something that never happens")
        return ready

    def _stuck(self, why: str) -> NoReturn:
        self.give_up(RecordingError(f"the program {self.scheduler.stage()} {why}", hint=LESS))

    def _no_thread(self, codes: list[CodeType]) -> None:
        if any(code.co_name == "getaddrinfo" for code in codes):
            self.give_up(
                RecordingError(f"the program connects to another host, and {NO_NETWORK}", hint=ANSWER_YOURSELF)
            )
        own = next((code for code in codes if code.co_filename == FILE), None)
        what = f"`{own.co_name}`" if own else "something that the program uses"
        line = own.co_firstlineno if own else None
        hint = "Write it with async def, or run it on your own machine."
        self.give_up(RecordingError(f"{what} {NO_THREADS}", line=line, hint=hint))

    def _unhandled(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Print what asyncio says of a task's exception that nobody asked for."""
        error = context.get("exception")
        if not isinstance(error, Over):
            print(context["message"], trimmed(error) if error else "", sep="\n", file=self.printed)

    def _spent(self) -> None:
        self.give_up(LimitError(f"the program ran more than {LIMIT:,} lines"))

    def _printed_too_much(self) -> None:
        self.give_up(LimitError(f"the program printed more than {PRINTED_LIMIT:,} characters"))


async def _nothing() -> None:
    """There is no server whose main loop could run."""


class _ToldLog(Log):
    def __init__(self, run: PageRun, tell: Tell) -> None:
        self._run = run
        super().__init__("lock-step", run.scenario.limits.events, run.give_up, self._passed)
        self.tell = tell

    def _passed(self) -> float:
        """A live run's time is real, and so another one each time."""
        scheduler = self._run.scheduler
        return 0.0 if scheduler.live else scheduler.clock.now

    def add(self, event: AnyEvent) -> int:
        if not self._run.over:
            place = super().add(event)
            self.tell(self._run.scheduler.clock.now * 1000, event)
            return place
        if event.lane == "code" and event.kind in ("line", "start"):
            raise Over  # It caught the one that was to end it, or cleans up.
        return len(self.events) - 1
