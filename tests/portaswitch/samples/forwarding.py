"""Follow-me and forwarding (7)."""

from portaswitch import FollowMeNumber, Sequence
from tests.portaswitch.samples import Sample

SAMPLES: dict[str, Sample] = {
    "get_account_followme": lambda a: a.get_account_followme(),
    "update_account_followme": lambda a: a.update_account_followme(sequence=Sequence.ORDER),
    "add_followme_number": lambda a: a.add_followme_number(FollowMeNumber("12065550111")),
    "update_followme_number": lambda a: a.update_followme_number(
        FollowMeNumber("12065550111", i_follow_me_number=701)
    ),
    "delete_followme_number": lambda a: a.delete_followme_number(701),
}
