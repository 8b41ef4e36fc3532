"""Hunt groups (4.7)."""

from tests.portaswitch.samples import Sample

SAMPLES: dict[str, Sample] = {
    "get_account_huntgroups_list": lambda a: a.get_account_huntgroups_list(),
    "get_member_of_huntgroups_list": lambda a: a.get_member_of_huntgroups_list(),
}
