# SPDX-License-Identifier: GPL-3.0-or-later
"""The bench that all tests stand on does what it says."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest


def test_a_connection_fails_the_test() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock,
        pytest.raises(pytest.fail.Exception, match="connection"),
    ):
        sock.connect(("127.0.0.1", 9))


def test_code_that_swallows_errors_cannot_swallow_that() -> None:
    assert not issubclass(pytest.fail.Exception, Exception)


def test_looking_up_a_name_fails_the_test() -> None:
    with pytest.raises(pytest.fail.Exception, match="looked up"):
        socket.getaddrinfo("example.org", 443)


def test_home_is_empty_and_not_the_persons(home: Path) -> None:
    assert Path.home() == home
    assert os.environ["XDG_CONFIG_HOME"].startswith(str(home))


def test_a_stock_tool_is_found(stock_tool: Callable[[str], Path]) -> None:
    assert stock_tool("openssl").exists()
    assert stock_tool("age-keygen").exists()


def test_a_tool_nobody_listed_is_refused(stock_tool: Callable[[str], Path]) -> None:
    with pytest.raises(AssertionError, match=r"system_packages\.py"):
        stock_tool("cat")
