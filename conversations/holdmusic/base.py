"""Music on hold: the area, and what its files ask of the line."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs import Area, Feature, HasFeature, State, Step, Turn
from dialogs.setting import INHERITED
from locales import _
from portaswitch.account.music import MohItem, MohList, MohOwner
from portaswitch.records import FeatureChange

area = Area(
    "holdmusic",
    _("Music on hold"),
    icon="🎵",
    group="centrex",
    words=_("music on hold, hold music, MOH, melody, tune, song, waiting music"),
    needs=HasFeature("music_on_hold"),
)

SCREEN = Step(area.key)
SWITCH = Feature("music_on_hold")


@dataclass(frozen=True, slots=True)
class OwnChoice(Feature):
    """The line's own choice; "" where it plays what the provider or the company has for it."""

    async def read(self, turn: Turn) -> State | None:
        feature = await turn.feature(self.name)
        if feature is None:
            return None
        inherited = feature.flag_value in INHERITED
        values = () if inherited else feature.attributes.get(str(self.attribute), ())
        return State(values[0] if values else "", feature.locked)

    async def write(self, turn: Turn, value: str) -> None:
        if value:
            await Feature.write(self, turn, value)
        else:
            emptied = FeatureChange(self.name, attributes={str(self.attribute): ()})
            await turn.api.update_service_features(emptied)


CHOSEN = OwnChoice("music_on_hold", "i_moh")


def can(turn: Turn, operation: str) -> bool:
    return turn.services.provider.contract.has(operation)


async def music(turn: Turn) -> MohList:
    if not can(turn, "get_moh_list"):
        return MohList((), ())
    found: MohList = await turn.read("get_moh_list")
    return found


async def own(turn: Turn) -> list[MohItem]:
    return [one for one in (await music(turn)).moh_list if one.owner == MohOwner.ACCOUNT]


async def playing(turn: Turn) -> MohItem | None:
    """What is in use, if it is still there."""
    feature, all_of_it = await turn.feature(CHOSEN.name), await music(turn)
    used = feature.value("i_moh") if feature else ""
    items = (*all_of_it.moh_list, *all_of_it.default_moh_list)
    return next((one for one in items if str(one.i_moh) == used), None)
