"""Messages without files: text, place, contact, poll."""

import secrets
from typing import Any

from sandbox.chat.call import Call, Json
from sandbox.chat.entities import formatted
from sandbox.chat.errors import bad
from sandbox.chat.methods.common import deliver, preview_of, text_of
from sandbox.chat.model import World

MAX_OPTIONS = 12


def send_message(world: World, call: Call) -> Json:
    """sendMessage."""
    return deliver(world, call, {**text_of(call), **preview_of(call)})


def send_location(world: World, call: Call) -> Json:
    """sendLocation."""
    return deliver(world, call, {"location": location_of(call)})


def location_of(call: Call) -> Json:
    """A checked `Location`."""
    latitude, longitude = call.number("latitude"), call.number("longitude")
    if latitude is None or not -90 <= latitude <= 90:
        raise bad("latitude is invalid" if call.has("latitude") else "latitude is empty")
    if longitude is None or not -180 <= longitude <= 180:
        raise bad("longitude is invalid" if call.has("longitude") else "longitude is empty")
    location: Json = {"latitude": latitude, "longitude": longitude}
    accuracy = call.number("horizontal_accuracy")
    if accuracy:
        location["horizontal_accuracy"] = accuracy
    for key in ("live_period", "heading", "proximity_alert_radius"):
        if call.integer(key):
            location[key] = call.integer(key)
    return location


def send_contact(world: World, call: Call) -> Json:
    """sendContact."""
    contact: Json = {
        "phone_number": call.text("phone_number"),
        "first_name": call.text("first_name"),
    }
    if not contact["phone_number"]:
        raise bad("phone number is empty")
    if not contact["first_name"]:
        raise bad("first name is empty")
    for key in ("last_name", "vcard"):
        if call.text(key):
            contact[key] = call.text(key)
    return deliver(world, call, {"contact": contact})


def send_poll(world: World, call: Call) -> Json:
    """sendPoll."""
    question = formatted(call.text("question"), call.text("question_parse_mode"))[0]
    if not question:
        raise bad("poll question must be non-empty")
    if len(question) > 300:
        raise bad("poll question length must not exceed 300")
    kind = call.text("type", "regular")
    if kind not in {"regular", "quiz"}:
        raise bad("unsupported poll type specified")
    options = _options(call.json("options", "options"))
    poll: Json = {
        "id": str(secrets.randbits(62)),
        "question": question,
        "options": options,
        "total_voter_count": 0,
        "is_closed": call.flag("is_closed"),
        "is_anonymous": call.flag("is_anonymous") if call.has("is_anonymous") else True,
        "type": kind,
        "allows_multiple_answers": call.flag("allows_multiple_answers"),
        "allows_revoting": (
            call.flag("allows_revoting") if call.has("allows_revoting") else kind == "regular"
        ),
        "members_only": False,
    }
    if kind == "quiz":
        poll["correct_option_ids"] = _right_answers(call, len(options))
        explanation, entities = formatted(
            call.text("explanation"), call.text("explanation_parse_mode")
        )
        if explanation:
            poll["explanation"] = explanation
            if entities:
                poll["explanation_entities"] = entities
    return deliver(world, call, {"poll": poll})


def _options(value: Any) -> list[Json]:
    if not isinstance(value, list):
        raise bad("can't parse options JSON object")
    if not 1 <= len(value) <= MAX_OPTIONS:
        few = "poll must have at least 1 option"
        raise bad(f"poll can't have more than {MAX_OPTIONS} options" if value else few)
    options = []
    for number, item in enumerate(value):
        text = item.get("text") if isinstance(item, dict) else item
        if not isinstance(text, str) or not text.strip():
            raise bad("poll options must be non-empty")
        if len(text) > 100:
            raise bad("poll options length must not exceed 100")
        options.append({"persistent_id": str(number), "text": text.strip(), "voter_count": 0})
    return options


def _right_answers(call: Call, count: int) -> list[int]:
    value = call.json("correct_option_ids", "correct option IDs")
    if value is None and call.has("correct_option_id"):
        value = [call.integer("correct_option_id")]
    if not isinstance(value, list) or not value:
        raise bad("quiz polls must have a correct option")
    if not all(isinstance(item, int) and 0 <= item < count for item in value):
        raise bad("wrong correct option ID specified")
    return value
