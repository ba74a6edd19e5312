"""Scrapy settings of every crawl. What depends on the user (contact, delay, loopback) is added by `crawler.crawl`.

Politeness and safety are not a site's knob: no profile can change what stands here. Components are listed in full, in
place of Scrapy's own lists: what a later Scrapy adds (2.19: a remote control) stays off until it is read and listed.
"""

from pipelines.transfer import MOST_BYTES

BOT_NAME = "colloquy"
SPIDER_MODULES = ["crawler.spider"]

# Nothing listens, nothing runs what others send.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # on by default; runs arbitrary Python
EXTENSIONS_BASE: dict[str, int] = {}

# Nothing but the web, checked.
DOWNLOAD_HANDLERS_BASE = {
    "http": "crawler.connections.SteadyHandler",
    "https": "crawler.guards.certificates.CertificateHandler",
}
DOWNLOAD_VERIFY_CERTIFICATES = True
TWISTED_DNS_RESOLVER = "crawler.guards.address.GuardedResolver"
HTTPPROXY_ENABLED = False  # a proxy resolves names itself, past the guard
COLLOQUY_ALLOW_LOOPBACK = False
COLLOQUY_CHROMIUM = ""  # looked for under the usual names

# Polite.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 1  # a page yields one; Scrapy would start a hundred workers for it
DOWNLOAD_DELAY = 2.0
DOWNLOAD_DELAY_JITTER = 0.0  # Scrapy's default would halve the delay now and then
COLLOQUY_RETRY_PAUSE = 5.0  # seconds before the second try, four times that before the third
COLLOQUY_REST = 600.0  # seconds that a host is left alone after a dozen failures in a row
COOKIES_ENABLED = False  # one cookie bomb made 37 of 40 URLs of a host unreachable
REFERER_ENABLED = False

DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en",
    "Accept-Encoding": "gzip, deflate",  # what CompressionGuard can check; a library that is there by chance adds none
}

# Bounded.
DOWNLOAD_MAXSIZE = MOST_BYTES
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 60.0
DNS_TIMEOUT = 20.0
REDIRECT_ENABLED = False  # the spider follows redirects as links, so that each hop passes all guards and is a row
REDIRECT_MAX_TIMES = 5  # as many as RFC 9309 has for robots.txt; browsers' 20 are for those who log in
METAREFRESH_ENABLED = False
RETRY_ENABLED = False  # PatienceGuard does it, and respects Retry-After
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the frontier admits each address once

DOWNLOADER_MIDDLEWARES_BASE = {
    "crawler.guards.address.AddressGuard": 50,
    "crawler.guards.neighbours.NeighbourGuard": 60,
    "crawler.rendering.Rendering": 70,
    "crawler.guards.traps.TrapGuard": 80,
    "crawler.guards.robots.RobotsGuard": 100,
    "crawler.guards.budget.BudgetGuard": 150,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "crawler.guards.patience.PatienceGuard": 550,
    "crawler.guards.pace.PaceGuard": 560,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
    "crawler.guards.compression.CompressionGuard": 595,
    "crawler.archive_cache.ArchiveCache": 900,
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}  # the spider itself says how deep a page stands
ITEM_PIPELINES = {"pipelines.archiver.Archiver": 100}

STATS_DUMP = False
LOG_ENABLED = False  # `crawler.crawl` shows what the user should see
LOG_INSTALL_ROOT_HANDLER = False
