"""Searches of a process are done one at a time; some wait, and who comes after them is told so."""

import threading

import pytest

from articles import rates
from newsroom import middleware


@pytest.fixture
def line():
    return rates.Line(places=2, patience=5)


def test_one_has_a_turn_one_waits_and_the_next_is_refused(line):
    done, waiting = [], threading.Event()

    def wait():
        waiting.set()
        with line.turn():
            done.append("second")

    with line.turn():
        second = threading.Thread(target=wait)
        second.start()
        waiting.wait()
        while line._places._value:  # until it stands in the line
            pass
        with pytest.raises(rates.Busy), line.turn():
            done.append("third")
        done.append("first")
    second.join()

    assert done == ["first", "second"]
    with line.turn():
        done.append("third")


def test_nobody_waits_for_ever():
    line = rates.Line(places=2, patience=0.01)
    with line.turn(), pytest.raises(rates.Busy), line.turn():
        pass
    with line.turn():
        pass


def test_a_search_that_fails_gives_its_turn_back(line):
    for _ in range(3):
        with pytest.raises(ValueError, match="down"), line.turn():
            raise ValueError("down")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/search/?q=智能", "/search/suggest/?q=智能"])
def test_who_finds_no_place_is_told_when_to_come_again(client, monkeypatch, address):
    monkeypatch.setattr(middleware, "line", rates.Line(places=1, patience=5))
    with middleware.line.turn():
        response = client.get(address)
        assert client.get("/").status_code == 200

    assert (response.status_code, response["Retry-After"]) == (503, "2")
    assert "现在搜索的人太多，请过 2 秒再打开" in response.content.decode()
    assert client.get(address).status_code == 200
