"""The phone (5.4), and lists of the whole system (4.3)."""

from tests.portaswitch.samples import Sample

SAMPLES: dict[str, Sample] = {
    "get_sip_status": lambda a: a.get_sip_status(),
    "get_sip_calls_list": lambda a: a.get_sip_calls_list(),
    "get_ua_info": lambda a: a.get_ua_info(),
    "get_time_zone_list": lambda a: a.get_time_zone_list(),
    "get_locale_list": lambda a: a.get_locale_list(),
    "get_version": lambda a: a.get_version(),
}
