"""All tables. What is called *sealed* is written and read through `Seal` by the caller."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    literal_column,
    text,
)

from store.columns import Id, Instant, Json

REVISION = "0001"
"""The newest migration; a test holds it against the folder `migrations`."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

inbox = Table(
    "inbox",
    metadata,
    Column("seq", Id, primary_key=True, autoincrement=True),
    Column("update_id", BigInteger, nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("payload", LargeBinary),  # sealed; dropped when done
    Column("state", String, nullable=False),  # new, consumed (its effect may have begun), done
    Column("received_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("attempts", Integer, nullable=False),
    sqlite_autoincrement=True,
)
# Done rows leave this index, so it holds only what is under way: small however large the table.
# The predicate is literal in every query too, or the planner could not see that it is the same.
unfinished = inbox.c.state != literal_column("'done'")
Index(
    "ix_inbox_unfinished",
    inbox.c.chat_id,
    inbox.c.seq,
    sqlite_where=unfinished,
    postgresql_where=unfinished,
)

chat = Table(
    "chat",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("fence", BigInteger, nullable=False),
    Column("lease_owner", String),
    Column("lease_until", Instant),
    Column("language", String),
    Column("link_id", BigInteger),  # the account that the chat is about now
    Column(
        "revision", String, nullable=False
    ),  # of the question that waits for a text; '' for none
    Column("draft", LargeBinary),  # sealed
    Column("live_message_id", BigInteger),
    Column("last_activity", Instant, nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("prefs", Json, nullable=False),
    # Written thrice an update, and never an indexed column: room on the page keeps it in place.
    postgresql_with={"fillfactor": 70},
)

message = Table(
    "message",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("revision", String, nullable=False),  # '' once it was left: its `do` buttons are dead
    Column("link_id", BigInteger),
    Column("screen", Json, nullable=False),
    Column("actions", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
)

button_token = Table(
    "button_token",
    metadata,
    Column("token", String, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("payload", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
)

link = Table(
    "link",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("i_account", BigInteger, nullable=False, index=True),
    Column("number", String, nullable=False),
    Column("login", String, nullable=False),
    Column("name", String, nullable=False),
    Column("via", String, nullable=False),  # password, admin
    Column("tokens", LargeBinary),  # sealed; wiped when the link is expired or ended
    Column("tokens_version", Integer, nullable=False),
    Column("renewing_until", Instant),
    Column("state", String, nullable=False),  # active, expired, ended
    Column("zone", String),
    Column("currency", String),
    Column("alerts", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("last_active", Instant, nullable=False),
    UniqueConstraint("chat_id", "i_account"),
    sqlite_autoincrement=True,
)

operation = Table(
    "operation",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("link_id", BigInteger, ForeignKey("link.id"), nullable=False, index=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),  # claimed, done, refused, unknown
    Column("result", LargeBinary),  # sealed
    Column("note", Json, nullable=False),
    Column("claimed_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("told", Boolean, nullable=False),
    sqlite_autoincrement=True,
)
unsettled = operation.c.state.in_([literal_column("'claimed'"), literal_column("'unknown'")])
Index(
    "ix_operation_unsettled",
    operation.c.claimed_at,
    sqlite_where=unsettled,
    postgresql_where=unsettled,
)

# One row for each fingerprint under each secret key: replicas in the middle of a key rotation
# know different keys, and still must not both claim the same voucher.
operation_key = Table(
    "operation_key",
    metadata,
    Column("key", String, primary_key=True),
    Column(
        "operation_id",
        BigInteger,
        ForeignKey("operation.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
)

notice = Table(
    "notice",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("link_id", BigInteger),
    Column("chat_id", BigInteger, nullable=False),
    Column("kind", String, nullable=False),
    Column("args", Json, nullable=False),
    Column("dedupe_key", String, nullable=False, unique=True),
    Column("due_at", Instant, nullable=False),
    Column("state", String, nullable=False),  # due, sending, sent, dropped
    Column("lease_until", Instant),
    Column("attempts", Integer, nullable=False),
    Column("message_id", BigInteger),
    Column("sent_at", Instant),
    Column("why", String),  # of a dropped one
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    sqlite_autoincrement=True,
)
waiting = notice.c.state.in_([literal_column("'due'"), literal_column("'sending'")])
Index("ix_notice_due", notice.c.due_at, notice.c.id, sqlite_where=waiting, postgresql_where=waiting)
Index(
    "ix_notice_chat",
    notice.c.chat_id,
    notice.c.due_at,
    sqlite_where=waiting,
    postgresql_where=waiting,
)

bucket = Table(
    "bucket",
    metadata,
    Column("name", String, primary_key=True),
    Column("next_at", BigInteger, nullable=False),  # microseconds, for arithmetic in the statement
)

watch = Table(
    "watch",
    metadata,
    Column("link_id", BigInteger, ForeignKey("link.id"), primary_key=True, autoincrement=False),
    Column("kind", String, primary_key=True),
    Column("value", Json, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

timed = Table(
    "timed",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("link_id", BigInteger, ForeignKey("link.id"), nullable=False, index=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("what", String, nullable=False),
    Column("snapshot", LargeBinary, nullable=False),  # sealed: what was there before
    Column("wrote", LargeBinary),  # sealed: what we left there, to notice who changed it meanwhile
    Column("until", Instant, nullable=False),
    # preparing, armed, restoring, done, changed, failed, canceled
    Column("state", String, nullable=False),
    Column("step", Integer, nullable=False),
    Column("lease_until", Instant),
    Column("created_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("attempts", Integer, nullable=False),
    sqlite_autoincrement=True,
)
running = timed.c.state.in_(
    [literal_column(f"'{state}'") for state in ("preparing", "armed", "restoring")]
)
Index("ix_timed_running", timed.c.until, sqlite_where=running, postgresql_where=running)

signin_token = Table(
    "signin_token",
    metadata,
    Column("hash", String, primary_key=True),
    Column("i_account", BigInteger, nullable=False),
    Column("number", String, nullable=False),
    Column("login", String, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

signin_attempt = Table(
    "signin_attempt",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("subject", String, nullable=False),  # a fingerprint of who tried, or of whose login
    Column("at", Instant, nullable=False),
    Index("ix_signin_attempt_subject", "subject", "at"),
    sqlite_autoincrement=True,
)

tick = Table(
    "tick",
    metadata,
    Column("job", String, primary_key=True),
    Column("slot", Instant, primary_key=True),
)

event = Table(
    "event",
    metadata,
    Column("i_event", BigInteger, primary_key=True, autoincrement=False),
    Column("seen_at", Instant, nullable=False),
)

# Alembic's own table; named here only to be read before Alembic is imported (0.2 s at each start).
REVISION_QUERY = text("SELECT version_num FROM alembic_version")
