"""Call barring (13)."""

from tests.portaswitch.samples import Sample

SAMPLES: dict[str, Sample] = {
    "get_call_barring_options": lambda a: a.get_call_barring_options(),
    "get_call_barring_class_info": lambda a: a.get_call_barring_class_info(1823),
}
