"""The emergency address (15)."""

from portaswitch import EmergencyAddress
from tests.portaswitch.samples import Sample

HOME = EmergencyAddress("Main Street", "7", city="Seattle", state="WA", zip="98101", country="US")

SAMPLES: dict[str, Sample] = {
    "get_e911_address": lambda a: a.get_e911_address(),
    "update_e911_address": lambda a: a.update_e911_address(HOME),
}
