"""Readers of facts: each module has a `find(view)` that yields claims on some fields of a record."""
