"""The voicemail box (10)."""

from datetime import date

from tests.portaswitch.samples import Sample

DAY = (date(2026, 11, 22), date(2026, 11, 23))

SAMPLES: dict[str, Sample] = {
    "get_mailbox_message_list": lambda a: a.get_mailbox_message_list(*DAY),
    "get_mailbox_message_details": lambda a: a.get_mailbox_message_details("12"),
    "get_mailbox_message_attachment": lambda a: a.get_mailbox_message_attachment("12"),
    "get_mailbox_fax": lambda a: a.get_mailbox_fax("12"),
    "set_mailbox_messages_flag": lambda a: a.set_mailbox_messages_flag(["12"], "Seen", True),
    "delete_mailbox_messages": lambda a: a.delete_mailbox_messages(["12"]),
}
