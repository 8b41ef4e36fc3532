"""The list of what is barred; where the subscriber may, a tap lifts or puts a class."""

from __future__ import annotations

from conversations.barring.classes import FEATURE, RULES, Class, options, read
from conversations.shared.wishes import to_provider
from dialogs import Area, HasFeature, Result, Step, Turn, View, do, go, paged
from dialogs.view import Listing, Row
from locales import Joined, Text, _
from portaswitch import FeatureChange

PAGE = 4

area = Area(
    "barring",
    _("Call barring"),
    icon="⛔",
    group="centrex",
    section="calling",
    command="barring",
    words=_(
        "call barring, barred, prohibited destinations, blocked destinations, international calls, "
        "premium numbers, cannot call, can I call, outgoing calls"
    ),
    needs=HasFeature(FEATURE),
)


@area.start
async def barring(turn: Turn, page: int = 0) -> View:
    """What is barred, in words; where the subscriber may, a tap lifts or puts each class."""
    feature, classes = await read(turn)
    barred = [one for one in classes if one.barred]
    buttons: list[Row] = [[go(_("Can I call …?"), Step(area.key, "Check"))]]
    if feature:
        shown = paged(classes, page, PAGE, barring.at)
        buttons += [*map(_toggle, shown.items), shown.turning]
    elif barred:
        buttons.append([go(_("Ask to lift it"), asking)])
    else:
        wish = _("Please let me choose which numbers my phone cannot call.")
        buttons.append([go(_("Ask for a change"), to_provider(turn, wish, area))])
    return View(
        _("Your phone cannot call:")
        if barred
        else _("Nothing is barred: your phone can call wherever your product allows."),
        Listing([_("• {what}", what=_words(one)) for one in barred]),
        None if feature else _("Locked: only your provider can change this list."),
        buttons=buttons,
    )


def _toggle(one: Class) -> Row:
    label = (
        _("{name}: barred", name=one.name) if one.barred else _("{name}: allowed", name=one.name)
    )
    return do(label, put.at(one.key, int(not one.barred)))


def _words(one: Class) -> Text | str:
    """A class with the numbers that it means."""
    patterns = one.patterns or ()
    begin = [pattern[:-1] for pattern in patterns if pattern.endswith("%")]
    exact = [pattern for pattern in patterns if not pattern.endswith("%")]
    said: list[Text | str] = [*exact]
    if begin:
        said.append(_("numbers that begin with {digits}", digits=Joined(begin, "or")))
    return _("{name}: {numbers}", name=one.name, numbers=Joined(said)) if said else one.name


@area.action
async def put(turn: Turn, key: int, barred: int, number: str = "") -> Step:
    """Bar a class or lift it; after a question about a number, that is answered anew."""
    found = await options(turn)
    if any(one.i_cp_condition == key and one.barred is not bool(barred) for one in found):
        feature = (await turn.features())[FEATURE]
        # Those that a switched off feature lists bar nothing, and shall not begin to.
        rules = feature.effective.get(RULES, ()) if feature.on else ()
        kept = tuple(rule for rule in rules if rule and rule != str(key))
        rules = (*kept, str(key)) if barred else kept
        await turn.api.update_service_features(
            FeatureChange(FEATURE, "Y" if rules else "N", {RULES: rules})
        )
    return Step(area.key, "answer", (number,)) if number else barring.at()


@area.screen
async def asking(turn: Turn) -> Result:
    """Which of the barred classes the provider is to be asked to lift."""
    _mine, classes = await read(turn)
    barred = [one for one in classes if one.barred]
    if not barred:
        return Step(area.key)
    return View(
        _("What shall your provider lift?"),
        buttons=[go(one.name, to_provider(turn, _wish(one), area)) for one in barred],
    )


def _wish(one: Class) -> Text:
    return _("Please lift the barring of “{name}”.", name=one.name)
