"""Voicemail settings (11): how the mailbox answers, plays and forwards, and its greetings.

An old service has `get_vm_settings` and `set_vm_settings`: read the structure, change a member,
write it back. That the account realm serves them, and every member but `password`, the mailbox's
PIN, is our proposal; so are the three methods for the sound of a greeting.
"""

import re
from dataclasses import dataclass, field
from functools import partial

from sandbox.provider.mailbox import subscriber
from sandbox.provider.methods import Attachment, Call, Renaming, serves
from sandbox.provider.model import Account, Row
from sandbox.provider.proposals.uploads import sound

STANDARD = "standard"
_OWN_GREETINGS = ("personal", "name", "extended")
_CHOICES = {
    "password_less": ("Y", "N"),
    "greetings": (STANDARD, *_OWN_GREETINGS),
    "auto_play": ("Y", "N"),
    "announce_dt": ("Y", "N"),
    "prompt_levels": ("standard", "extended", "rapid"),
    "fax_files_format": ("png", "tiff", "multipage_tiff", "pdf"),
    "ext_email_action": (
        "none", "forward", "forward_as_attachment", "copy", "notify", "voice_to_text",
    ),
    "ext_email_audio_format": ("wav", "mp3", "au"),
    "disa_enabled": ("Y", "N"),
}  # fmt: skip
_STOCK: Row = {
    "password": "1234",
    "password_less": "N",
    "greetings": STANDARD,
    "auto_play": "N",
    "announce_dt": "Y",
    "prompt_levels": "standard",
    "fax_files_format": "pdf",
    "ext_email": "",
    "ext_email_action": "none",
    "ext_email_audio_format": "wav",
    "disa_enabled": "N",
    "disa_password": "",
    # In no portal, as any release may have them: a client has to write it back.
    "max_message_length": 300,
}
_DIGITS = re.compile("[0-9]{4,10}")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_GREETING_MEGABYTES = 2


@dataclass(slots=True)
class VoiceBox:
    """An account's voicemail settings, as on the wire, and its greetings as WAV files."""

    settings: Row = field(default_factory=partial(dict, _STOCK))
    greetings: dict[str, bytes] = field(default_factory=dict)


def _opened(call: Call) -> tuple[Account, VoiceBox]:
    account = subscriber(call)
    return account, account.part(VoiceBox)


@serves(
    "Voicemail/get_vm_settings",
    "i_account",
    certainty="proposed",
    renamed=Renaming("VoiceMailbox/get_settings", {}, {"vm_settings": "settings"}),
)
def get_vm_settings(call: Call) -> Row:
    _, box = _opened(call)
    return {"vm_settings": box.settings}


@serves(
    "Voicemail/set_vm_settings",
    "i_account vm_settings",
    certainty="proposed",
    write=True,
    renamed=Renaming(
        "VoiceMailbox/set_settings", {"vm_settings": "settings"}, {"vm_settings_saved": "success"}
    ),
)
def set_vm_settings(call: Call) -> Row:
    """The structure takes the place of the old one: a member left out is at its stock again."""
    account, box = _opened(call)
    given = {key: value for key, value in call.record("vm_settings").items() if value is not None}
    wanted = _STOCK | given
    for key in ("password", "disa_password", "ext_email", *_CHOICES):
        wanted[key] = call.words(key, wanted[key])
    _check(call, wanted, box)
    box.settings = wanted
    call.switch.settings_changed(account)
    return {"vm_settings_saved": 1}


def _check(call: Call, wanted: Row, box: VoiceBox) -> None:
    for key, choices in _CHOICES.items():
        if wanted[key] not in choices:
            raise call.invalid("invalid_value", f"{key} is one of {', '.join(choices)}.")
    if not _DIGITS.fullmatch(wanted["password"]):
        raise call.invalid("invalid_password", "The PIN must have 4 to 10 digits.")
    if wanted["disa_enabled"] == "Y" and not wanted["disa_password"]:
        raise call.invalid("disa_password_required", "DISA cannot be used without a password.")
    if wanted["disa_password"] and not _DIGITS.fullmatch(wanted["disa_password"]):
        raise call.invalid("invalid_disa_password", "The DISA password must have 4 to 10 digits.")
    if wanted["ext_email"] and not _ADDRESS.fullmatch(wanted["ext_email"]):
        raise call.invalid("invalid_ext_email", "This is no e-mail address.")
    if wanted["ext_email_action"] != "none" and not wanted["ext_email"]:
        raise call.invalid("ext_email_required", "There is no e-mail address to send to.")
    if wanted["greetings"] not in (STANDARD, *box.greetings):
        raise call.invalid("greeting_not_found", "This greeting has not been recorded yet.")


@serves(
    "Voicemail/get_vm_greeting",
    "i_account greeting_type",
    certainty="proposed",
    renamed=Renaming("VoiceMailbox/get_greeting", {"greeting_type": "kind"}),
    files="audio/wav",
)
def get_vm_greeting(call: Call) -> Attachment:
    _, box = _opened(call)
    kind = _recorded(call, box)
    return Attachment("audio/wav", f"greeting_{kind}.wav", partial(bytes, box.greetings[kind]))


@serves(
    "Voicemail/set_vm_greeting",
    "i_account greeting_type file",
    certainty="proposed",
    write=True,
    renamed=Renaming("VoiceMailbox/put_greeting", {"greeting_type": "kind"}),
)
def set_vm_greeting(call: Call) -> Row:
    """Records a greeting or records it anew; which one callers hear is a setting."""
    account, box = _opened(call)
    kind = _kind(call)
    box.greetings[kind] = sound(call, _GREETING_MEGABYTES)
    call.switch.settings_changed(account)
    return {"success": 1}


@serves(
    "Voicemail/delete_vm_greeting",
    "i_account greeting_type",
    certainty="proposed",
    write=True,
    renamed=Renaming("VoiceMailbox/remove_greeting", {"greeting_type": "kind"}),
)
def delete_vm_greeting(call: Call) -> Row:
    """Callers who heard it hear the standard one from now on."""
    account, box = _opened(call)
    kind = _recorded(call, box)
    del box.greetings[kind]
    if box.settings["greetings"] == kind:
        box.settings["greetings"] = STANDARD
    call.switch.settings_changed(account)
    return {"success": 1}


def _kind(call: Call) -> str:
    kind = call.text("greeting_type")
    if kind not in _OWN_GREETINGS:
        raise call.invalid(
            "invalid_greeting_type", f"greeting_type is one of {', '.join(_OWN_GREETINGS)}."
        )
    return kind


def _recorded(call: Call, box: VoiceBox) -> str:
    kind = _kind(call)
    if kind not in box.greetings:
        raise call.invalid("greeting_not_found", "This greeting has not been recorded yet.")
    return kind
