"""An answer about one page in, one self-contained HTML page out that shows it as the machine saw it."""

from pipelines.html import read_asset, render
from pipelines.inspect_layout import LARGEST, draw_layout
from pipelines.inspect_view import make_view
from pipelines.one_page import Answer, Source
from pipelines.second_opinion import ask
from pipelines.version import extractor_version

_LAYOUT_STYLE = "layout.css"


def draw_page(answer: Answer, source: Source) -> str:
    """The inspector's page: blocks with verdicts beside the records, and the page's own layout in a sealed frame."""
    layout = _draw_frame(answer, source)
    return render(
        "inspect.html.j2",
        styles=("style.css", "inspect.css"),
        scripts=("inspect.js",),
        more_styles=(read_asset(_LAYOUT_STYLE),) if layout else (),
        view=make_view(answer, ask(source.content, source.content_type, answer.extraction.page)),
        layout=layout,
        why_not=_explain(answer, source),
        version=extractor_version(),
    )


def _draw_frame(answer: Answer, source: Source) -> str:
    """The document of the frame, "" where there is no layout to show."""
    from markupsafe import Markup

    page = answer.extraction.page
    if page.form == "text":
        return ""
    body = draw_layout(source.content, source.content_type, [one.verdict for one in answer.extraction.blocks])
    if body is None:
        return ""
    return render("layout.html.j2", styles=(_LAYOUT_STYLE,), body=Markup(body), language=page.language)


def _explain(answer: Answer, source: Source) -> str:
    """Why a page has no layout to show."""
    if answer.extraction.page.form == "text":
        return "This page is a text dump, one block a line: it has no layout."
    if len(source.content) > LARGEST:
        return f"The page has {len(source.content):,} bytes; a layout is drawn of up to {LARGEST:,}."
    return "The page's elements could not be matched with its blocks, so its layout is left out."
