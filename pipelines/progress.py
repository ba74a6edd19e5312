"""How far long work has come. The work says it, step by step; whoever runs it may listen. Nobody listens by default.

A listener is given what is done, how much of it is done, and how much there is in all where that is known. It is asked
for in the context of the call, so that no function between the two needs to know of it.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Listener = Callable[[str, int, int | None], None]
T = TypeVar("T")

_listener: ContextVar[Listener | None] = ContextVar("progress", default=None)


@contextmanager
def listen(listener: Listener) -> Iterator[None]:
    """Have the listener told of all work that is done in this context."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell(what: str, done: int, total: int | None = None) -> None:
    """Say how far the work is."""
    listener = _listener.get()
    if listener:
        listener(what, done, total)


def follow(things: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """The same things, and each one told of when the next is asked for.

    >>> with listen(lambda what, done, total: print(what, done, total)):
    ...     _ = list(follow("ab", "letters", 2))
    letters 0 2
    letters 1 2
    letters 2 2
    """
    done = 0
    tell(what, done, total)
    for thing in things:
        yield thing
        done += 1
        tell(what, done, total)
