# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.errors import Damaged
from evidence_kit.formats import canonical_json, settings_file
from evidence_kit.i18n import LANGUAGES
from evidence_kit.settings import (
    APPEARANCES,
    HIDE_KEYS,
    IDLE_MINUTES_MOST,
    TEXT_SCALES,
    WINDOW_TITLES,
    Settings,
)

CHOICES = st.builds(
    Settings,
    language=st.sampled_from(LANGUAGES),
    idle_lock_minutes=st.integers(0, IDLE_MINUTES_MOST),
    quiet_view=st.booleans(),
    hide_key=st.sampled_from(HIDE_KEYS),
    text_scale=st.sampled_from(TEXT_SCALES),
    appearance=st.sampled_from(APPEARANCES),
    window_title=st.sampled_from(WINDOW_TITLES),
    postponed=st.dictionaries(
        st.sampled_from(("anchor", "backup", "recovery")), st.sampled_from(("", "2026-12-01"))
    ).map(lambda found: tuple(sorted(found.items()))),
)


@given(settings=CHOICES)
def test_choices_come_back(settings: Settings) -> None:
    assert settings_file.decode(settings_file.encode(settings)) == settings


def test_what_a_newer_program_keeps_there_is_kept() -> None:
    before = canonical_json.encode({"version": 1, "language": "en", "read_aloud": {"voice": 3}})
    after = settings_file.encode(Settings(language="nl"), before)
    fields = canonical_json.decode_object(after, "settings")
    assert fields["read_aloud"] == {"voice": 3}
    assert fields["language"] == "nl"


@pytest.mark.parametrize(
    "field",
    [
        {"language": "xx"},
        {"idle_lock_minutes": -1},
        {"idle_lock_minutes": True},
        {"idle_lock_minutes": 10_000},
        {"quiet_view": 0},
        {"hide_key": "A"},
        {"text_scale": "200"},
        {"appearance": None},
        {"window_title": ["documents"]},
        {"postponed": ["backup"]},
        {"postponed": {"backup": "soon", "../x": ""}},
    ],
)
def test_a_value_that_is_none_of_ours_counts_as_not_chosen(field: dict[str, object]) -> None:
    assert settings_file.decode(canonical_json.encode({"version": 1, **field})) == Settings()


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b'{"version":2}', b'{"version": 1}'])
def test_another_file_or_a_newer_version_is_refused(raw: bytes) -> None:
    with pytest.raises(Damaged):
        settings_file.decode(raw)


def test_choices_of_a_newer_version_are_not_written_over() -> None:
    with pytest.raises(Damaged):
        settings_file.encode(Settings(), b'{"version":2}')


def test_a_reminder_is_put_off_until_its_day_or_for_good() -> None:
    settings = Settings().postpone("backup", "2026-12-01").postpone("anchor")
    assert settings.is_postponed("backup", "2026-11-30")
    assert not settings.is_postponed("backup", "2026-12-01")
    assert settings.is_postponed("anchor", "2030-01-01")
    assert not settings.is_postponed("recovery", "2026-11-30")
    again = settings.postpone("backup", "2027-01-01")
    assert again.is_postponed("backup", "2026-12-01")
    assert len(again.postponed) == 2
