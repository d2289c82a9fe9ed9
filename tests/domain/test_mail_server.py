"""A clinic's own mail server as its owner names it, and where it may be reached."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myaccount.domain.mail_server import Security, Server, Why, read, why_not_reach

FORM = {
    "host": "smtp.clinic.test", "port": "", "security": "starttls", "username": "hello@clinic.test",
    "password": "a mailbox 7", "sender": "hello@clinic.test",
}  # fmt: skip
KEPT = Server("smtp.clinic.test", 587, Security.STARTTLS, "hello@clinic.test", "hello@clinic.test", "a mailbox 7")
OFFICE = (ip_network("10.1.0.0/16"), ip_network("fd00:1::/64"))


def test_it_is_read_with_the_usual_port_of_its_encryption():
    assert read(FORM, None) == (KEPT, {})
    assert [read(FORM | {"security": one}, None)[0].port for one in ("tls", "none", "x")] == [465, 25, 587]
    assert "a mailbox 7" not in repr(KEPT)


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("SMTP.Clinic.test.", "smtp.clinic.test"), ("münchen.test", "xn--mnchen-3ya.test"), ("192.0.2.7", "192.0.2.7"),
        ("[2001:db8::7]", "2001:db8::7"), ("localhost", "localhost"),
    ],
)  # fmt: skip
def test_a_host_is_written_one_way(typed: str, host: str):
    assert read(FORM | {"host": typed}, None)[0].host == host


def test_a_sender_is_written_as_every_server_takes_it():
    server, problems = read(FORM | {"sender": "bonjour@clinique-santé.test"}, None)
    assert (server.sender, problems) == ("bonjour@xn--clinique-sant-nhb.test", {})


@pytest.mark.parametrize(
    ("box", "typed"),
    [
        *(("host", one) for one in ("", "a b", "smtp://x.test", "x.test:25", "-x.test", "a..b", "x" * 300, "x\r\ny")),
        *(("port", one) for one in ("0", "65536", "-1", "x", "5 8", "٥٨٧", "9" * 4000)),
        *(("username", one) for one in ("a\0b", "x" * 201, "a\r\nb")),
        *(("password", one) for one in ("", "a\0b", "x" * 201, "a\r\nb")),
        *(("sender", one) for one in ("", "nobody", "a@b", "a b@c.test", "a@b.test\r\nBcc: c@d.test")),
        ("sender", "x" * 250 + "@b.test"), ("sender", "é@b.test"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_at_its_box(box: str, typed: str):
    assert read(FORM | {box: typed}, None)[1].keys() == {box}


def test_a_password_goes_with_a_username():
    assert read(FORM | {"username": ""}, None)[1] == {"username": "mail_server.no_username"}
    assert read(FORM | {"username": "", "password": ""}, None)[1] == {}


@pytest.mark.parametrize("change", [{"host": "evil.test"}, {"port": "465"}, {"username": "other"}])
def test_a_kept_password_goes_nowhere_else(change: dict[str, str]):
    assert read(FORM | {"password": ""}, KEPT) == (KEPT, {})
    server, problems = read(FORM | {"password": ""} | change, KEPT)
    assert (server.password, problems) == ("", {"password": "mail_server.password_again"})


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.0", "10.0.0.9", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1%eth0", "fd12::1", "ff02::1", "::ffff:10.0.0.9",
        "64:ff9b::a00:9", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:0:1::1",
        "fec0::3", "::7f00:1", "64:ff9b:1::7f00:1", "4000::1",
    ],
)  # fmt: skip
def test_what_is_not_on_the_internet_is_not_reached(address: str):
    assert why_not_reach(address, KEPT, ()) is Why.PRIVATE
    assert why_not_reach(address, KEPT, OFFICE) is Why.PRIVATE


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909"])
def test_on_the_internet_it_is_a_mail_port_spoken_to_in_cipher(address: str):
    def why(port: int, security: Security = Security.TLS) -> Why | None:
        return why_not_reach(address, Server("x.test", port, security, "a@b.test"), OFFICE)

    assert [why(port) for port in (25, 465, 587, 2525)] == [None] * 4
    assert [why(port) for port in (22, 80, 443, 3306, 6379)] == [Why.ODD_PORT] * 5
    assert why(25, Security.NONE) is Why.IN_CLEAR


@pytest.mark.parametrize("address", ["10.1.255.255", "fd00:1::9", "::ffff:10.1.0.1"])
def test_in_a_network_that_the_operator_names_it_is_as_the_owner_says(address: str):
    assert why_not_reach(address, Server("x.test", 1025, Security.NONE, "a@b.test"), OFFICE) is None
    assert why_not_reach(address, Server("x.test", 1025, Security.NONE, "a@b.test"), ()) is Why.PRIVATE


@given(st.dictionaries(st.sampled_from(sorted(FORM)), st.text(max_size=40)))
def test_whatever_is_typed_is_a_server_or_a_word_about_a_box(typed: dict[str, str]):
    server, problems = read(FORM | typed, None)
    assert problems.keys() <= FORM.keys()
    assert all(problems.get(box) or getattr(server, box) for box in ("host", "port", "sender"))
