"""What a run is made of, under a real server and in a reader's page alike: client, tap, tracer, schedulers."""
