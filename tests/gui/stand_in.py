# SPDX-License-Identifier: GPL-3.0-or-later
"""An in-memory vault process with the client's own call interface, for the window's tests.

`hold` names calls that wait for a gate, so that tests can look half-way.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from evidence_kit.domain.annotation import Annotation, AnnotationKind, Why
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.custody import LogHead, Role
from evidence_kit.domain.exhibit import (
    Answer,
    Exhibit,
    ExhibitRow,
    Holding,
    MediaKind,
    Picture,
)
from evidence_kit.domain.finding import CheckReport, Finding, Outcome
from evidence_kit.domain.identifier import (
    Checksum,
    IdentifierRow,
    IdentifierType,
    Occurrence,
    Use,
)
from evidence_kit.domain.ids import (
    AnnotationId,
    ExhibitId,
    VaultId,
)
from evidence_kit.domain.locator import RecordRef
from evidence_kit.domain.plan import Plan
from evidence_kit.domain.progress import CancelToken, Progress
from evidence_kit.domain.record import (
    Fact,
    FactBasis,
)
from evidence_kit.domain.survey import (
    AddedItem,
    AddResult,
    Answered,
    Survey,
    Taken,
)
from evidence_kit.domain.views import (
    BagMade,
    Concern,
    ConversationRow,
    DossierMade,
    ExhibitDetail,
    FirstMessages,
    LogRow,
    MarkRow,
    MessagePage,
    Opened,
    TimelineRow,
    VaultSummary,
)
from evidence_kit.errors import Cancelled, EvidenceKitError, UnknownExhibit, WrongPassphrase
from gui.keeping_answers import KeepingAnswers
from gui.made_up import (
    CHAT,
    EXHIBITS,
    FIRST_DAY,
    KEY,
    PASSPHRASE,
    PLAIN_SURVEY,
    SAID,
    SURVEY,
    message_of,
    moment_of,
    page_of,
    picture_of,
)
from gui.stand_in_desk import Desk


@dataclass
class StandIn(KeepingAnswers, Desk):
    """Answers as the vault process would."""

    total: int = 2418
    closed: bool = False
    asked: list[str] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    hold: frozenset[str] = frozenset()
    """Names of calls that wait for the gate."""
    broken: dict[str, EvidenceKitError] = field(default_factory=dict)
    """Names of calls that fail."""
    made: list[Annotation] = field(default_factory=list)
    exhibits_held: tuple[Exhibit, ...] = EXHIBITS
    confirmed: bool = False
    backup_due: bool = False
    added: list[tuple[Answered, ...]] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    read_so_far: tuple[Exhibit, int] | None = None
    """The file that is being read, and how many of its messages are there."""

    def call(self, name: str, /, **arguments: object) -> object:
        self.asked.append(name)
        if name in self.hold:
            assert self.gate.wait(20)
        if name in self.broken:
            raise self.broken[name]
        method: Callable[..., object] = getattr(self, f"on_{name}")
        return method(**arguments)

    def call_with(
        self,
        name: str,
        report: Callable[[Progress], None],
        cancel: CancelToken,
        /,
        **arguments: object,
    ) -> object:
        report(Progress(stage=name, done=1, total=4, unit="files", name="chat.zip"))
        while name in self.hold and not self.gate.wait(0.01):
            if cancel.cancelled:
                raise Cancelled(done=1, total=4)
        return self.call(name, **arguments)

    def close(self, *, patience_seconds: float = 3.0) -> None:
        self.closed = True
        self.gate.set()

    # -- answers

    def summary_now(self, path: str, role: Role) -> VaultSummary:
        return VaultSummary(
            id=VaultId("0" * 32),
            path=path,
            exhibits=len(self.exhibits_held),
            head=LogHead(size=self.log_size, root="8166be97" + "3" * 52 + "96dc"),
            role=role.value,
            recovery_confirmed=self.confirmed,
            read_only=self.read_only,
            last_backup=self.copies[0].time if self.copies else None,
            backup_due=self.backup_due,
            findings=self.findings,
        )

    def on_create(self, path: str, passphrase: str, role: Role, actor_name: str | None) -> Opened:
        return Opened(summary=self.summary_now(path, role), recovery_key=KEY)

    def on_unlock(
        self,
        path: str,
        passphrase: str | None,
        recovery_key: str | None,
        role: Role,
        actor_name: str | None,
    ) -> Opened:
        if passphrase != PASSPHRASE and recovery_key != KEY:
            raise WrongPassphrase(slot="identity.age")
        kept = self.kept[-1] if self.kept else None
        return Opened(summary=self.summary_now(path, role), settings=kept)

    def on_confirm_recovery(self, part: str, position: int) -> bool:
        self.confirmed = KEY[4 * position : 4 * position + 4] == part
        return self.confirmed

    def on_summary(self) -> VaultSummary:
        return self.summary_now("/tmp/vault", Role.CLIENT)

    def on_judge_passphrase(self, text: str) -> tuple[int, bool]:
        score = min(4, len(text) // 6)
        return score, score < 3

    def on_suggest_passphrase(self, language: str) -> str:
        return PASSPHRASE

    def on_survey(self, paths: tuple[str, ...]) -> Survey:
        return SURVEY if any("chat" in path for path in paths) else PLAIN_SURVEY

    def on_forget_survey(self, survey_id: str) -> None:
        return None

    def on_add(self, survey_id: str, answers: tuple[Answered, ...]) -> AddResult:
        self.added.append(answers)
        given = {each.key: each.answer for each in answers}
        survey = SURVEY if survey_id == SURVEY.id else PLAIN_SURVEY
        outcome = {
            Answer.COPY: Taken.SECURED,
            Answer.REGISTER: Taken.REGISTERED,
            Answer.UNSURE: Taken.REGISTERED,
            Answer.LATER: Taken.POSTPONED,
        }
        items = tuple(
            AddedItem(
                key=item.key,
                name=item.name,
                taken=outcome[given.get(item.key, Answer.COPY)],
                number=index + 20,
                size=item.size,
            )
            for index, item in enumerate(survey.items)
        )
        return AddResult(items=items)

    def on_exhibits(self) -> tuple[ExhibitRow, ...]:
        return tuple(
            ExhibitRow(
                exhibit=each,
                title=each.name.text,
                marks=38 if each.media is MediaKind.CHAT else 0,
                messages=self.total if each.media is MediaKind.CHAT else 0,
                pictures=1 if each.media is MediaKind.PICTURE else 0,
                first=moment_of(FIRST_DAY),
                last=moment_of(FIRST_DAY + timedelta(days=60)),
            )
            for each in self.exhibits_held
        )

    def on_exhibit(self, id: ExhibitId) -> ExhibitDetail:  # noqa: A002 -- the service's own name
        for each in self.exhibits_held:
            if each.id == id:
                return self._detail(each)
        raise UnknownExhibit(exhibit=id)

    def _detail(self, each: Exhibit) -> ExhibitDetail:
        facts = (
            Fact(name="width", value="1080", basis=FactBasis.IN_FILE),
            Fact(name="height", value="2340", basis=FactBasis.IN_FILE),
            Fact(name="camera", value="SM-A546B", basis=FactBasis.IN_FILE),
        )
        is_chat = each.media is MediaKind.CHAT
        return ExhibitDetail(
            exhibit=each,
            title=each.name.text,
            facts=facts if each.media is MediaKind.PICTURE else (),
            conversations=self.on_conversations() if is_chat else (),
            notes=(),
            notes_total=0,
            annotations=(),
        )

    def on_thumbnail(self, id: ExhibitId, member: str | None, box: int) -> Picture:  # noqa: A002 -- the service's own name
        return picture_of(box * 9 // 20, box, int(id, 16) * 30)

    def on_picture(self, id: ExhibitId, member: str | None, box: int) -> Picture:  # noqa: A002 -- the service's own name
        return picture_of(box * 9 // 20, box, int(id, 16) * 30)

    def on_conversations(self) -> tuple[ConversationRow, ...]:
        return (
            ConversationRow(
                exhibit=CHAT.id,
                exhibit_number=4,
                conversation=1,
                title="WhatsApp-gesprek met Rico",
                participants=("Rico", "Sam"),
                messages=self.total,
                marked=len(self._marks()),
                first=moment_of(FIRST_DAY),
                last=moment_of(FIRST_DAY + timedelta(minutes=7 * self.total)),
                importer="whatsapp",
            ),
        )

    def _marks(self) -> dict[int, tuple[MarkRow, ...]]:
        first = MarkRow(
            annotation=AnnotationId("a" * 32),
            why=(Why.KNOWS_WHERE_I_AM, Why.ASKS_MONEY),
            words="",
            role="client",
            made="2026-03-20T13:30:00Z",
        )
        found: dict[int, tuple[MarkRow, ...]] = dict.fromkeys((5, 6, 7), (first,))
        for each in self.made:
            row = MarkRow(
                annotation=each.id,
                why=tuple(Why(value) for value in each.fact("why") or ()),  # type: ignore[union-attr] # facts of a mark hold a tuple
                words=each.word("words"),
                role="client",
                made="2026-03-20T14:00:00Z",
            )
            for target in each.targets:
                found[target.n] = (*found.get(target.n, ()), row)
        return found

    def on_messages(
        self, exhibit: ExhibitId, conversation: int, start: int, count: int
    ) -> MessagePage:
        marks = self._marks()
        last = min(self.total, start + count - 1)
        rows = tuple(message_of(n, marks.get(n, ())) for n in range(start, last + 1))
        return MessagePage(
            exhibit=exhibit, conversation=conversation, total=self.total, start=start, rows=rows
        )

    def on_first_messages(self, after: int) -> FirstMessages | None:
        if self.read_so_far is None:
            return None
        exhibit, count = self.read_so_far
        rows = tuple(message_of(n) for n in range(after + 1, count + 1))
        return FirstMessages(exhibit=exhibit.id, name=exhibit.name, title="", rows=rows)

    def on_find(self, exhibit: ExhibitId, conversation: int, text: str) -> tuple[int, ...]:
        limit = min(self.total, 2000)
        return tuple(
            n for n in range(1, limit + 1) if text.lower() in SAID[(n - 1) % len(SAID)][1].lower()
        )

    def on_mark(
        self,
        exhibit: ExhibitId,
        conversation: int,
        numbers: tuple[int, ...],
        why: tuple[Why, ...],
        words: str,
    ) -> ChangeSet:
        targets = tuple(
            RecordRef(locator=message_of(n).message.locator, sha256="0" * 64, conversation=1, n=n)
            for n in numbers
        )
        self.made.append(
            Annotation(
                id=AnnotationId(f"{len(self.made) + 1:032x}"),
                kind=AnnotationKind.MARK,
                exhibit=exhibit,
                targets=targets,
                facts=(("why", tuple(each.value for each in why)),),
                words=(("words", words),),
            )
        )
        return self._changed(exhibit, annotations=True)

    def on_retract(self, annotation: AnnotationId) -> ChangeSet:
        self.made = [each for each in self.made if each.id != annotation]
        return self._changed(CHAT.id, annotations=True)

    def on_annotate(self, annotation: Annotation) -> ChangeSet:
        return self._changed(annotation.exhibit or CHAT.id, annotations=True)

    def on_annotations(self) -> tuple[Annotation, ...]:
        first = Annotation(
            id=AnnotationId("a" * 32),
            kind=AnnotationKind.MARK,
            exhibit=CHAT.id,
            targets=tuple(
                RecordRef(
                    locator=message_of(n).message.locator, sha256="0" * 64, conversation=1, n=n
                )
                for n in (5, 6, 7)
            ),
            facts=(("why", ("knows_where_i_am", "asks_money")),),
        )
        return (first, *self.made)

    def on_set_zone(self, exhibit: ExhibitId, zone: str) -> ChangeSet:
        return self._changed(exhibit)

    def on_choose_day_order(self, exhibit: ExhibitId, day_first: bool) -> ChangeSet:
        return self._changed(exhibit)

    def on_remove(self, exhibit: ExhibitId, reason: str) -> ChangeSet:
        self.exhibits_held = tuple(
            replace(each, holding=Holding.REMOVED, object=None) if each.id == exhibit else each
            for each in self.exhibits_held
        )
        return self._changed(exhibit)

    def _changed(self, exhibit: ExhibitId, *, annotations: bool = False) -> ChangeSet:
        self.log_size += 1
        return ChangeSet(log_size=self.log_size, exhibits=(exhibit,), annotations=annotations)

    def on_identifiers(self) -> tuple[IdentifierRow, ...]:
        place = Occurrence(
            exhibit=CHAT.id,
            exhibit_number=4,
            conversation=1,
            n=9,
            use=Use.MENTIONED,
            by="Rico",
            as_written="06-12345678",
            moment=moment_of(FIRST_DAY),
        )
        kinds = (
            (IdentifierType.PHONE, "+31612345678", Checksum.HAS_NONE, 241),
            (IdentifierType.IBAN, "NL91ABNA0417164300", Checksum.FITS, 3),
            (IdentifierType.EMAIL, "rico@example.org", Checksum.HAS_NONE, 1),
            (IdentifierType.URL, "https://tikkie.example/pay/1", Checksum.HAS_NONE, 2),
        )
        return tuple(
            IdentifierRow(
                type=kind,
                normalised=text,
                as_written=(text,),
                checksum=checksum,
                count=count,
                occurrences=(place,),
            )
            for kind, text, checksum, count in kinds
        )

    def on_timeline(self) -> tuple[TimelineRow, ...]:
        return tuple(
            TimelineRow(
                moment=moment_of(FIRST_DAY + timedelta(hours=n)),
                exhibit=CHAT.id,
                exhibit_number=4,
                conversation=1,
                n=n,
                what=SAID[n % 10][1],
                is_quote=True,
                sender=SAID[n % 10][0],
                marked=True,
                why=(Why.ASKS_MONEY,),
            )
            for n in range(1, 60)
        )

    def on_log(self, start: int, count: int) -> tuple[LogRow, ...]:
        kinds = ("created", "acquired", "interpreted", "annotated", "registered")
        return tuple(
            LogRow(
                seq=seq,
                type=kinds[min(seq, 4)],
                utc="2026-03-20T13:02:41.120Z",
                zone_minutes=60,
                role="client",
                slot="identity.age",
                exhibit_number=seq or None,
                facts=(("sha256", f"{seq:064x}"),),
                leaf=f"{seq:064x}",
            )
            for seq in range(start, min(self.log_size, start + count))
        )

    def on_plan(self) -> Plan:
        return Plan()

    def on_concerns(self, plan: Plan) -> tuple[Concern, ...]:
        return (
            Concern(
                code="quotation_not_found",
                exhibit=CHAT.id,
                said="tot vrijdag 18 uur",
                found="tot vrijdag 18.00 uur",
            ),
            Concern(code="place_in_picture", exhibit=EXHIBITS[2].id, found="2"),
        )

    def on_preview(self, plan: Plan) -> int:
        self.plans.append(plan)
        return 41

    def on_preview_page(self, page: int, width: int) -> Picture:
        return page_of(width)

    def on_make_dossier(self, out: str, plan: Plan) -> DossierMade:
        return DossierMade(
            path=out,
            sha256="1" * 64,
            size=812_000,
            pages=41,
            head=LogHead(size=self.log_size, root="2" * 64),
            exhibits=7,
            messages_printed=94,
            messages_left_out=2324,
        )

    def on_hand_over(self, folder: str, plan: Plan) -> BagMade:
        return BagMade(
            path=folder,
            files=31,
            size=38_000_000,
            tagmanifest_sha256="3" * 64,
            key_fingerprint="4" * 64,
            head=LogHead(size=self.log_size, root="2" * 64),
            dossier=self.on_make_dossier(f"{folder}/data/dossier.pdf", plan),
        )

    def on_export(self, exhibit: ExhibitId, out: str) -> int:
        return 134_287

    def on_verify(self, path: str) -> CheckReport:
        if "other" in path:
            found = Finding(
                item="data/dossier.pdf", outcome=Outcome.DIFFERS, why="digest", expected="a"
            )
            return CheckReport(subject="bag", findings=(found,), checked=31)
        return CheckReport(subject="bag", findings=(), checked=31)
