"""The small layer under the areas: Area, screen, Form, Setting, Turn; `go` opens, `do` changes."""

from dialogs.area import GROUPS, Area, HasFeature, Result, Screen, Step, copy, do, go, link_to
from dialogs.fields import Amount, Choice, Digits, Field, Invalid, Line, OwnContact, TimeOfDay
from dialogs.form import Form, ask, keep
from dialogs.services import Options, Services
from dialogs.setting import Feature, OneOf, OnOff, Panel, Preference, Setting
from dialogs.turn import Turn
from dialogs.view import Button, Copy, Document, Facts, Fate, Listing, Row, Secret, View, Voice

__all__ = [
    "GROUPS",
    "Amount",
    "Area",
    "Button",
    "Choice",
    "Copy",
    "Digits",
    "Document",
    "Facts",
    "Fate",
    "Feature",
    "Field",
    "Form",
    "HasFeature",
    "Invalid",
    "Line",
    "Listing",
    "OnOff",
    "OneOf",
    "Options",
    "OwnContact",
    "Panel",
    "Preference",
    "Result",
    "Row",
    "Screen",
    "Secret",
    "Services",
    "Setting",
    "Step",
    "TimeOfDay",
    "Turn",
    "View",
    "Voice",
    "ask",
    "copy",
    "do",
    "go",
    "keep",
    "link_to",
]
