"""HTML: a template's name and values in, one page out. Templates, styles and scripts lie here as files."""

from pipelines.html.render import hash_source, read_asset, render

__all__ = ["hash_source", "read_asset", "render"]
