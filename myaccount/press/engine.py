"""Papers into PDF: one engine for all of them, which fetches nothing and uses no font but its own.

It runs in the processes of `printing`; what is built here once serves every paper that a process prints.
"""

import base64
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from myaccount.domain.colours import theme
from myaccount.messages import USAGES, say
from myaccount.press.codes import qr
from myaccount.views.papers import ChartPaper, DetailedPaper, Paper, ReceiptPaper, StatementPaper, SuperbillPaper

HERE = Path(__file__).parent
VARIANT = "pdf/ua-1"
WEIGHTS = {400: "Inter-Regular.ttf", 600: "Inter-SemiBold.ttf"}
TEMPLATES: dict[type[Paper], str] = {
    ReceiptPaper: "receipt.html",
    SuperbillPaper: "superbill.html",
    StatementPaper: "statement.html",
    DetailedPaper: "detailed.html",
    ChartPaper: "chart.html",
}


def print_papers(papers: Sequence[Paper], title: str = "") -> bytes:
    """Print papers into one tagged PDF, each with page numbers of its own. `title` names the PDF of several.

    Source: ISO 14289-1 (PDF/UA-1).
    """
    images: dict[str, Any] = {}  # of these papers alone: each has a code to scan of its own, which never comes again
    printed = [lay_out(html(paper), images) for paper in papers]
    whole = printed[0] if len(printed) == 1 else printed[0].copy([page for one in printed for page in one.pages])
    whole.metadata.title = title or papers[0].title
    return cast("bytes", whole.write_pdf(pdf_variant=VARIANT))


def html(paper: Paper) -> str:
    """Write a paper as HTML. Whatever a person typed shows as the text that it is."""

    def t(key: str, **facts: object) -> str:
        return say(key, paper.lang, **facts)

    template = _templates().get_template(TEMPLATES[type(paper)])
    return template.render(paper=paper, t=t, tag=USAGES[paper.lang].tag, qr=qr, accent=theme(paper.issuer.color).light)


def lay_out(source: str, images: dict[str, Any] | None = None) -> Document:
    """Lay a paper's HTML out on pages. `images` are those of the papers beside it, such as their logo."""
    return HTML(string=source, url_fetcher=_fetcher()).render(
        font_config=_fonts(), stylesheets=[_stylesheet()], cache={} if images is None else images, pdf_variant=VARIANT
    )


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _fetcher() -> URLFetcher:
    """Fetch nothing but what stands in the paper itself."""
    return URLFetcher(allowed_protocols={"data"}, allow_redirects=False)


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _stylesheet() -> CSS:
    faces = "".join(_face(weight, name) for weight, name in WEIGHTS.items())
    source = faces + (HERE / "templates" / "paper.css").read_text()
    return CSS(string=source, font_config=_fonts(), url_fetcher=_fetcher())


def _face(weight: int, name: str) -> str:
    data = base64.b64encode((HERE / "fonts" / name).read_bytes()).decode()
    return f"@font-face {{ font-family: Paper; font-weight: {weight}; src: url(data:font/ttf;base64,{data}) }}\n"
