"""Help: what one can say, and the way to a person."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from dialogs import Area, Listing, Row, Step, Turn, View, copy, go, link_to
from locales import Text, _

area = Area(
    "help",
    _("Help"),
    icon="💬",
    group="profile",
    command="help",
    about=_("What I can do, and a person to ask"),
    words=_(
        "help, support, person, talk to a person, human, operator, agent, question, contact, "
        "complaint, what can you do, how does this work"
    ),
    public=True,
    offline=True,
)


@area.start
async def help_(turn: Turn) -> View:
    options = turn.options
    buttons: list[Row] = []
    if options.contact_url:
        buttons.append([link_to(_("Write to a person"), options.contact_url)])
    if not turn.linked:
        buttons.append([go(_("Sign in"), "signin")])
    return View(
        _("You can tap buttons, or just write what you want, for example:"),
        Listing([_("• {words}", words=one) for one in EXAMPLES]),
        _("/menu shows everything; /cancel stops whatever is open."),
        _person(options.provider_name or _("your provider"), options.contact),
        buttons=buttons,
        home=turn.linked,
    )


@area.screen
async def request(turn: Turn, wish: str, back: str = "") -> View:
    """A message to the provider, ready to be sent: what is wished, and for which line.

    `back` is the key of the area that asks for it.
    """
    options = turn.options
    message = turn.reader.say(
        _("Hello. This is about my line {number}. {wish}", number=turn.link.number, wish=wish)
    )
    buttons: list[Row] = [[copy(_("Copy the message"), message[:LONGEST_COPY])]]
    if options.contact_url:
        buttons.append([link_to(_("Write to a person"), _written(options.contact_url, message))])
    return View(
        _("Here is a message to your provider that you can send:"),
        message,
        _person(options.provider_name or _("your provider"), options.contact),
        buttons=buttons,
        back=Step(back) if back else None,
    )


LONGEST_COPY = 256
"""Characters that a messenger's copy button holds."""


def _written(url: str, message: str) -> str:
    """The address of a chat, with the message already in it where the messenger can do that."""
    parts = urlsplit(url)
    if parts.hostname != "t.me" or parts.query:
        return url
    return f"{url}?text={quote(message)}"


EXAMPLES = (_("balance"), _("forward to +12065550123 until 18:00"), _("voicemail"))


def _person(provider: Text | str, contact: str) -> Text:
    if not contact:
        return _("To talk to a person, contact {provider}.", provider=provider)
    return _("To talk to a person at {provider}: {contact}", provider=provider, contact=contact)
