"""Log lines on stderr, plain or as JSON."""

import json
import logging
import sys


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {"time": self.formatTime(record), "level": record.levelname, "logger": record.name}
        return json.dumps(line | {"message": record.getMessage()}, ensure_ascii=False)


def start_log(verbose: bool, as_json: bool) -> None:
    """Warnings (with `verbose` also what goes well) to stderr, as lines or as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.INFO if verbose else logging.WARNING)
    handler.setFormatter(_JsonLines() if as_json else logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler])
