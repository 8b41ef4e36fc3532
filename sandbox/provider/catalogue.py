"""The 45 service features of an account, as names and shapes were captured from a live switch."""

from dataclasses import dataclass, field

from sandbox.provider.model import Product

Values = list[str | None]

# Markers of inheritance: the product's value, the customer's, the customer's (or site's).
MARKERS = frozenset("~^/")
ANY_FLAG = frozenset("YN") | MARKERS


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature's stock: the account's own flag, what it inherits, and its attributes.

    `locks` is only an ornament of the answer; `locked` decides, and comes from the account.
    """

    name: str
    own: str = "~"
    inherited: str | None = "N"
    attributes: dict[str, Values] = field(default_factory=dict)
    inherited_values: dict[str, Values] = field(default_factory=dict)
    flags: frozenset[str] = ANY_FLAG
    locks: tuple[str, ...] = ()


def _feature(
    name: str,
    own: str = "~",
    inherited: str | None = "N",
    flags: str = "",
    inherited_values: dict[str, Values] | None = None,
    **attributes: str | Values | None,
) -> Feature:
    """Stock from the short form used below: a lone value stands for a list of one."""
    values = {key: v if isinstance(v, list) else [v] for key, v in attributes.items()}
    return Feature(
        name,
        own,
        inherited,
        values,
        values | (inherited_values or {}),
        frozenset(flags.split()) if flags else ANY_FLAG,
        ("user",) if own == "~" or name == "call_barring" else (),
    )


FEATURES: dict[str, Feature] = {
    feature.name: feature
    for feature in (
        _feature("default_action", "7", "7", flags="0 1 2 3 4 5 6 7", timeout="30"),
        _feature("forward_mode", flags="N Y F U C ~", max_forwards=None, dtmf_control="N"),
        _feature("unified_messaging", flags="Y N ~", mailbox_limit="10", fax_only_mode="N"),
        _feature("auto_attendant", flags="Y N ~", auto_attendant_note=None),
        _feature("external_voicemail", flags="Y N ~", access_number=None),
        _feature(
            "call_processing",
            flags="Y N ~",
            pbx_management="N",
            cs_bulk_management="*62",
            cs_individual_management="*61",
        ),
        _feature("clip", inherited="Y", flags="Y N ~"),
        _feature("call_wait_limit", flags="Y N ~"),
        _feature("distinctive_ring_vpn", "^", flags="Y N ^"),
        _feature("clir", flags="N Y P ^ ~", blocked="N", clir_note=None),
        _feature(
            "cli",
            "^",
            flags="N L G B Y ^",
            inherited_values={"display_number_allow_external": ["N"]},
            display_number_allow_external=[],
            centrex=None,
            display_number=None,
            display_number_check="Y",
            display_name=None,
            display_name_override="N",
            account_group=None,
            attest="A",
        ),
        _feature("cli_trust", "^", flags="^ N Y F n y f", accept_caller="N", supply_caller="N"),
        _feature("call_barring", "^", flags="Y N ^ ~", call_barring_rules=[]),
        _feature("music_on_hold", "^", "Y", flags="Y N ^", i_moh="1"),
        _feature(
            "phonebook",
            flags="Y N ~",
            enable_abbrev_dial="N",
            abbrev_dial="1",
            max_favorites=None,
            favorite_allowed_patterns=None,
            favorite_change_allowed="N",
            favorite_change_lock_days=None,
        ),
        _feature("associated_number", "N", flags="Y N", redirect_number=None),
        _feature("lan_name", "Y", "Y", flags="Y N", iso_639_1="en"),
        _feature("emergency", flags="Y N ~", emergency_administrative_unit=None),
        _feature(
            "voice_location",
            "/",
            flags="Y N /",
            allow_roaming=None,
            primary_location=None,
            primary_location_data=None,
            emergency_administrative_unit=None,
        ),
        _feature("voice_authentication", "N", flags="Y N", pin=None),
        _feature("voice_pass_through", flags="Y N ~", outgoing_access_number=None),
        _feature("call_recording", "^", flags="Y N ^ ~", auto_record="0"),
        _feature("conf_enabled", inherited=None, flags="Y N ~", max_participants="64"),
        _feature("ringback_tone", flags="Y N ~", i_ringback_tone=None),
        _feature("sip_dynamic_registration", inherited="Y"),
        _feature("line_sharing"),
        _feature("cnam_lookup"),
        _feature("cli_verify", display_name_indicator="Y"),
        _feature("endpoint_redirect", "^"),
        _feature("individual_routing_plan", i_routing_plan=None),
        _feature("legal_intercept", "^"),
        _feature("rtpp_level", "^"),
        _feature("sip_static_contact", "/", use_tcp="N", user=None, port=None, host=None),
        _feature("sim_calls_limit", "N"),
        _feature(
            "voice_dialing",
            "/",
            translate_cli_out="N",
            i_dial_rule=None,
            translate_cli_in="N",
            translate_cld_in="N",
        ),
        _feature("voice_fup", "N"),
        _feature("voice_roaming_protection", "N"),
        _feature("voice_service_policy", id=None),
        _feature("msg_service_policy", "Y", "Y", id="133"),
        _feature(
            "netaccess_policy", inherited_values={"access_policy": ["30"]}, access_policy=None
        ),
        _feature("netaccess_static_ip", routed_network=[], address=None, netmask=None),
        _feature("wifi_speed_limit", inherited=None, tx_rate=None, rx_rate=None),
        _feature("sms_routing", update_netnumber_db="N"),
        _feature("cps_account_limit", burst_method="normal", cps_max=None),
        _feature("user_ivr_application", max_numbers=None),
    )
}
if len(FEATURES) != 45:
    raise AssertionError(f"a captured account answers 45 features, not {len(FEATURES)}")

_ON: dict[str, str] = {"unified_messaging": "Y", "phonebook": "Y", "call_recording": "Y"}
_CENTREX: dict[str, dict[str, Values]] = {
    "phonebook": {
        "enable_abbrev_dial": ["Y"],
        "abbrev_dial": ["2"],
        "max_favorites": ["5"],
        "favorite_change_allowed": ["Y"],
    },
    "forward_mode": {"max_forwards": ["5"]},
    "clir": {"clir_note": ["# hide=*67 show=*82"]},
}

PREPAID = Product(60, "PREPAID-US-1", "Easy Prepaid", _ON, _CENTREX)
MONTHLY = Product(
    61,
    "POSTPAID-US-1",
    "Home Monthly",
    _ON,
    _CENTREX,
    frozenset({"clip", "call_wait_limit"}),
    addons=("Mobile App",),
)
OFFICE = Product(
    62,
    "CENTREX-OFFICE",
    "Office Extension",
    {"call_processing": "Y", "emergency": "Y"},
    _CENTREX,
    frozenset({"forward_mode", "clip", "call_wait_limit", "call_barring", "clir", "cli"}),
)
KYIV = Product(63, "PREPAID-UA-1", "Домашній", _ON, _CENTREX)
# What a cheap product lacks is not even listed, and what it has cannot be changed.
BASIC = Product(
    64,
    "BASIC-LINE",
    "Basic Line",
    values={"phonebook": {"abbrev_dial": ["1"]}},
    locked=frozenset({"forward_mode", "unified_messaging", "call_barring", "cli"}),
    absent=frozenset({"auto_attendant", "call_recording", "conf_enabled", "music_on_hold"}),
)
MOBILE = Product(
    65,
    "MOBILE-PLUS",
    "Mobile Plus",
    _ON | {"voice_roaming_protection": "Y"},
    _CENTREX,
    frozenset({"voice_location", "emergency"}),
    ("Roaming Europe", "Data 10 GB"),
    frozenset({"voice_pass_through", "external_voicemail"}),
)
# As a migration from another system leaves it: what applies is null, or an empty text.
MIGRATED = Product(
    66, "MIGRATED-2009", "Migrated Line", {"unified_messaging": "Y", "clip": None, "cli_trust": ""}
)
# Without the voice service no feature is listed at all.
BARE = Product(67, "DATA-ONLY", "Data Only", absent=frozenset(FEATURES))
