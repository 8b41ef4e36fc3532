"""The voicemail box: an IMAP store, five methods and nothing more."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.provider import audio, faults, fax, seed
from sandbox.provider.faults import Fault
from sandbox.provider.features import effective_flag
from sandbox.provider.methods import Answer, Attachment, Call, as_integer, serves
from sandbox.provider.model import Account, Message, Row

FLAGS = ("Seen", "Answered", "Flagged")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_MAIL_HEADERS = 812
_NOTE = 214
_FAX_PAGE = 31_000


@serves("Account/get_mailbox_message_list", "i_account from_date to_date")
def get_mailbox_message_list(call: Call) -> Row:
    """The dates are days of the mailbox's clock; `to_date` is exclusive."""
    account, messages = _opened(call)
    first, end = _day(call, "from_date"), _day(call, "to_date")
    return {
        "messages": [
            _summary(account, message)
            for message in messages
            if (not first or _local(account, message).date().isoformat() >= first)
            and (not end or _local(account, message).date().isoformat() < end)
        ]
    }


@serves("Account/get_mailbox_message_details", "i_account message_uid")
def get_mailbox_message_details(call: Call) -> Row:
    """The message object itself is the answer."""
    account, messages = _opened(call)
    message = _there(call, messages)
    if message is None:
        return _in_its_place(call, account, messages)
    return {
        **_summary(account, message),
        "subject": "Fax Message" if message.fax_pages else "Voice Message",
        "from": sender(message.caller),
        "to": f"{account.number} <{account.number}@{_host()}>",
        "body_structures": _body(call, message),
    }


def _in_its_place(call: Call, account: Account, messages: list[Message]) -> Row:
    """Seen live: for a message that is gone another is described, without what is in its head.

    What an empty mailbox answers is unknown.
    """
    if not messages:
        raise call.invalid("message_not_found", "There is no such message.")
    wanted = call.integer("message_uid") or 0
    other = next((message for message in messages if message.uid > wanted), messages[-1])
    return _bare(account, other) | {"body_structures": _body(call, other)}


def _body(call: Call, message: Message) -> list[Row]:
    return _parts(message, with_text=call.switch.settings.mail_text_parts)


def _parts(message: Message, *, with_text: bool) -> list[Row]:
    """The file; now and then with a text part, which is no file and so has no `file_name`."""
    kind, ending = (("IMAGE", "TIFF"), "tif") if message.fax_pages else (("AUDIO", "X-WAV"), "wav")
    file = {
        "bodytype": kind[0],
        "bodysubtype": kind[1],
        "bodysize": _size(message),
        "file_name": f"message_{message.uid}.{ending}",
    }
    if message.uid % 4 or not with_text:
        return [file]
    return [{"bodytype": "TEXT", "bodysubtype": "PLAIN", "bodysize": _NOTE}, file]


@serves(
    "Account/get_mailbox_message_attachment",
    "i_account message_uid format",
    files=" ".join((*audio.CONTENT_TYPES.values(), "image/tiff")),
)
def get_mailbox_message_attachment(call: Call) -> Answer:
    account, messages = _opened(call)
    message = _there(call, messages)
    if message is None:
        return _in_its_place(call, account, messages)
    if message.fax_pages and not call.text("format"):
        # Not publicly known: a proposal that goes with the parts that the details describe.
        return Attachment("image/tiff", f"message_{message.uid}.tif", partial(fax.pages, message))
    kind = call.text("format") or "wav"
    if kind not in audio.CONTENT_TYPES or message.fax_pages:
        raise call.invalid("invalid_format", f"Format {kind!r} is not supported.")
    return Attachment(
        audio.CONTENT_TYPES[kind],
        f"message_{message.uid}.{kind}",
        _content(message, kind),
    )


def _content(message: Message, kind: str) -> Callable[[], bytes]:
    if message.wav is not None:
        return partial(audio.converted, message.wav, kind)
    return lambda: audio.converted(audio.speech(message.seconds, message.tone), kind)


@serves("Account/set_mailbox_messages_flag", "i_account message_uids flag action", write=True)
def set_mailbox_messages_flag(call: Call) -> Row:
    _, messages = _opened(call)
    flag, action = call.text("flag"), call.text("action")
    if flag not in FLAGS or action not in {"set_flag", "remove_flag"}:
        raise call.invalid("invalid_value", "There is no such flag or action.")
    for message in _chosen(call, messages):
        if action == "set_flag":
            message.flags.add(flag)
        else:
            message.flags.discard(flag)
    return {"success": 1}


@serves("Account/delete_mailbox_messages", "i_account message_uids", write=True)
def delete_mailbox_messages(call: Call) -> Row:
    """Final: there is no trash."""
    _, messages = _opened(call)
    for message in _chosen(call, messages):
        messages.remove(message)
    return {"success": 1}


def subscriber(call: Call) -> Account:
    """The account, which must have a mailbox."""
    account = call.account()
    if not has_mailbox(account):
        raise Fault(faults.NO_MAILBOX, "Unified messaging is disabled for this account.")
    return account


def _opened(call: Call) -> tuple[Account, list[Message]]:
    account = subscriber(call)
    return account, seed.mailbox(call.switch, account)


def has_mailbox(account: Account) -> bool:
    return effective_flag(account, "unified_messaging") == "Y"


def unheard(messages: list[Message]) -> int:
    return sum("Seen" not in message.flags for message in messages)


def _there(call: Call, messages: list[Message]) -> Message | None:
    return _with_uid(messages, call.integer("message_uid"))


def _with_uid(messages: list[Message], uid: int | None) -> Message | None:
    return next((message for message in messages if message.uid == uid), None)


def _find(call: Call, messages: list[Message], uid: Any) -> Message:
    message = _with_uid(messages, as_integer(uid))
    if message is None:
        raise call.invalid("message_not_found", "There is no such message.")
    return message


def _chosen(call: Call, messages: list[Message]) -> list[Message]:
    uids = call.params.get("message_uids")
    if not isinstance(uids, list):
        raise call.invalid("missing_parameter", "message_uids is required.")
    chosen = {message.uid: message for message in (_find(call, messages, uid) for uid in uids)}
    return list(chosen.values())


def _summary(account: Account, message: Message) -> Row:
    return _bare(account, message) | _length(message)


def _bare(account: Account, message: Message) -> Row:
    """What is told of any message; one without flags has no list of them."""
    row: Row = {
        "message_uid": message.uid,
        "delivery_date": imap_date(_local(account, message)),
        "size": _MAIL_HEADERS + _NOTE + _size(message),
    }
    if message.flags:
        row["flags"] = [f"\\{flag}" for flag in FLAGS if flag in message.flags]
    return row


def _length(message: Message) -> Row:
    if message.fax_pages:
        return {"fax_pages": message.fax_pages}
    return {"voicemail_duration": message.seconds}


def _size(message: Message) -> int:
    if message.fax_pages:
        return message.fax_pages * _FAX_PAGE
    if message.wav is not None:
        return len(message.wav)
    return audio.HEADER + message.seconds * audio.RATE * 2


def sender(caller: str) -> str:
    """`Caller #1001`; somebody unknown has an address too, and who has one says it himself."""
    if "<" in caller:
        return caller
    if caller == "anonymous":
        return f"Caller #anonymous <anonymous@{_host()}>"
    return f"Caller #{caller}"


def _host() -> str:
    return "mail.sandbox.example"


def _local(account: Account, message: Message) -> datetime:
    return message.delivered.astimezone(ZoneInfo(account.zone))


def imap_date(moment: datetime) -> str:
    """`23-Nov-2026 17:00:00 +0200`, in English whatever the locale."""
    return f"{moment:%d}-{_MONTHS[moment.month - 1]}-{moment:%Y %H:%M:%S %z}"


def _day(call: Call, key: str) -> str:
    value = call.text(key)
    if value:
        try:
            datetime.strptime(value, "%Y-%m-%d")  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            raise call.invalid("invalid_date", f"{key} must be YYYY-MM-DD.") from None
    return value
