"""No test reaches beyond this machine (the guard is in the conftest of all tests)."""

from __future__ import annotations

import socket

import pytest


def test_an_address_elsewhere_is_refused():
    with pytest.raises(RuntimeError, match=r"192\.0\.2\.1"), socket.socket() as one:
        one.connect(("192.0.2.1", 80))


def test_a_name_elsewhere_is_not_even_looked_up():
    with pytest.raises(RuntimeError, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)


def test_this_machine_is_reached():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with socket.create_connection(listener.getsockname(), timeout=5) as caller:
            assert caller.getpeername() == listener.getsockname()
