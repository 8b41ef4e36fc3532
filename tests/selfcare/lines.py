"""Lines that the embedded provider's five first subscribers do not have."""

from __future__ import annotations

from sandbox.provider.catalogue import FEATURES
from sandbox.provider.features import own
from sandbox.provider.model import Account, OwnFeature
from sandbox.provider.proposals.music import Item, OwnMusic
from sandbox.provider.proposals.voicemail import VoiceBox
from tests.harness.world import World
from tests.selfcare.forwarding import has_list
from tests.selfcare.sounds import speech


def on(account: Account, name: str, flag: str = "Y", **values: str) -> None:
    """A feature as the account's own."""
    stock = own(account, name).values
    account.own_features[name] = OwnFeature(flag, {**stock, **{k: [v] for k, v in values.items()}})


def full(world: World) -> None:
    """Alice's line, with what it lacks."""
    alice = world.account()
    for name in ("emergency", "call_processing", "auto_attendant", "call_barring"):
        on(alice, name)
    on(alice, "call_recording", auto_record="1")
    on(alice, "clir", "P")
    on(alice, "phonebook", favorite_change_allowed="Y", favorite_change_lock_days="30")
    has_list(world, "12065550177", "12065550178", "12065550179")
    box = alice.part(VoiceBox)
    box.greetings["personal"] = speech(2)
    box.settings |= {"ext_email": "alice@example.com", "disa_enabled": "Y", "disa_password": "4711"}
    alice.part(OwnMusic).items.append(Item(77, "Alice on hold", world.provider.switch.clock.now()))


def locked(world: World) -> None:
    """Carol's line, with all features of Alice's, which only the provider may change."""
    carol = world.account("carol")
    carol.product = world.account().product
    for name in ("call_processing", "music_on_hold", "clir", "call_recording"):
        on(carol, name)
    on(carol, "phonebook", favorite_change_allowed="N")
    carol.locked = set(FEATURES)
