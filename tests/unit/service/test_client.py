# SPDX-License-Identifier: GPL-3.0-or-later
"""The window's end of the pipe, against the real vault process."""

import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from builders.session import PASSPHRASE, chat_zip
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.columns import ColumnsLook, ColumnsTried
from evidence_kit.domain.exhibit import Answer
from evidence_kit.domain.progress import CancelToken, Progress
from evidence_kit.domain.survey import AddResult, Answered, Survey, Taken
from evidence_kit.domain.views import Opened
from evidence_kit.errors import (
    ReaderFailed,
    UsageFault,
    VaultInUse,
    WeakPassphrase,
    WrongPassphrase,
)
from evidence_kit.service.client import VaultClient


@pytest.fixture
def client() -> Iterator[VaultClient]:
    made = VaultClient()
    yield made
    made.close()


def test_a_call_is_answered(client: VaultClient) -> None:
    assert client.call("judge_passphrase", text="welkom") == (0, True)


def test_an_unknown_call_is_refused(client: VaultClient) -> None:
    with pytest.raises(UsageFault):
        client.call("eval", text="1")


def test_nothing_is_answered_without_an_open_vault(client: VaultClient) -> None:
    with pytest.raises(UsageFault):
        client.call("exhibits")


def test_a_weak_passphrase_is_refused_by_name(client: VaultClient, tmp_path: Path) -> None:
    with pytest.raises(WeakPassphrase):
        client.call("create", path=str(tmp_path / "v"), passphrase="welkom")
    assert not (tmp_path / "v").exists()


def test_several_threads_get_their_own_answers(client: VaultClient) -> None:
    found: dict[str, object] = {}

    def ask(text: str) -> None:
        found[text] = client.call("judge_passphrase", text=text)

    texts = ["a", "lamp-fiets-zomer-klok-appel-brug"]
    threads = [threading.Thread(target=ask, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {texts[0]: (0, True), texts[1]: (4, False)}


def test_after_closing_a_new_call_starts_a_new_process(client: VaultClient) -> None:
    client.call("judge_passphrase", text="a")
    client.close()
    assert not client.running
    assert client.call("judge_passphrase", text="a") == (0, True)


def test_after_a_kill_the_next_call_starts_a_new_process(client: VaultClient) -> None:
    client.call("judge_passphrase", text="a")
    child = client._child
    assert child is not None
    child.kill()
    child.wait()
    assert client.call("judge_passphrase", text="a") == (0, True)


def test_a_process_that_dies_during_a_call_is_said() -> None:
    broken = VaultClient((sys.executable, "-c", "import sys; sys.stdin.buffer.read(5)"))
    with pytest.raises(ReaderFailed):
        broken.call("summary")
    broken.close()


@pytest.mark.slow
def test_the_whole_way_over_the_pipe(client: VaultClient, tmp_path: Path) -> None:
    vault = str(tmp_path / "kluis")
    made = client.call("create", path=vault, passphrase=PASSPHRASE)
    assert isinstance(made, Opened)
    assert made.recovery_key is not None
    export = chat_zip(tmp_path / "WhatsApp Chat - Rico.zip")
    survey = client.call("survey", paths=(str(export),))
    assert isinstance(survey, Survey)
    answers = tuple(Answered(key=i.key, answer=Answer.COPY) for i in survey.items if i.asks)
    seen: list[Progress] = []
    result = client.call_with(
        "add", seen.append, CancelToken(), survey_id=survey.id, answers=answers
    )
    assert isinstance(result, AddResult)
    assert [item.taken for item in result.items] == [Taken.SECURED]
    assert seen
    assert client.call("confirm_recovery", part=made.recovery_key[4:8], position=1) is True
    other = VaultClient()
    with pytest.raises(VaultInUse):
        other.call("unlock", path=vault, passphrase=PASSPHRASE)
    client.close()
    with pytest.raises(WrongPassphrase):
        other.call("unlock", path=vault, passphrase="iets heel anders dan dat")
    opened = other.call("unlock", path=vault, recovery_key=made.recovery_key)
    assert isinstance(opened, Opened)
    assert (opened.summary.exhibits, opened.summary.recovery_confirmed) == (1, True)
    other.close()


@pytest.mark.slow
def test_pointed_out_columns_and_what_they_make_cross_the_pipe(
    client: VaultClient, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("wie;wat\nRico;hoi\n\nCaf\u00e9;dag\n", encoding="cp1252")
    client.call("create", path=str(tmp_path / "v"), passphrase=PASSPHRASE)
    survey = client.call("survey", paths=(str(file),))
    assert isinstance(survey, Survey)
    added = client.call("add", survey_id=survey.id, answers=())
    assert isinstance(added, AddResult)
    exhibit = added.items[0].exhibit
    look = client.call("columns_look", exhibit=exhibit, asked=None)
    assert isinstance(look, ColumnsLook)
    assert look.suggested is not None
    columns = replace(look.suggested, sender=1, text=2)
    tried = client.call("try_columns", exhibit=exhibit, columns=columns, zone=None, day_first=None)
    assert isinstance(tried, ColumnsTried)
    assert [(each.sender, each.text) for each in tried.messages] == [
        ("Rico", "hoi"),
        ("Caf\u00e9", "dag"),
    ]
    done = client.call("point_out_columns", exhibit=exhibit, columns=columns)
    assert isinstance(done, ChangeSet)
