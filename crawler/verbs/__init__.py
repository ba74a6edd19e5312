"""One module a verb: its options, its help, one call. `crawler.cli` imports it when the verb is typed or listed."""
