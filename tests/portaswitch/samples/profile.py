"""The account (4), its features (6)."""

from portaswitch import AccountChange, FeatureChange
from tests.portaswitch.samples import Sample

# Every field, so that each name of the map is tried.
CHANGE = AccountChange(
    salutation="Ms",
    firstname="Alice",
    midinit="B",
    lastname="Adams",
    companyname="Adams & Co",
    baddr1="1 Main Street",
    address_line_2="Floor 2",
    city="Boston",
    state="MA",
    zip="02101",
    country="US",
    cont1="Alice",
    phone1="12065550900",
    faxnum="12065550901",
    cont2="Bob",
    phone2="12065550902",
    email="alice@example.org",
    bcc="bob@example.org",
    note="calls after six",
    i_lang="uk",
    i_time_zone=331,
    iso_639_1="uk",
    out_date_format="DD.MM.YYYY",
    out_time_format="HH:MI",
    out_date_time_format="DD.MM.YYYY HH:MI",
    in_date_format="DD.MM.YY",
    in_time_format="HH12:MI AM",
    password="n3w-Secret",
)

SAMPLES: dict[str, Sample] = {
    "get_account_info": lambda a: a.get_account_info(),
    "update_account": lambda a: a.update_account(CHANGE),
    "get_sip_credentials": lambda a: a.get_sip_credentials(),
    "get_service_features": lambda a: a.get_service_features(),
    "update_service_features": lambda a: a.update_service_features(FeatureChange("clir", "Y")),
}
