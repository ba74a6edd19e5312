"""Why a request has no answer, in words for the user: an exception in, one short line out."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from crawler.guards import Refused
from crawler.hosts import why_refused
from pipelines.archive_rows import Outcome
from pipelines.transfer import TOO_LARGE

TRANSIENT = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    ConnectionError,
)


def describe(error: BaseException | None, host: str) -> str:
    """What kept `host` from answering."""
    if isinstance(error, Refused):
        return error.reason
    if isinstance(error, CannotResolveHostError):
        return _describe_lookup(host)
    if isinstance(error, DownloadConnectionRefusedError):
        return f"{host} refuses the connection"
    if isinstance(error, DownloadTimeoutError):
        return f"{host} did not answer in time"
    if isinstance(error, ResponseDataLossError):
        return "the answer was cut short"
    if isinstance(error, DownloadCancelledError):
        return TOO_LARGE
    if isinstance(error, IgnoreRequest) and "DOWNLOAD_MAXSIZE" in str(error):
        return f"{TOO_LARGE} when decompressed"
    if isinstance(error, UnsupportedURLSchemeError | NotSupported):
        return "neither http nor https"
    if isinstance(error, DownloadFailedError):
        return f"the connection to {host} failed ({_root_cause(error)})"
    return f"{type(error).__name__}: {str(error)[:200]}".replace("\n", " ")


def judge(error: BaseException | None) -> Outcome:
    """The outcome of a URL whose request ended in `error`."""
    if isinstance(error, Refused):
        return error.outcome
    too_large = isinstance(error, DownloadCancelledError) or "DOWNLOAD_MAXSIZE" in str(error)
    return "skipped" if too_large else "error"


def _describe_lookup(host: str) -> str:
    from twisted.internet import reactor

    address = getattr(getattr(reactor, "resolver", None), "refused", {}).get(host)
    return (
        f"{host} leads to {address}, which {why_refused(address)}" if address else f"the host {host} does not resolve"
    )


def _root_cause(error: BaseException) -> str:
    """The innermost reason of Twisted's nested failures, on one line."""
    reasons = getattr(error.__cause__ or error, "reasons", None) or [error.__cause__ or error]
    innermost = getattr(reasons[0], "value", reasons[0])
    return f"{type(innermost).__name__} {str(innermost)[:120]}".replace("\n", " ").strip()
