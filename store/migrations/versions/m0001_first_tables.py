"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# SQLite numbers the rows of an INTEGER primary key only.
numbered = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "bucket",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_bucket"),
    )
    op.create_table(
        "button_token",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_button_token"),
    )
    op.create_table(
        "chat",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("lease_owner", sa.String()),
        sa.Column("lease_until", sa.BigInteger()),
        sa.Column("language", sa.String()),
        sa.Column("link_id", sa.BigInteger()),
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("draft", sa.LargeBinary()),
        sa.Column("live_message_id", sa.BigInteger()),
        sa.Column("last_activity", sa.BigInteger(), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("prefs", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_chat"),
        postgresql_with={"fillfactor": 70},
    )
    op.create_table(
        "event",
        sa.Column("i_event", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("i_event", name="pk_event"),
    )
    op.create_table(
        "inbox",
        sa.Column("seq", numbered, autoincrement=True, nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.LargeBinary()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_inbox"),
        sa.UniqueConstraint("update_id", name="uq_inbox_update_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_inbox_unfinished",
        "inbox",
        ["chat_id", "seq"],
        sqlite_where=sa.text("state != 'done'"),
        postgresql_where=sa.text("state != 'done'"),
    )
    op.create_table(
        "link",
        sa.Column("id", numbered, autoincrement=True, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("i_account", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("tokens", sa.LargeBinary()),
        sa.Column("tokens_version", sa.Integer(), nullable=False),
        sa.Column("renewing_until", sa.BigInteger()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("zone", sa.String()),
        sa.Column("currency", sa.String()),
        sa.Column("alerts", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_active", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_link"),
        sa.UniqueConstraint("chat_id", "i_account", name="uq_link_chat_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_link_i_account", "link", ["i_account"])
    op.create_table(
        "message",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("link_id", sa.BigInteger()),
        sa.Column("screen", sa.Text(), nullable=False),
        sa.Column("actions", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name="pk_message"),
    )
    op.create_table(
        "notice",
        sa.Column("id", numbered, autoincrement=True, nullable=False),
        sa.Column("link_id", sa.BigInteger()),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lease_until", sa.BigInteger()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("sent_at", sa.BigInteger()),
        sa.Column("why", sa.String()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint("dedupe_key", name="uq_notice_dedupe_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_notice_chat",
        "notice",
        ["chat_id", "due_at"],
        sqlite_where=sa.text("state IN ('due', 'sending')"),
        postgresql_where=sa.text("state IN ('due', 'sending')"),
    )
    op.create_index(
        "ix_notice_due",
        "notice",
        ["due_at", "id"],
        sqlite_where=sa.text("state IN ('due', 'sending')"),
        postgresql_where=sa.text("state IN ('due', 'sending')"),
    )
    op.create_table(
        "signin_attempt",
        sa.Column("id", numbered, autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_signin_attempt"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_signin_attempt_subject", "signin_attempt", ["subject", "at"])
    op.create_table(
        "signin_token",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("i_account", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("hash", name="pk_signin_token"),
    )
    op.create_table(
        "tick",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("job", "slot", name="pk_tick"),
    )
    op.create_table(
        "operation",
        sa.Column("id", numbered, autoincrement=True, nullable=False),
        sa.Column("link_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("result", sa.LargeBinary()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("claimed_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger()),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name="fk_operation_link_id"),
        sa.PrimaryKeyConstraint("id", name="pk_operation"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_operation_link_id", "operation", ["link_id"])
    op.create_index(
        "ix_operation_unsettled",
        "operation",
        ["claimed_at"],
        sqlite_where=sa.text("state IN ('claimed', 'unknown')"),
        postgresql_where=sa.text("state IN ('claimed', 'unknown')"),
    )
    op.create_table(
        "timed",
        sa.Column("id", numbered, autoincrement=True, nullable=False),
        sa.Column("link_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=False),
        sa.Column("wrote", sa.LargeBinary()),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name="fk_timed_link_id"),
        sa.PrimaryKeyConstraint("id", name="pk_timed"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_timed_link_id", "timed", ["link_id"])
    op.create_index(
        "ix_timed_running",
        "timed",
        ["until"],
        sqlite_where=sa.text("state IN ('preparing', 'armed', 'restoring')"),
        postgresql_where=sa.text("state IN ('preparing', 'armed', 'restoring')"),
    )
    op.create_table(
        "watch",
        sa.Column("link_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name="fk_watch_link_id"),
        sa.PrimaryKeyConstraint("link_id", "kind", name="pk_watch"),
    )
    op.create_table(
        "operation_key",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("operation_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"],
            ["operation.id"],
            name="fk_operation_key_operation_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", name="pk_operation_key"),
    )
    op.create_index("ix_operation_key_operation_id", "operation_key", ["operation_id"])
