"""``python -m chunkwise``: the same commands where no script is on the path."""

from chunkwise.entry import main

if __name__ == "__main__":
    main()
