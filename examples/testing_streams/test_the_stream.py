from ticks.app import app


def test_each_tick_is_sent_at_once(stream_recorder):
    recording = stream_recorder(app, "GET /ticks", hang_up_after=2)
    assert recording.client.headers["content-type"].startswith("text/event-stream")
    recording.client.received_before('data: {"tick": 0}', yield_=1)


def test_a_client_that_leaves_cancels_the_stream(stream_recorder):
    recording = stream_recorder(app, "GET /ticks", hang_up_after=1)
    recording.cancelled_at("await asyncio.sleep(1)")
