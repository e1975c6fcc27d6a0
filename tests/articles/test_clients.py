"""Whose request it is: nobody can say so but the servers in front that are named."""

from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from articles import clients

HERE, FRONT, CACHE = "127.0.0.1", "10.0.0.1", "10.0.0.2"


def asked(forwarded, *, seen=FRONT):
    return RequestFactory().get("/", REMOTE_ADDR=seen, HTTP_X_FORWARDED_FOR=forwarded)


@pytest.fixture(autouse=True)
def fronts(settings):
    settings.NEWSROOM_PROXIES = [ip_network("10.0.0.0/24")]


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.1", "203.0.113.1"),
        ("192.0.2.66, 203.0.113.1", "203.0.113.1"),  # the first is made up
        (f"192.0.2.66, 203.0.113.1, {CACHE}", "203.0.113.1"),  # two servers in front
        ("203.0.113.1:50123", "203.0.113.1"),
        ("[2001:db8::7]:50123", "2001:db8::7"),
        ("::ffff:203.0.113.1", "203.0.113.1"),
        ("", FRONT),
        ("unknown", FRONT),
        ("203.0.113.1, unknown", FRONT),
        ("203.0.113.1'; drop table", FRONT),
        (CACHE, CACHE),
    ],
)
def test_a_named_server_says_whose_request_it_is(forwarded, address):
    assert clients.client_address(asked(forwarded)) == address


@pytest.mark.parametrize("seen", [HERE, "203.0.113.9", "2001:db8::9"])
def test_nobody_else_is_believed(seen):
    assert clients.client_address(asked("192.0.2.66", seen=seen)) == seen


def test_a_socket_of_this_machine_is_a_server_in_front_where_any_is_named(settings):
    assert clients.client_address(asked("192.0.2.66", seen="")) == "192.0.2.66"
    settings.NEWSROOM_PROXIES = []
    assert clients.client_address(asked("192.0.2.66", seen="")) == ""


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.1", "203.0.113.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::"),
    ],
)
def test_a_telephone_with_many_addresses_is_one_client(address, network):
    assert clients.client_network(asked(address)) == network
