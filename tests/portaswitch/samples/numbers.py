"""Aliases (9)."""

from portaswitch import Alias
from tests.portaswitch.samples import Sample

ALIAS = Alias(100_100_001, "12125550170", blocked=False)

SAMPLES: dict[str, Sample] = {
    "get_alias_list": lambda a: a.get_alias_list(),
    "add_alias": lambda a: a.add_alias("12125550170"),
    "delete_alias": lambda a: a.delete_alias(ALIAS),
}
