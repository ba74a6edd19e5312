"""`python -m crawler …` is `colloquy …`."""

from crawler.cli import main

if __name__ == "__main__":
    main()
