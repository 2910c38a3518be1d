"""The live site of `make serve`: one process looks at files and answers browsers, another records and builds."""
