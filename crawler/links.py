"""The addresses that a page links to.

Scrapy's LinkExtractor takes 0.2 ms a link, most of it for checks that the frontier makes too; a page of 200,000 links
stopped a crawl for a minute.
"""

from collections.abc import Iterator

from scrapy.http import TextResponse
from scrapy.utils.response import get_base_url

from extract.identity import join_address


def find_links(response: TextResponse, most: int) -> tuple[list[str], int]:
    """Up to `most` addresses, absolute, each once, and how many more there are. `rel=nofollow` is obeyed.

    >>> from scrapy.http import HtmlResponse
    >>> body = b'<base href="/en/"><a href=" a#x">A</a><a href=a#x></a><a rel=nofollow href=b></a><area href=//h/c>'
    >>> find_links(HtmlResponse("https://lab.example/", body=body), 9)
    (['https://lab.example/en/a#x', 'https://h/c'], 0)
    """
    base, stated = get_base_url(response), dict.fromkeys(_find_hrefs(response))
    joined = (join_address(base, href) for href in list(stated)[:most])
    return [url for url in joined if url], max(len(stated) - most, 0)


def _find_hrefs(response: TextResponse) -> Iterator[str]:
    root = response.selector.root
    for element in root.iter("a", "area") if hasattr(root, "iter") else ():
        href = (element.get("href") or "").strip()
        if href and not href.startswith("#") and "nofollow" not in (element.get("rel") or "").lower().split():
            yield href
