"""The PDFs: what they say, how they are built, and that nothing typed does anything."""

import asyncio
import base64
import gc
import io
import re
from dataclasses import replace

import pikepdf
import pytest
from weasyprint.urls import URLFetcher

from myaccount.domain.refusals import NotPrinted
from myaccount.press import engine, printing
from myaccount.press.engine import print_papers
from tests.press.papers import CEDAR, DETAILED, FRENCH, RECEIPT, STATEMENT, SUPERBILL, TWELVE, stuck
from tests.press.reading import alternatives, tags, text
from tests.services.documents.cabinet import picture

EVERY_KIND = [RECEIPT, SUPERBILL, STATEMENT, DETAILED]


def says(pdf: bytes, *words: str) -> None:
    found = " ".join(text(pdf).split())
    assert [word for word in words if word not in found] == []


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


@pytest.mark.parametrize("paper", EVERY_KIND, ids=lambda paper: paper.title)
def test_it_is_tagged_titled_and_says_its_language(paper):
    pdf = print_papers([paper])
    with opened(pdf) as found:
        assert found.Root.MarkInfo.Marked
        assert str(found.Root.Lang) == "en"
        assert str(found.docinfo.Title) == paper.title
        assert found.Root.ViewerPreferences.DisplayDocTitle
        assert found.open_metadata()["pdfuaid:part"] == "1"
        assert [float(side) for side in found.pages[0].MediaBox] == [0, 0, 612, 792]  # letter
    assert tags(pdf)["/H1"] == 1
    assert tags(pdf)["/Table"] >= 1
    assert tags(pdf)["/TH"] > tags(pdf)["/TR"]


def test_a_canadian_receipt_has_what_a_claim_needs():
    says(
        print_papers([replace(RECEIPT, tax="$19.50")]),
        "Receipt 1042", "Cedar Physio Inc.", "1 Main St", "416-555-0100", "GST/HST/QST no. 123456789 RT0001",
        "Alice Moreau", "Sam Tremblay", "Registration PT 12345", "Sam Tremblay, PT", "Physiotherapy", "60 minutes",
        "10 March 2026", "Card", "$120.00", "$150.00", "$19.50", "7KQ2-M4XD-9T3V", "Page 1 of 1",
    )  # fmt: skip


def test_a_detailed_receipt_has_all_of_an_invoice():
    says(
        print_papers([DETAILED]),
        "Detailed receipt of invoice 101", "As of 25 November 2026", "Cedar Physio Inc.", "GST/HST/QST no.",
        "Alice Moreau", "Physiotherapy", "60 minutes", "Sam Tremblay", "$120.00", "$6.00", "$126.00", "Paid", "Insurer",
        "1042", "$60.00", "$20.00", "Refunded", "-$10.00", "Paid ahead", "Total paid", "$70.00", "Still owing",
        "$36.00", "Registration PT 12345",
    )  # fmt: skip


def test_a_superbill_has_what_an_american_insurer_needs():
    says(
        print_papers([SUPERBILL]),
        "Superbill 1042", "Tax ID 12-3456789", "Alice Moreau", "Born 3 February 1988", "Sam Tremblay, PT, DPT",
        "NPI 1234567893", "License PT 60412 (OR)", "A. M54.50", "B. M25.561", "97110", "GP 59 CQ", "A, B", "11",
        "$220.00", "$120.00", "416-555-0100",
    )  # fmt: skip


def test_paid_ahead_it_says_so_and_has_no_column_for_a_visit():
    line = replace(RECEIPT.lines[0], what="Deposit for Physiotherapy, 10 March 2026", minutes="", visited_on="")
    pdf = print_papers([replace(RECEIPT, is_ahead=True, lines=(line,), signatories=())])
    says(pdf, "Paid ahead of the visit. Once it has taken place, download this receipt again", line.what)
    assert "Visit" not in text(pdf)
    assert tags(pdf)["/TH"] == tags(print_papers([RECEIPT]))["/TH"] - 2  # of the column, and of the second line
    says(print_papers([replace(FRENCH, is_ahead=True)]), "Payé avant le rendez-vous.")


def test_a_superbill_of_a_part_or_on_several_sheets_says_so():
    pdf = print_papers([replace(SUPERBILL, is_part=True, sheet="Sheet 1 of 2")])
    says(pdf, "Any other payment for the same visit is on a superbill of its own", "Sheet 1 of 2")
    assert "Any other payment" not in text(print_papers([SUPERBILL]))


def test_it_speaks_french_and_says_what_is_left_of_it():
    pdf = print_papers([FRENCH])
    says(pdf, "Reçu 1042", "75,00 $ encore affectés, 150,00 $ à l’origine", "Élodie Œuvrard-Lévêque", "Page 1 sur 1")
    with opened(pdf) as found:
        assert str(found.Root.Lang) == "fr-CA"


def test_what_is_blank_is_left_out():
    bare = replace(RECEIPT, signatories=(), issuer=replace(CEDAR, tax_number="", address="", email=""))
    found = text(print_papers([bare]))
    assert "GST" not in found
    assert "Registration" not in found
    assert "Tax included" not in found


def test_several_are_one_pdf_that_keeps_every_tag_and_numbers_each_by_itself():
    pdf = print_papers([RECEIPT, TWELVE, FRENCH], "Receipts of Alice Moreau")
    with opened(pdf) as found:
        assert str(found.docinfo.Title) == "Receipts of Alice Moreau"
        assert len(found.pages) == 4
    assert tags(pdf)["/H1"] == 3
    assert tags(pdf)["/Figure"] == 3
    assert re.findall(r"Page (\d) (?:of|sur) (\d)", text(pdf)) == [("1", "1"), ("1", "2"), ("2", "2"), ("1", "1")]


def test_the_code_to_scan_is_told_to_who_cannot_see_it():
    assert alternatives(print_papers([RECEIPT])) == ["QR code that opens cedar.test/verify"]


def test_its_only_font_is_its_own():
    with opened(print_papers([RECEIPT])) as found:
        fonts = {str(font.BaseFont).split("+")[1] for font in found.pages[0].Resources.Font.values()}
    assert fonts == {"Paper", "Paper-Semi-Bold"}


@pytest.mark.parametrize(
    "name",
    [
        '<img src="file:///etc/passwd">',
        '<link rel=attachment href="file:///etc/passwd">',
        "<script>alert(1)</script>",
        "<style>@import 'http://192.0.2.1/x.css'</style>",
        '"><iframe src="http://127.0.0.1:1/">',
        "{{ 7 * 7 }}",
        "\u202eerutangis",
    ],
)
def test_a_hostile_name_is_a_name(name, monkeypatch):
    asked: list[str] = []
    fetch = URLFetcher.fetch
    monkeypatch.setattr(URLFetcher, "fetch", lambda self, url, *a, **k: asked.append(url) or fetch(self, url, *a, **k))
    issuer = replace(CEDAR, legal_name=name)
    pdf = print_papers([replace(RECEIPT, patient=name, lines=(replace(RECEIPT.lines[0], what=name),), issuer=issuer)])
    assert [url[:40] for url in asked if not url.startswith("data:")] == []
    printed = "".join(text(pdf).split())
    assert "root:x:" not in printed
    assert "".join(name.replace("\u202e", "").split())[:12] in printed or "\u202e" in name
    with opened(pdf) as found:
        assert "/Names" not in found.Root or "/EmbeddedFiles" not in found.Root.Names


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:1/", "https://192.0.2.1/", "ftp://192.0.2.1/"])
def test_nothing_is_fetched_from_anywhere(url):
    with pytest.raises(ValueError, match="disallowed"):
        engine._fetcher().fetch(url)


async def test_the_press_prints_in_a_process_of_its_own():
    assert tags(await printing.pdf([RECEIPT]))["/H1"] == 1


async def test_papers_that_are_stuck_are_refused_and_the_next_is_printed(monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as here:
        here.setattr(printing, "TIMEOUT", 1.0)
        here.setattr(printing, "_print", stuck)
        found = await asyncio.gather(*(printing.pdf([RECEIPT]) for _ in range(2)), return_exceptions=True)
    assert [type(one) for one in found] == [NotPrinted] * 2
    assert tags(await printing.pdf([RECEIPT]))["/H1"] == 1


async def test_what_waits_in_line_is_not_taken_for_stuck(monkeypatch: pytest.MonkeyPatch):
    press = printing._press()
    turns = asyncio.Semaphore(0)
    monkeypatch.setitem(printing._turns, asyncio.get_running_loop(), turns)
    monkeypatch.setattr(printing, "TIMEOUT", 0.1)
    with pytest.raises(NotPrinted):
        await printing.pdf([RECEIPT])
    assert printing._press() is press


def test_what_is_printed_once_takes_no_memory_afterwards():
    def kept(number: int) -> int:
        before = len(gc.get_objects())
        for one in range(number, number + 5):
            print_papers([replace(RECEIPT, proof=replace(RECEIPT.proof, url=f"https://cedar.test/verify/{one}"))])
        gc.collect()
        return len(gc.get_objects()) - before

    kept(0)
    assert kept(10) < 100


@pytest.mark.parametrize("paper", EVERY_KIND, ids=lambda paper: paper.title)
def test_the_clinics_logo_stands_once_in_place_of_its_name_and_speaks_it(paper):
    data = f"data:image/png;base64,{base64.b64encode(picture(size=(64, 16))).decode()}"
    plain, shown = (replace(paper, issuer=replace(paper.issuer, logo=one)) for one in ("", data))
    assert alternatives(print_papers([shown])).count(paper.issuer.name) == 1
    assert alternatives(print_papers([plain])).count(paper.issuer.name) == 0
