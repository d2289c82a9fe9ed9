"""The clinic's logo: kept by the owner alone, shown on papers, brought by a clinic file; both databases."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from myaccount.domain.refusals import NotAllowed
from myaccount.models import ClinicLogo, KeptPaper, StoredFile
from myaccount.services import clinic_file
from myaccount.services.clinic import logo
from myaccount.services.clinic_file.problems import BadClinicFile
from myaccount.services.documents import uploads
from tests.scenes import NOW, Scene
from tests.services.clinic_file.files import one, small_file
from tests.services.documents.cabinet import PDF, picture
from tests.services.receipts.books import Books
from tests.services.receipts.test_orders import order


def drawn(size: tuple[int, int] = (400, 100)) -> logo.Drawn:
    file, digest = uploads.stored(picture(size=size))
    return logo.drawn(file, digest, "logo.png", "logo")


def keep(scene: Scene, who: str = "robin", size: tuple[int, int] = (400, 100)) -> str:
    return scene.database.write(logo.keep, scene.staff_ctx(who), drawn(size))


@pytest.mark.parametrize("who", ["dana", "sam"])
def test_only_the_owner_has_it_changed_or_removed(scene: Scene, who: str):
    with pytest.raises(NotAllowed):
        keep(scene, who)
    with pytest.raises(NotAllowed):
        scene.database.write(logo.remove, scene.staff_ctx(who))
    assert scene.rows(ClinicLogo) == []


def test_it_is_kept_as_large_as_it_is_shown_and_a_wordmark_counts_as_one(scene: Scene):
    for size, is_wide in (((2000, 1000), True), ((1999, 1000), False), ((10, 400), False)):
        keep(scene, size=size)
        assert scene.alice_ctx().clinic.logo_is_wide is is_wide
    [now] = scene.rows(StoredFile, sha256=scene.alice_ctx().clinic.logo)
    assert now.unused_since is None
    assert len([row for row in scene.rows(StoredFile) if row.unused_since == NOW]) == 2


def test_papers_hold_all_of_it_and_it_is_one_of_the_facts_of_their_state(scene: Scene):
    receipt = Books(scene).receipt()
    plain = order(scene, receipt)
    keep(scene)
    shown = order(scene, receipt)
    assert plain.state_hash != shown.state_hash
    assert (plain.papers[0].issuer.logo, shown.papers[0].issuer.logo[:22]) == ("", "data:image/png;base64,")
    keep(scene, size=(100, 100))
    assert order(scene, receipt).state_hash not in (plain.state_hash, shown.state_hash)
    scene.database.write(logo.remove, scene.staff_ctx("robin"))
    assert order(scene, receipt).state_hash == plain.state_hash
    assert scene.rows(KeptPaper) == []


class TestClinicFile:
    def file(self, name: str = "logo.png") -> bytes:
        said = small_file()
        said["clinic"]["logo"] = name
        return json.dumps(said).encode()

    def load(self, database, folder: Path, name: str = "logo.png") -> None:
        database.write(clinic_file.load, self.file(name), NOW, folder=folder)

    def test_a_picture_beside_the_file_is_the_logo_until_the_clinic_has_another(self, database, tmp_path: Path):
        (tmp_path / "logo.png").write_bytes(picture(size=(1280, 320)))
        self.load(database, tmp_path)
        kept = one(database, ClinicLogo)
        assert (kept.file_id, kept.is_wide) == (one(database, StoredFile).id, True)
        with database.writing() as tx:
            tx.get_one(ClinicLogo, kept.clinic_id).file_id = None
        self.load(database, tmp_path)
        assert one(database, ClinicLogo).file_id is None
        (tmp_path / "logo.png").write_bytes(picture(size=(64, 64)))
        self.load(database, tmp_path)
        assert one(database, ClinicLogo).file_id is not None

    @pytest.mark.parametrize("name", ["../logo.png", "none.png", "logo.svg", "text.png"])
    def test_what_is_none_is_named_and_nothing_is_changed(self, database, tmp_path: Path, name: str):
        (tmp_path / "text.png").write_bytes(PDF)
        (tmp_path / "logo.svg").write_bytes(b"<svg/>")
        with pytest.raises(BadClinicFile) as refused:
            self.load(database, tmp_path, name)
        assert [problem.path for problem in refused.value.problems] == ["$.clinic.logo"]


def test_the_picture_is_no_larger_than_its_box(scene: Scene):
    keep(scene, size=(3000, 3000))
    file_id, size = scene.database.read(logo.shown, scene.alice_ctx(), scene.alice_ctx().clinic.logo)
    whole = b"".join(logo.files.pieces(file_id, size, 0, size - 1))
    assert Image.open(io.BytesIO(whole)).size == (240, 240)
