"""Extra information (4.4)."""

from tests.portaswitch.samples import Sample

SAMPLES: dict[str, Sample] = {
    "get_custom_fields_schema": lambda a: a.get_custom_fields_schema(),
    "get_custom_fields_values": lambda a: a.get_custom_fields_values(),
    "update_custom_fields_values": lambda a: a.update_custom_fields_values({11: "A-17"}),
}
