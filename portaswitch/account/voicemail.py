"""Voicemail settings and greetings (11).

`get_vm_settings` and `set_vm_settings` are verified for an old service of its own, and so is that
`password` is the mailbox's PIN. That the account's realm has them, every other member, and the
methods for a greeting's sound are proposals [U].

The structure is read, changed and written back whole. A member that goes by another name on a
switch is corrected in one place, the results of `get_vm_settings`: it is written under the last
word of the path where it was found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from portaswitch.account.calls import Calls, changed, confirm_success
from portaswitch.parse import Json
from portaswitch.records import Audio
from portaswitch.rows import READ, UNKNOWN, WRITE, inside, row
from portaswitch.values import flag, mapping, text, word, yes_no

GREETING_LIMIT = 20_000_000


class Greeting(StrEnum):
    """What callers hear; all but the standard one are recorded by the subscriber."""

    STANDARD = "standard"
    PERSONAL = "personal"
    NAME = "name"
    EXTENDED_ABSENCE = "extended"


class PromptLevel(StrEnum):
    """How much the mailbox explains to who calls it."""

    STANDARD = "standard"
    EXTENDED = "extended"
    RAPID = "rapid"


class FaxFormat(StrEnum):
    PNG_PER_PAGE = "png"
    TIFF_PER_PAGE = "tiff"
    SINGLE_TIFF = "multipage_tiff"
    SINGLE_PDF = "pdf"


class EmailAction(StrEnum):
    """What goes to the external address when a message arrives: all of it, or a note."""

    NONE = "none"
    FORWARD = "forward"
    FORWARD_AS_ATTACHMENT = "forward_as_attachment"
    COPY = "copy"
    NOTIFY = "notify"
    VOICE_TO_TEXT = "voice_to_text"


class AudioFormat(StrEnum):
    WAV = "wav"
    MP3 = "mp3"
    AU = "au"


@dataclass(frozen=True, slots=True)
class VmSettings:
    """How a mailbox answers, plays and forwards; change it with `dataclasses.replace`.

    Words are members of the enum named, or the switch's own where it says more than we know; ""
    and None where it does not say. Both passwords are digits in clear: show them to nobody.
    """

    password: str = field(default="", repr=False)
    """The PIN that opens the mailbox by phone."""
    password_less: bool | None = None
    """Whether the mailbox opens without the PIN."""
    greetings: str = ""
    """A `Greeting`: the one in use."""
    auto_play: bool | None = None
    """Whether new messages play as soon as the mailbox is called."""
    announce_dt: bool | None = None
    """Whether the date and time are said before each message."""
    prompt_levels: str = ""
    """A `PromptLevel`."""
    fax_files_format: str = ""
    """A `FaxFormat`."""
    ext_email: str = ""
    """Where messages go by e-mail."""
    ext_email_action: str = ""
    """An `EmailAction`."""
    ext_email_audio_format: str = ""
    """An `AudioFormat`, of what is sent by e-mail."""
    disa_enabled: bool | None = None
    """Whether who calls the voicemail's access number may place calls from there."""
    disa_password: str = field(default="", repr=False)
    as_read: Mapping[str, object] = field(default_factory=dict, repr=False, compare=False)
    """The answer these settings came in, with the members that nobody here knows."""


_MEMBERS = tuple(member.name for member in fields(VmSettings) if member.name != "as_read")

ROWS = (
    row(
        "Voicemail/get_vm_settings",
        READ,
        "",
        f"vm_settings {inside('vm_settings', ' '.join(_MEMBERS))}",
        certainty=UNKNOWN,
    ),
    row(
        "Voicemail/set_vm_settings",
        WRITE,
        "vm_settings",
        "vm_settings_saved",
        certainty=UNKNOWN,
    ),
    row("Voicemail/get_vm_greeting", READ, "greeting_type", certainty=UNKNOWN),
    row("Voicemail/set_vm_greeting", WRITE, "greeting_type file", certainty=UNKNOWN),
    row("Voicemail/delete_vm_greeting", WRITE, "greeting_type", certainty=UNKNOWN),
)


class Voicemail(Calls):
    async def get_vm_settings(self) -> VmSettings:
        """[U] How the mailbox is set. An account without one is refused."""
        return vm_settings(await self._call("get_vm_settings"))

    async def set_vm_settings(self, settings: VmSettings) -> None:
        """[U] Write back settings that were read; what was not changed goes back as it came."""
        operations = self._provider.operations
        named = operations["get_vm_settings"].results
        structure = dict(mapping(settings.as_read.get("vm_settings")))
        for name, value in _changes(settings).items():
            member = named[name].rpartition(".")[2]
            structure[member] = _wire(value, structure.get(member))
        answer = await self._call("set_vm_settings", vm_settings=structure)
        confirm_success(answer["vm_settings_saved"], operations["set_vm_settings"].path)

    async def get_vm_greeting(
        self, greeting_type: str, *, limit_bytes: int = GREETING_LIMIT
    ) -> Audio:
        """[U] The sound of a `Greeting`. `Rejected` where none was recorded."""
        reply = await self._file("get_vm_greeting", limit_bytes, greeting_type=greeting_type)
        return Audio(reply.body, reply.content_type, reply.filename)

    async def set_vm_greeting(self, greeting_type: str, audio: Audio) -> None:
        """[U] Record a `Greeting`, or record it anew; which one is in use is a setting."""
        await self._upload("set_vm_greeting", audio, greeting_type=greeting_type)

    async def delete_vm_greeting(self, greeting_type: str) -> None:
        """[U] What callers hear when the one in use is deleted is the switch's to say: read it."""
        await self._call("delete_vm_greeting", greeting_type=greeting_type)


def vm_settings(answer: Json) -> VmSettings:
    return VmSettings(
        password=text(answer.get("password")),
        password_less=flag(answer.get("password_less")),
        greetings=word(Greeting, answer.get("greetings")),
        auto_play=flag(answer.get("auto_play")),
        announce_dt=flag(answer.get("announce_dt")),
        prompt_levels=word(PromptLevel, answer.get("prompt_levels")),
        fax_files_format=word(FaxFormat, answer.get("fax_files_format")),
        ext_email=text(answer.get("ext_email")),
        ext_email_action=word(EmailAction, answer.get("ext_email_action")),
        ext_email_audio_format=word(AudioFormat, answer.get("ext_email_audio_format")),
        disa_enabled=flag(answer.get("disa_enabled")),
        disa_password=text(answer.get("disa_password")),
        as_read=answer,
    )


def _changes(settings: VmSettings) -> dict[str, object]:
    before = vm_settings(settings.as_read)
    return changed(
        {name: getattr(before, name) for name in _MEMBERS},
        {name: getattr(settings, name) for name in _MEMBERS},
    )


def _wire(value: object, was: object) -> object:
    """A flag as the switch itself wrote it: 1 and 0, or Y and N."""
    if not isinstance(value, bool):
        return value
    return int(value) if isinstance(was, int) else yes_no(value)
