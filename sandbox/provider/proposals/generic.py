"""Lists of the whole system (4.3)."""

from sandbox.provider.account import LANGUAGES, TIME_ZONES
from sandbox.provider.admin import VERSION
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


@serves(
    "Generic/get_locale_list",
    certainty="proposed",
    renamed=Renaming("Generic/list_languages", {}, {"locale_list": "languages"}),
)
def get_locale_list(call: Call) -> Row:
    """The codes that `i_lang` and `iso_639_1` may have, each language named in itself."""
    return {"locale_list": [{"i_lang": key, "name": name} for key, name in LANGUAGES.items()]}


@serves(
    "Generic/get_version",
    certainty="proposed",
    renamed=Renaming("Generic/tell_release", {}, {"version": "release"}),
)
def get_version(call: Call) -> Row:
    """Known from the admin realm only."""
    return {"version": VERSION}
