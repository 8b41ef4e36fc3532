"""The phone book and the company's directories (8)."""

from portaswitch import PhonebookRecord
from tests.portaswitch.samples import Sample

BEFORE = PhonebookRecord("12125550123", name="Mum", dial_id=1, i_account_phonebook=7)
AFTER = PhonebookRecord("12125550124", dial_id=2, favorite=True, i_account_phonebook=7)

SAMPLES: dict[str, Sample] = {
    "get_phonebook_list": lambda a: a.get_phonebook_list("1212%"),
    "get_phonebook_record": lambda a: a.get_phonebook_record(7),
    "add_phonebook_record": lambda a: a.add_phonebook_record(BEFORE),
    "update_phonebook_record": lambda a: a.update_phonebook_record(BEFORE, AFTER),
    "delete_phonebook_record": lambda a: a.delete_phonebook_record(7),
    "get_phone_directory_list": lambda a: a.get_phone_directory_list(),
    "get_phone_directory_info": lambda a: a.get_phone_directory_info(501),
}
