"""Which addresses and phones are known to be the subscriber's: remembered with the link.

Only fingerprints are kept, so that a value that was changed elsewhere counts as neither.
"""

from __future__ import annotations

from collections.abc import Mapping

from dialogs import Turn
from dialogs.setting import prefer, wished
from dialogs.view import Said
from locales import _

KEPT = "vouched"


async def remember(turn: Turn, name: str, value: str, confirmed: bool) -> None:
    kept = dict((await wished(turn)).get(KEPT, {}))
    kept[name] = [_fingerprint(turn, name, value), confirmed]
    await turn.run(prefer, turn.link.id, {KEPT: kept})


async def told(turn: Turn, values: Mapping[str, Said], plain: Mapping[str, str]) -> dict[str, Said]:
    """The values in words, each with what is known of it; `plain` as the provider has them."""
    kept = (await wished(turn)).get(KEPT, {})
    said = dict(values)
    for name, (fingerprint, confirmed) in kept.items():
        value = plain.get(name)
        if value and name in said and fingerprint == _fingerprint(turn, name, value):
            said[name] = (
                _("{value}, confirmed", value=said[name])
                if confirmed
                else _("{value}, not confirmed", value=said[name])
            )
    return said


def _fingerprint(turn: Turn, name: str, value: str) -> str:
    return turn.services.seal.hmac("contact", f"{name}:{value}")
