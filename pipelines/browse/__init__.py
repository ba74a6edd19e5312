"""The dataset in a browser: an index to search it by, pages that show it, a loopback server that only reads."""
