"""Certificates are checked, but those of sites whose profile says that theirs need not be; what comes from there is
marked `tls_verified=false`."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory  # its public name is deprecated
from scrapy.crawler import Crawler
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from crawler.connections import SteadyHandler
from crawler.job import Job, job_of

UNVERIFIED = "tls_verified=false"


def is_unverified(job: Job, site: str, url: str) -> bool:
    """Whether an address of a site is fetched without a look at its certificate."""
    return urlsplit(url).scheme == "https" and (urlsplit(url).hostname or "") in _find_hosts(job, site)


class CertificateHandler(SteadyHandler):
    """The handler of https, with that exception."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        hosts = _find_hosts(job_of(crawler))
        if hosts:
            self._contextFactory: Any = _Exception(self._contextFactory, hosts)


@implementer(IPolicyForHTTPS)
class _Exception:
    """A policy for all hosts but some."""

    def __init__(self, checked: Any, hosts: Collection[str]) -> None:
        self._checked, self._hosts = checked, hosts
        self._unchecked: Any = _ScrapyClientContextFactory(verify_certificates=False)

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 - Twisted's name
        policy = self._unchecked if hostname.decode("ascii") in self._hosts else self._checked
        return policy.creatorForNetloc(hostname, port)


def _find_hosts(job: Job, site: str = "") -> frozenset[str]:
    profiles = (profile for profile in job.profiles if not profile.tls_verified and site in ("", profile.name))
    return frozenset(host for profile in profiles for host in profile.host_names)
