# SPDX-License-Identifier: GPL-3.0-or-later
"""Every ceiling, with its reason. Sizes in bytes unless the name says otherwise."""

COPY_BLOCK = 1 << 20
"""Block read from a file at once: large enough for the disk, small enough for constant memory."""

WIRE_FRAME_MAX = 64 << 20
"""Largest frame between two of our own processes: a 4096 x 4096 RGBA picture fits."""

WIRE_DEPTH_MAX = 32
"""Nesting of a value between processes; ours reach 6."""

NAME_SHOWN_MAX = 255
"""Characters of a file name kept for showing; longer ones keep their exact bytes beside it."""

WHOLE_CONVERSATION_MAX = 500
"""Messages up to which a conversation without marks is printed whole (docs/cli.md)."""

CONTEXT_DEFAULT = 5
"""Messages printed before and after a marked one."""

PASSPHRASE_FILE_MAX = 64 << 10
"""A passphrase file is one short line; more is a mistake, not a passphrase."""

PRINT_PIXELS_MAX = 64_000_000
"""Pixels of a picture made for print: a 1200 x 50,000 capture fits; more is not a derivative."""

HEAD_BYTES = 64 << 10
"""First bytes an importer looks at to recognise a file (formats.md 0.2)."""

SOURCE_WINDOW = 256 << 10
"""Bytes fetched at once by the reader process for small reads: few questions, little memory."""

LINE_PIECE = 1 << 20
"""Longest piece of one physical line held in memory; a longer line is read in pieces."""

RECORD_TEXT_MAX = 1 << 20
"""Bytes of one record's text kept in its record; WhatsApp itself allows 65,536 characters.
The locator covers all of a longer one and a note says so."""

RECORD_BLOCK = 256 << 10
"""Record lines are handed over in blocks of about this size."""

CHAT_LABELS_MAX = 5000
"""Different sender labels weighed in one chat; a group has at most 1024 members."""

QUOTED_RUN_MAX = 64
"""Records looked ahead to tell a pasted piece of chat from a clock that went back."""

NOTES_PER_KIND_MAX = 10_000
"""Notes of one kind written one by one; the rest is counted in a last one."""

ZIP_DIRECTORY_MAX = 256 << 20
"""Largest central directory of a zip that is read into memory: some two million members."""

ZIP_MEMBERS_ASK = 100_000
"""More members than any known export has: said, still read."""

ZIP_MEMBERS_MAX = 1_000_000
"""Members listed at most; what lies beyond is said."""

ZIP_TOTAL_ASK = 100 << 30
"""Unpacked bytes of a whole package that are no longer ordinary; 40 GB packages are."""

ZIP_RATIO_ASK = 200
"""Deflate shrinks text some 10 times; a member that shrinks more than this is said."""

ZIP_RATIO_FROM = 16 << 20
"""Members that unpack to less than this harm nobody, whatever their ratio."""

ZIP_NESTING_MAX = 2
"""Zips within a zip that are opened; deeper ones are listed only."""

MEMBER_IN_MEMORY_MAX = 256 << 20
"""Largest packed member held unpacked in the reader's memory: a nested zip or a picture."""

CHAT_TEXTS_MAX = 2000
"""Chat texts read out of one package."""

MAIL_MAX = 256 << 20
"""Largest mail read as a mail; providers refuse above 50 MB or so."""

MAIL_PARTS_MAX = 2000
"""Parts of one mail that are looked at."""

EXIF_MAX = 1 << 20
"""A JPEG segment holds 64 KiB; HEIC and PNG blocks of EXIF stay far below this."""

PICTURE_BLOCKS_MAX = 200_000
"""Chunks, frames or boxes of one picture that are walked through."""

DECODE_PIXELS_MAX = 120_000_000
"""Pixels decoded whole; RGBA of these fits the reader's address space."""

DECODE_PIXELS_JPEG_MAX = 260_000_000
"""JPEG is shrunk while it is decoded, so the 200-megapixel pictures of phones can be shown."""

PICTURE_BYTES_MAX = 256 << 20
"""Largest picture file decoded."""

EXACT_PICTURE_MAX = 6 << 20
"""Largest picture that goes into a dossier as it is, without metadata."""

PDF_BYTES_MAX = 512 << 20
"""Largest PDF whose pages are shown: our own dossier."""

READER_ADDRESS_SPACE = 2 << 30
"""Address space of the reader process; the largest allowed picture takes half of it."""

READER_OPEN_FILES = 64
"""The reader opens nothing once it is locked down; libraries keep a few."""

READER_START_SECONDS = 60.0
"""A first start on a slow disk while a virus scanner looks on."""

READER_QUIET_SECONDS = 120.0
"""Longest silence of the reader within one request before it counts as hung."""

READER_BASE_SECONDS = 60.0
"""Time any request may take, however small the file."""

READER_BYTES_PER_SECOND = 250_000
"""Slowest reading that still counts as working, on an old and busy machine."""

GROUP_FILES = 128
"""Files secured per log segment: few enough that little is unconfirmed after a crash, and enough that
the segment's own flushes do not count."""

GROUP_BYTES = 256 << 20
"""Bytes secured per log segment, for the same reason; one large file is a group of its own."""

GROUPS_AHEAD = 3
"""Groups being sealed while the one before them is logged: enough that nobody waits."""

SEAL_THREADS = 2
"""Threads that hash and seal: one file each, so that a window stays usable beside them."""

FLUSH_THREADS = 16
"""Threads that wait for the disk: it joins flushes that come together."""

UNFLUSHED_MAX = 32
"""Sealed files waiting for their flush; each holds an open file, of which macOS allows 256."""

SEAL_CHILDREN = 2
"""Processes that seal small files: in one process threads wait for each other's turn at the interpreter,
which for small files takes as long as the work."""

SEAL_CHILD_FILES_MIN = 64
"""Small files in a drop from which the start of those processes pays."""

SEAL_CHILD_FILE_MAX = 4 << 20
"""Bytes up to which a file counts as small: larger ones keep threads busy outside the interpreter."""

SEAL_CHILD_FLUSH_THREADS = 8
"""Of each of those processes; together as many as FLUSH_THREADS."""

SEAL_CHILD_JOBS = 16
"""Files handed to such a process at once, and sealed before the first of them is read back."""

SEAL_CHILD_AHEAD = 2
"""Such portions under way in one process, so that it need not wait for the next."""

ANNOTATION_WORDS_MAX = 200_000
"""Characters of one text of an annotation: a long account of a year fits; more is a file."""

ANNOTATION_TARGETS_MAX = 10_000
"""Messages that one annotation points to: a whole long conversation fits."""

VAULT_HEADER_MAX = 64 << 10
"""Size of vault.json: a real one has about 600 bytes; anybody can write there."""

KEY_SLOT_MAX = 64 << 10
"""Size of a key slot: a real one has about 400 bytes; it is read before anything is trusted."""

KEY_SLOTS_MAX = 8
"""Passphrase slots of a vault: a wrong passphrase is tried on each, at about a second a slot."""

PASSPHRASE_MEMORY_WHOLE_PART = 8
"""A passphrase above the least cost takes at most one in so many parts of this computer's memory: with
4 GB the least (256 MiB), with 16 GB the most (1 GiB), so that a smaller computer opens it too."""

PASSPHRASE_MEMORY_FREE_PART = 2
"""And at most one in so many parts of what is free: nothing is pushed to disk by deriving a key."""

SLOT_LABEL_MAX = 200
"""Characters of the words that say whose passphrase a slot is: a name and a role fit well."""

CHECKPOINT_MAX = 64 << 10
"""Size of a checkpoint: a real one has about 350 bytes."""

LOG_SEGMENT_MAX = 256 << 20
"""Size of one log segment: some 300,000 entries written in one go."""

TEXT_PACK_MAX = 256 << 20
"""Size of the sealed texts of one batch: 300,000 names, or a thousand longest accounts."""

CATALOGUE_MAX = 1 << 30
"""Size of the cached catalogue: a million log entries with their texts."""

INDEX_IMAGE_FROM = 500
"""Messages and notes from which an index image is kept on the disk; a shorter one is made in some 10 ms
whenever it is asked for, and a file for each of thousands of pictures costs more than reading them."""

INDEX_IMAGE_MAX = 900 << 20
"""Size of one index image: SQLite opens at most 1 GiB in memory; some 5 million messages."""

INDEX_MEMORY_MAX = 512 << 20
"""Images kept open together; the one in use stays, however large."""

INDEX_OPEN_MAX = 64
"""Images kept open together, each with a file: systems allow from 256 open files on."""

RECORD_LINE_MAX = 256 << 20
"""Longest record line: a message of 100 MB stays one record; more is not read back."""

OCCURRENCES_SHOWN = 100
"""Places kept for one identifier; beyond that they are counted (domain.identifier)."""

MESSAGE_PAGE = 2_000
"""Messages read from the vault at once: some megabytes, and few enough calls."""

NOTES_SHOWN = 100
"""Importer notes shown with an exhibit; beyond that they are counted (domain.views)."""

PAGE_MAX = 1000
"""Messages answered at once; the window asks for a few hundred."""

FOUND_MAX = 10_000
"""Search hits answered at once."""

PICTURE_BOX_MAX = 2400
"""Longest side of a picture sent to the window, in pixels: a large screen, and under a frame."""

WORK_FACTOR_MAX = 20
"""Highest scrypt log2(N) read from a file or written: 1 GiB of memory. A hostile file may ask for
any; stock age writes 18."""

AGE_HEADER_MAX = 64 << 10
"""Bytes of an age header: one of ours has 300, a post-quantum recipient of others adds 2,000."""

AGE_STANZAS_MAX = 128
"""Recipients of one sealed file. Ours has one; each may cost a key exchange per key tried, before
anything is authenticated."""

KEY_CHILD_FIELD_MAX = 1 << 20
"""A key slot is under 1 KiB and a passphrase one line; more is not ours."""

KEY_CHILD_SECONDS_MAX = 600.0
"""The costliest slot takes some 10 s on a slow computer; one that swaps needs more, one that hangs
must end."""

BAG_FILES_MAX = 1_000_000
"""Files of a bag that are looked at; a hand-over has thousands at most."""

BAG_DEPTH_MAX = 64
"""Folders inside each other in a bag; ours has two."""

BAG_PATH_MAX = 4096
"""Characters of a path in a manifest; Linux takes no longer one (PATH_MAX)."""

BAG_MANIFEST_MAX = 256 << 20
"""A manifest of a million files with long names fits."""

BAG_TAG_FILE_MAX = 1 << 20
"""bagit.txt, bag-info.txt, keys, signatures and heads are a few hundred bytes."""

BAG_INDEX_MAX = 256 << 20
"""index.json holds about a thousand bytes for each exhibit."""

BAG_LINE_MAX = 300 << 20
"""One line of a log or of records in a bag: the longest record (RECORD_LINE_MAX), escaped."""

BAG_TEXT_MAX = 16 << 20
"""Changed files up to this size are compared with other line ends, to name the change rightly."""

FREE_SPACE_SPARE = 32 << 20
"""Room that must stay free on the disk a bag is written to."""

MESSAGE_SHOWN_MAX = 6_000
"""Characters of one message drawn in the chat view; the rest is in the original, and it says so."""

APPLY_FILE_MAX = 64 << 20
"""Size of a file for `apply`: a hundred thousand rows, or the longest accounts of a lifetime."""

SURVEY_BLOCK = 500
"""Members told in one frame; a package of a hundred thousand fits no single one."""

MEMBERS_DIGESTED = 10_000
"""Members hashed by one request; their names fit a frame, and the container is opened once."""

READER_FAILURES_MAX = 3
"""Members that may end the reader process before the rest of a container is not hashed."""

READER_FRAMES_AHEAD = 8
"""Frames of the reader process held before they are used, so that a slow vault slows it down."""

XML_VALUE_KEPT = 1 << 20
"""Bytes of one XML value held; a longer one is a picture in base64, and is read by its place."""

XML_TAG_MAX = 64 << 10
"""Bytes of an XML tag beside its values; ours have names and spaces of some hundred."""

STAMP_FILE_MAX = 1 << 20
"""A time-stamp request, reply or file of certificates: real ones have 70 to 20,000 bytes."""

STAMP_CERTIFICATES_MAX = 64
"""Certificates looked at beside one time stamp; real chains have two to four."""

STAMP_CHAIN_MAX = 8
"""Certificates between a signer and a trusted one."""

JSON_ELEMENT_MAX = 16 << 20
"""Bytes of one message in a chat written as JSON; apps allow some 100 KB. Held whole in memory."""

MMS_PARTS_MAX = 5_000
"""Parts and addresses of one picture message that are held; phones send some dozens."""

JSON_RECORD_MAX = 16 << 20
"""Bytes of one JSON value held in memory; a message of Telegram has 4,096 characters. A larger one
keeps its place and its hash."""

OVERLAP_MESSAGES_MAX = 500_000
"""Messages of a conversation up to which it is compared with another export: some 100 MB of memory."""

OVERLAP_DIFFERENCES_MAX = 1000
"""Differences of two exports listed one by one; beyond this they are counted."""

DESK_FILE_MAX = 32 << 20
"""Bytes of choices, or of a list of files still to be taken in: some 100,000 paths."""

BACKUP_SPARE = 1 << 20
"""Room that stays free on the disk of a backup: folders, and the list of what lies in them."""

BACKUP_BLOCK = 32 << 10
"""Room that a file takes at least: the usual cluster of a stick with FAT or exFAT of 32 to 64 GB."""

FAT32_FILE_MAX = (4 << 30) - 1
"""Largest file on FAT32 (Microsoft, FAT32 File System Specification, 3.5: 32 bits of size)."""

COPIES_KEPT = 1000
"""Copies that a vault remembers; the one that was made longest ago goes first."""

BACKUP_DUE_DAYS = 14
"""Days after which a backup is no longer recent, when something was taken in since."""

BACKUP_FIRST_DAYS = 1
"""Days before the first reminder: on the first evening there are other things to do."""

SAMPLE_OBJECTS = 200
"""Sealed files that a quick check reads: of ten damaged ones in a thousand it misses all in 11 of 100."""

SAMPLE_BYTES = 512 << 20
"""Bytes after which a quick check reads no further file: some seconds on an old laptop."""

CLOCK_ASK_SECONDS = 2.0
"""Time the Windows time service has to say whether it keeps the clock; then it is unknown."""

CLOCK_SYNC_KEPT_SECONDS = 600.0
"""Time for which such an answer counts: asking starts a program, and entries come in hundreds."""

LOG_LINES_MAX = 1_000_000
"""Lines of one log segment: three times what its size holds of ours; empty ones would fill the memory."""

LOG_GAP_MAX = 1_000_000
"""Entries that may be missing before a part of the log; a file name can claim any number."""

ORPHANS_SHOWN = 100
"""Left-over sealed files named one by one when a vault is opened; the rest is counted."""

ORPHANS_NAMED = 1000
"""Left-over sealed files that one batch enters into the log; the next opening goes on."""

STRAY_FILES_SHOWN = 1000
"""Files that do not belong in a vault, named one by one by a check; the rest is counted."""

VAULT_DEPTH_MAX = 8
"""Folders inside each other in a vault that a check goes into; ours has two."""

HTML_TAG_MAX = 4 << 20
"""Bytes of one tag: pages carry whole pictures in an attribute; beyond it a `<` is text."""

HTML_BLOCK_MAX = 16 << 20
"""Bytes of one element that is held whole, such as a message; the rest of it is left out, and said."""

HTML_DEPTH_MAX = 200
"""Elements within each other that are held: no export comes near it, hostile pages do."""

FIRST_MESSAGES_MAX = 1000
"""Messages that can be looked at while the rest of a file is read: some screens, in little memory."""

COLUMNS_MAX = 64
"""Columns of a text that can be pointed out; a row with more does not have the form of the others."""

ROW_LINES_MAX = 1000
"""Lines that a quoted cell may run over; beyond it the quote is taken for a sign like any other."""

COLUMN_SENDERS_MAX = 200
"""Different senders that a text read by pointed-out columns names at its head."""

COLUMN_ROWS_SHOWN = 20
"""First rows shown while the person points out columns."""

COLUMN_CELL_SHOWN = 200
"""Characters of a cell shown there."""

COMPARED_APART_MAX = 200_000
"""Records of two readings that wait for their like while these are compared; beyond it the readings have so
little in common that counting tells nothing, and memory would grow with the chat."""

TAR_NAME_MAX = 64 << 10
"""Bytes of a name that a tar keeps apart; systems allow 4096."""
