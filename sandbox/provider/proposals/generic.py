"""Lists of the whole system (4.3)."""

from sandbox.provider.account import TIME_ZONES
from sandbox.provider.methods import Call, Renaming, serves
from sandbox.provider.model import Row


@serves(
    "Generic/get_time_zone_list",
    certainty="proposed",
    renamed=Renaming("Generic/list_time_zones", {}, {"time_zone_list": "zones"}),
)
def get_time_zone_list(call: Call) -> Row:
    return {
        "time_zone_list": [
            {"i_time_zone": key, "time_zone_name": name} for key, name in TIME_ZONES.items()
        ]
    }
