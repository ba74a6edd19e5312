"""What stands between a request and the network. Each guard is one Scrapy downloader middleware in a file of its own.

A guard that says no raises `Refused`: the URL's outcome and the reason for it, in words for the user.
"""

from scrapy.exceptions import IgnoreRequest

from pipelines.archive_rows import Outcome


class Refused(IgnoreRequest):
    """This request is not sent, or its answer not used."""

    def __init__(self, outcome: Outcome, reason: str) -> None:
        super().__init__(reason)
        self.outcome, self.reason = outcome, reason
