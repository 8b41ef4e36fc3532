"""What can be chosen about a chat sandbox."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rates:
    """Token buckets for new messages; edits, answers and deletions are never counted.

    Telegram publishes only "about 1 a second per chat, 30 a second in all, 20 a minute per group,
    short bursts pass". A dialog never sends 20 messages to one chat at once, a careless sweep does.
    """

    chat_per_second: float = 1.0
    chat_burst: int = 20
    group_per_second: float = 20 / 60
    group_burst: int = 20
    all_per_second: float = 30.0
    all_burst: int = 100


@dataclass(frozen=True)
class Config:
    """Times are seconds, sizes bytes. `port` 0 takes a free one."""

    host: str = "127.0.0.1"
    port: int = 0
    desk_url: str | None = None
    limits: bool = True
    rates: Rates = field(default_factory=Rates)

    bot_id: int = 7000000001
    bot_name: str = "Self-care"
    bot_username: str = "selfcare_sandbox_bot"

    # How long a callback query can be answered. Telegram does not publish it; bots report
    # "query is too old" from some fifteen seconds on.
    query_lifetime: float = 30.0
    # How long a tap of the control API waits for answerCallbackQuery.
    tap_wait: float = 10.0
    webhook_timeout: float = 30.0
    # The delay before the first repetition of a refused webhook; it doubles up to the maximum.
    webhook_retry: float = 0.5
    webhook_retry_max: float = 30.0

    history_per_chat: int = 5_000
    recorded_calls: int = 20_000
    file_memory: int = 512 * 1024 * 1024
