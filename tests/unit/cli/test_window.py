# SPDX-License-Identifier: GPL-3.0-or-later
"""When the window opens, and on what."""

from pathlib import Path

import pytest

from evidence_kit.cli.window import window_wish


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "case" / "vault"
    folder.mkdir(parents=True)
    (folder / "vault.json").write_bytes(b"{}")
    return folder


def test_no_argument_opens_the_window() -> None:
    wish = window_wish([])
    assert wish is not None
    assert wish.vault is None


def test_a_vault_opens_the_window_on_it(vault: Path) -> None:
    wish = window_wish([str(vault)])
    assert wish is not None
    assert wish.vault == vault


def test_a_folder_that_holds_a_vault_opens_it(vault: Path) -> None:
    wish = window_wish([str(vault.parent)])
    assert wish is not None
    assert wish.vault == vault


def test_a_folder_without_a_vault_opens_the_first_page(tmp_path: Path) -> None:
    wish = window_wish([str(tmp_path)])
    assert wish is not None
    assert wish.vault is None


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_language_may_be_chosen(language: str, vault: Path) -> None:
    wish = window_wish(["--lang", language, str(vault)])
    assert wish is not None
    assert wish.language == language


def test_a_verb_is_a_verb_even_when_a_folder_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "list").mkdir()
    monkeypatch.chdir(tmp_path)
    assert window_wish(["list"]) is None


@pytest.mark.parametrize("arguments", [["--help"], ["nowhere"], ["--lang", "fr"], ["a", "b"]])
def test_all_else_is_for_the_command_line(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert window_wish(arguments) is None
