"""How far long work has come. The work says it, step by step; whoever runs it may listen. Nobody listens by default.

The listener is found in the context of the call, so that no function between it and the work needs to know of it. In
another process (a worker of Dask) there is none.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol, TypeVar

T = TypeVar("T")


class Listener(Protocol):
    """What is told of the work."""

    def moved(self, what: str, done: int, total: int | None) -> None:
        """So much of it is done; `total` is None where nobody knows how much there is, and may grow."""

    def ended(self, what: str) -> None:
        """It is over, done or not."""


@dataclass(slots=True)
class Step:
    """Work that is counted by whoever does a part of it."""

    what: str
    total: int | None
    done: int = 0

    def reach(self, done: int) -> None:
        """At least so much is done."""
        self.done = max(done, self.done)
        tell(self.what, self.done, self.total)


_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)
_step: ContextVar[Step | None] = ContextVar("step", default=None)


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
        listener.moved(what, done, total)


def finish(what: str) -> None:
    """Say that it is over."""
    listener = _listener.get()
    if listener:
        listener.ended(what)


def follow(things: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """The same things, and each one told of when the next is asked for."""
    try:
        tell(what, 0, total)
        for done, thing in enumerate(things, 1):
            yield thing
            tell(what, done, total)
    finally:
        finish(what)


@contextmanager
def counting(what: str, total: int | None = None) -> Iterator[Step]:
    """Work whose parts are counted off wherever they are done."""
    step = Step(what, total)
    token = _step.set(step)
    try:
        step.reach(0)
        yield step
    finally:
        _step.reset(token)
        finish(what)


def count_off(things: Iterable[T]) -> Iterator[T]:
    """The same things, each a part of what is counted; it is done when the next is asked for."""
    step = _step.get()
    for thing in things:
        yield thing
        if step:
            step.reach(step.done + 1)
