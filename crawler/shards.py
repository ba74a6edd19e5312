"""Sites in, those of one shard out: many machines crawl, and no host is asked by two of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Self

from pipelines.errors import UsageError
from pipelines.profiles import Profile


@dataclass(frozen=True, slots=True)
class Shard:
    """One of `count` parts of all hosts, numbered from 1."""

    number: int
    count: int

    @classmethod
    def parse(cls, stated: str) -> Self:
        """What `I/N` says. Raises UsageError when it says no shard.

        >>> Shard.parse("2/8")
        Shard(number=2, count=8)
        """
        number, _, count = stated.partition("/")
        if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
            raise UsageError(f"--shard {stated}: give it as I/N with I from 1 to N, for example 2/8.")
        return cls(int(number), int(count))

    def holds(self, host: str) -> bool:
        """Whether a host belongs here. By highest random weight: with one shard more, a host stays where it is or
        moves to the new one.

        >>> [[n for n in (1, 2, 3) if Shard(n, 3).holds(host)] for host in ("a.example", "b.example", "c.example")]
        [[1], [2], [3]]
        """
        weights = {n: blake2b(f"{n} {host.lower()}".encode()).digest() for n in range(1, self.count + 1)}
        return self.number == max(weights, key=lambda number: weights[number])

    def keep(self, chosen: Iterable[Profile], known: Mapping[str, Profile]) -> list[Profile]:
        """The chosen sites that belong here. Sites that share a host belong together, so that no two shards ask it;
        whether they do is asked of all `known`, so that what is chosen does not matter."""
        homes = find_leaders([profile.host_names for profile in known.values()])
        return [profile for profile in chosen if self.holds(_find_leader(profile, homes))]


def find_leaders(groups: Iterable[frozenset[str]]) -> dict[str, str]:
    """For each host the one that stands for all that are bound to it, by one group or by several that overlap.

    >>> sorted(find_leaders([frozenset("bc"), frozenset("de"), frozenset("ab")]).items())
    [('a', 'a'), ('b', 'a'), ('c', 'a'), ('d', 'd'), ('e', 'd')]
    """
    bound: dict[str, set[str]] = {}
    for group in groups:
        whole = set(group).union(*(bound.get(host, ()) for host in group))
        bound |= dict.fromkeys(whole, whole)
    return {host: min(whole) for host, whole in bound.items()}


def _find_leader(profile: Profile, leaders: Mapping[str, str]) -> str:
    first = min(profile.host_names)
    return leaders.get(first, first)
