"""Tokens in, days joined by range signs, commas and "and" out, each as far as it is written itself."""

from dataclasses import dataclass, replace

from extract.date_tokens import Token, find_date
from extract.days import Day


@dataclass(frozen=True, slots=True)
class Part:
    """A day as read, before it borrows month and year from its neighbours. `style`: dmy, mdy, my, bare, whole."""

    style: str
    day: Day
    first: int
    last: int
    link: str = ""  # how it is joined to the part before: range, list, comma, or "" for the first


class Chain:
    """Days joined by range signs and commas, read from one token on. `at` is where reading goes on afterwards."""

    def __init__(self, tokens: list[Token], at: int) -> None:
        self.tokens = tokens
        self.at = at
        self.parts: list[Part] = []
        link = ""
        while (part := self._part(self.at, link)) is not None:
            self.parts.append(part)
            self.at = part.last + 1
            timed = self._kind(self.at) in ("list", "lead") and self._kind(self.at + 1) == "clock"  # "17 July, 9:00 –"
            after = self._skip(self.at + timed, ("clock", "open"))
            link, beyond = self._link(after)
            if not link:
                break
            self.at = beyond

    def _kind(self, at: int) -> str:
        return self.tokens[at].kind if at < len(self.tokens) else ""

    def _tight(self, at: int) -> bool:
        """Whether a dash stands without spaces, as in 16-Mar-2027."""
        if self._kind(at) not in ("range", "list") or at + 1 >= len(self.tokens):
            return False
        token = self.tokens[at]
        return token.begin == self.tokens[at - 1].finish and token.finish == self.tokens[at + 1].begin

    def _skip(self, at: int, kinds: tuple[str, ...]) -> int:
        while self._kind(at) in kinds:
            at += 1
        return at

    def _link(self, at: int) -> tuple[str, int]:
        """The joining words from `at` on: their sort, and where the next day may begin."""
        seen = ""
        begin = at
        while self._kind(at) in ("range", "list") and at - begin < 3:
            token = self.tokens[at]
            sort = "range" if token.kind == "range" else "comma" if token.word == "," else "list"
            seen = sort if sort != "comma" or not seen else seen
            at += 1
        return seen, at

    def _part(self, at: int, link: str) -> Part | None:
        """The day that begins at a token: weekday and small words, then one of the forms."""
        first, weekday = at, None
        for _ in range(5):  # "on Friday, the 3rd"
            kind = self._kind(at)
            if kind == "weekday" or (kind == "month" and self._is_weekday(at)):
                value = self.tokens[at].value if kind == "weekday" else 1
                weekday = value if value >= 0 else None
            elif kind not in ("lead", "inner") and not (kind == "list" and self._kind(at - 1) == "weekday"):
                break
            at += 1
        read = self._whole(at, weekday) or self._day_month(at) or self._month_day(at)
        if read is None:
            return None
        style, day, last = read
        first = at if weekday is None else self._skip(first, ("lead", "inner"))  # "on Friday 3 March" without "on"
        return Part(style, replace(day, weekday=weekday), first, last, link)

    def _is_weekday(self, at: int) -> bool:
        """Spanish, French and Italian "mar" before a number and a month is Tuesday."""
        plain = self.tokens[at].word in ("mar", "plain") and self._kind(at + 1) == "number"
        return plain and self._kind(self._skip(at + 2, ("inner",))) == "month"

    def _whole(self, at: int, weekday: int | None) -> tuple[str, Day, int] | None:
        if self._kind(at) != "whole":
            return None
        token = self.tokens[at]
        year, month, day = token.whole
        if token.word == "either" and weekday is not None:  # the weekday settles 3/4/2027
            straight, turned = find_date(year, month, day), find_date(year, day, month)
            if straight and turned and straight.weekday() != weekday == turned.weekday():
                month, day = day, month
        if token.word == "german" and self._kind(at + 1) == "year":
            return "whole", Day(self.tokens[at + 1].value, month, day), at + 1
        return "whole", Day(year or None, month, day), at

    def _day_month(self, at: int) -> tuple[str, Day, int] | None:
        """3 March, 3rd of March 2027, 16-Mar-2027, or a bare 3 that waits for its month."""
        if self._kind(at) != "number":
            return None
        token = self.tokens[at]
        after = at + 1 if self._tight(at + 1) else self._skip(at + 1, ("inner", "lead"))
        after += 1 if self._tight(after) and self._kind(after + 1) == "month" else 0
        if self._kind(after) != "month":
            beside = at + 2 if self._kind(at + 1) == "list" else at + 1
            if self._kind(beside) == "year":
                return "bare", Day(self.tokens[beside].value, None, token.value), beside
            return "bare", Day(None, None, token.value), at
        month = self.tokens[after]
        year, last = self._year(after)
        if month.word == "plain" and year is None and not token.word and self._kind(last + 1) not in ("range", "clock"):
            return "bare", Day(None, None, token.value), at
        return "dmy", Day(year, month.value, token.value), last

    def _year(self, at: int) -> tuple[int | None, int]:
        """A year after the token at `at`: its value and the last token read."""
        after = at + 1
        if (self._kind(after) == "list" and (self.tokens[after].word == "," or self._tight(after))) or self._tight(
            after
        ):
            after += 1
        after = self._skip(after, ("inner",)) if after == at + 1 else after
        return (self.tokens[after].value, after) if self._kind(after) == "year" else (None, at)

    def _month_day(self, at: int) -> tuple[str, Day, int] | None:
        """March 3rd, 2027; March 2027; a lone March that waits for its year ("March to May 2027")."""
        if self._kind(at) != "month":
            return None
        month = self.tokens[at]
        after = self._skip(at + 1, ("inner",))
        after = after + 1 if self._kind(after) == "lead" and self.tokens[after].word == "the" else after
        if self._kind(after) == "number":
            year, last = self._year(after)
            if month.word == "plain" and year is None and not self.tokens[after].word:
                return None
            return "mdy", Day(year, month.value, self.tokens[after].value), last
        year, last = self._year(at)
        numbered = at > 0 and self.tokens[at - 1].word.isdigit()  # "32 May 2028" is no May 2028
        if numbered or (year is None and month.word == "plain"):
            return None
        return "my", Day(year, month.value, None), last
