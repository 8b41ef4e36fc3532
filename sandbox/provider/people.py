"""Who lives on this switch: five people with a story of their own, and others drawn from the seed.

Numbers follow the plan of their country: an area code, then seven digits that nobody else has.
"""

from dataclasses import dataclass
from random import Random
from typing import Any

from sandbox.provider.catalogue import BASIC, KYIV, MOBILE, MONTHLY, OFFICE, PREPAID
from sandbox.provider.model import CREDIT, DEBIT, Product


@dataclass(frozen=True, slots=True)
class Person:
    """What makes one account different from another."""

    login: str
    number: str
    first: str
    last: str
    product: Product
    billing_model: int
    balance: str
    phone: str
    credit_limit: str | None = None
    iso_4217: str = "USD"
    zone: str = "America/New_York"
    i_lang: str = "en"
    city: str = "New York"
    country: str = "US"
    company: str = ""
    billed_to_company: bool = False
    must_change_password: bool = False
    i_customer: int = 501
    forward_mode: str = ""


PEOPLE = (
    Person("alice", "12065550100", "Alice", "Adams", PREPAID, DEBIT, "2.50", "12065550900"),
    Person(
        "bob", "12065550101", "Bob", "Baker", MONTHLY, CREDIT, "12.40", "12065550901", "50.00",
        zone="America/Los_Angeles", city="Seattle",
    ),
    Person(
        "carol", "12065550102", "Carol", "Cole", OFFICE, CREDIT, "0", "12065550902",
        company="Cole & Sons", billed_to_company=True, i_customer=502,
    ),
    Person(
        "dmytro", "380441234567", "Дмитро", "Коваленко", KYIV, DEBIT, "84.20", "380671234567",
        iso_4217="UAH", zone="Europe/Kyiv", i_lang="uk", city="Київ", country="UA",
    ),
    Person(
        "erin", "12065550104", "Erin", "Evans", PREPAID, DEBIT, "31.75", "12065550904",
        zone="Europe/London", must_change_password=True,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A city and what its numbers begin with."""

    city: str
    zone: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Country:
    """`worth` is about what a dollar is here; `mobile` begins the number of a cell phone."""

    code: str
    i_lang: str
    iso_4217: str
    worth: int
    mobile: str
    places: tuple[Place, ...]
    first: tuple[str, ...]
    last: tuple[str, ...]
    company: str

    def name(self, draw: Random) -> tuple[str, str]:
        return draw.choice(self.first), draw.choice(self.last)

    def anybody(self, draw: Random) -> str:
        """The number of somebody here who need not be on this switch."""
        prefix = draw.choice((self.mobile, draw.choice(self.places).prefix))
        return f"{prefix}{draw.randrange(2_000_000, 7_000_000)}"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


COUNTRIES = (
    Country(
        "US", "en", "USD", 1, "1917",
        (
            Place("New York", "America/New_York", "1212"),
            Place("Chicago", "America/Chicago", "1312"),
            Place("Denver", "America/Denver", "1303"),
            Place("Seattle", "America/Los_Angeles", "1206"),
        ),
        _words("Anna Benjamin Clara Daniel Emma Felix Grace Henry José Kate Liam Mia Noah Zoe"),
        _words("Anderson Brooks Chen Davis Evans Flores García Hill Johnson Kim Lopez Nguyen Reed"),
        "{} & Partners",
    ),
    Country(
        "GB", "en", "GBP", 1, "44771",
        (Place("London", "Europe/London", "44207"), Place("Birmingham", "Europe/London", "44121")),
        _words("Amelia Callum Charlotte Fiona Harry Isla Jack Niamh Oliver Priya Rhys Sophie"),
        _words("Ahmed Clarke Davies Green Hughes Jones MacLeod O'Neill Patel Smith Taylor Wright"),
        "{} Ltd",
    ),
    Country(
        "UA", "uk", "UAH", 40, "38067",
        (Place("Київ", "Europe/Kyiv", "38044"), Place("Львів", "Europe/Kyiv", "38032")),
        _words("Андрій Богдан Ганна Дарина Ірина Катерина Марія Назар Остап Софія Тарас Юлія"),
        _words("Бондаренко Гнатюк Іваненко Кравчук Лисенко Мельник Петренко Савченко Шевчук Ярема"),
        "ТОВ «{}»",
    ),
    Country(
        "DE", "de", "EUR", 1, "491512",
        (Place("Berlin", "Europe/Berlin", "4930"), Place("München", "Europe/Berlin", "4989")),
        _words("Anke Björn Claudia Dirk Elif Greta Jürgen Katrin Lukas Mehmet Nele Sören Ute"),
        _words("Bäcker Fischer Groß Hoffmann Köhler Müller Schäfer Schmidt Wagner Weiß Yılmaz"),
        "{} GmbH",
    ),
    Country(
        "FR", "fr", "EUR", 1, "3361",
        (Place("Paris", "Europe/Paris", "3314"), Place("Lyon", "Europe/Paris", "3347")),
        _words("Amélie Benoît Chloé Étienne François Hélène Jean-Luc Léa Manon Noël Yasmine Zoé"),
        _words("Bernard Dubois Fournier Garçon Lefèvre Martin Moreau Petit Rousseau Traoré"),
        "Société {}",
    ),
    Country(
        "ES", "es", "EUR", 1, "3461",
        (Place("Madrid", "Europe/Madrid", "3491"), Place("Barcelona", "Europe/Madrid", "3493")),
        _words("Álvaro Begoña Carmen Diego Inés Íñigo Javier Lucía Marta Núria Pablo Sofía"),
        _words("Álvarez Díaz Fernández García Ibáñez López Martínez Muñoz Peña Ruiz Sánchez"),
        "{} S.L.",
    ),
    Country(
        "PL", "pl", "PLN", 4, "4850",
        (Place("Warszawa", "Europe/Warsaw", "4822"), Place("Kraków", "Europe/Warsaw", "4812")),
        _words("Agnieszka Bartosz Elżbieta Grażyna Jędrzej Łucja Małgorzata Stanisław Żaneta"),
        _words("Dąbrowski Górski Kowalczyk Lewandowski Nowak Pawłowska Szymański Wójcik Zając"),
        "{} sp. z o.o.",
    ),
    Country(
        "JP", "ja", "JPY", 150, "81901",
        (Place("東京", "Asia/Tokyo", "8135"), Place("大阪", "Asia/Tokyo", "8166")),
        _words("愛 健太 さくら 翔太 千尋 直樹 陽子 美咲 大輔 結衣"),
        _words("伊藤 加藤 小林 佐藤 鈴木 高橋 田中 中村 山本 渡辺"),
        "{}株式会社",
    ),
)  # fmt: skip
_BY_CODE = {country.code: country for country in COUNTRIES}
# How many of a hundred live where.
_SHARES = (34, 12, 16, 12, 8, 7, 7, 4)
_LINES_OF_A_COMPANY = 10
_FIRST_TAIL, _FIRST_MOBILE_TAIL = 2_000_000, 6_000_000
_CUSTOMERS_FROM = 1_000


def home(code: str) -> Country:
    """The country, or the one that the others are nearest to."""
    return _BY_CODE.get(code, COUNTRIES[0])


def stranger(index: int, seed: int, draw: Random) -> Person:
    """Person number `index`: nine tens of ten are private people, each tenth ten is a company."""
    ten = index // _LINES_OF_A_COMPANY
    if ten % 10 == 3:
        return _colleague(index, ten, Random(f"{seed}:company:{ten}"), draw)
    country = draw.choices(COUNTRIES, _SHARES)[0]
    place = draw.choice(country.places)
    first, last = country.name(draw)
    owes = draw.random() < 0.4
    product = MONTHLY if owes else draw.choice((PREPAID, PREPAID, MOBILE, BASIC))
    if product is PREPAID and country.code == "UA":
        product = KYIV
    limit = draw.choice((25, 50, 100, 200)) * country.worth
    amount = draw.randrange(limit * 90 if owes else 9_000 * country.worth)
    return Person(
        **_reached(index, country, place),
        first=first,
        last=last,
        product=product,
        billing_model=CREDIT if owes else DEBIT,
        balance=_money(amount, country),
        credit_limit=str(limit) if owes else None,
        i_customer=_CUSTOMERS_FROM + index,
        forward_mode="" if product is BASIC else draw.choices(("", "C", "Y"), (85, 10, 5))[0],
    )


def _colleague(index: int, ten: int, company: Random, draw: Random) -> Person:
    """A line of a company, which pays for all of its ten lines in one place."""
    country = company.choices(COUNTRIES, _SHARES)[0]
    place = company.choice(country.places)
    title = country.company.format(company.choice(country.last))
    first, last = country.name(draw)
    return Person(
        **_reached(index, country, place),
        first=first,
        last=last,
        product=OFFICE,
        billing_model=CREDIT,
        balance="0",
        company=title,
        billed_to_company=True,
        i_customer=_CUSTOMERS_FROM + ten * _LINES_OF_A_COMPANY,
    )


def _reached(index: int, country: Country, place: Place) -> dict[str, Any]:
    return {
        "login": f"user{index:05d}",
        "number": f"{place.prefix}{_FIRST_TAIL + index}",
        "phone": f"{country.mobile}{_FIRST_MOBILE_TAIL + index}",
        "iso_4217": country.iso_4217,
        "zone": place.zone,
        "i_lang": country.i_lang,
        "city": place.city,
        "country": country.code,
    }


def _money(hundredths: int, country: Country) -> str:
    """As the currency is written: a yen has no smaller parts."""
    whole = country.iso_4217 == "JPY"
    return str(hundredths // 100) if whole else f"{hundredths / 100:.2f}"
