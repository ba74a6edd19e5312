"""How messages look on stderr: one line each, as text or, with `--json-log`, as JSON."""

import json
import logging

from extract.text import fold


class JsonLines(logging.Formatter):
    """A log record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"time": self.formatTime(record), "level": record.levelname, "logger": record.name}
        return json.dumps(line | {"message": _one_line(record)}, ensure_ascii=False)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's name
        from datetime import UTC, datetime

        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


class OneLine(logging.Formatter):
    """A log record as one line: of an exception its type and text, not its traceback."""

    def format(self, record: logging.LogRecord) -> str:
        return f"{record.levelname.lower()}: {_one_line(record)}"


def find_format() -> logging.Formatter:
    """That of the root logger where it is JSON, else one line of text."""
    chosen = (handler.formatter for handler in logging.getLogger().handlers)
    return next((one for one in chosen if isinstance(one, JsonLines)), OneLine())


def _one_line(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if record.exc_info else None
    why = f" ({type(error).__name__}: {error})" if error else ""
    first = record.getMessage().strip().partition("\n")[0]
    return fold(f"{first}{why}")
