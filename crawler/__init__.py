"""Fetches politely, and holds the command line. The only room that knows Scrapy."""
