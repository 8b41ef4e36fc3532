"""The provider's desk: what a person at the switch, or a test, does to the accounts.

Loopback only, JSON in and out; it is no part of PortaSwitch.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from ipaddress import ip_address
from itertools import count
from typing import Any

import orjson
from aiohttp import web

from sandbox.provider import audio, payments, seed
from sandbox.provider.catalogue import FEATURES
from sandbox.provider.changes import Traits
from sandbox.provider.events import Events
from sandbox.provider.faults import READ_ONLY
from sandbox.provider.features import effective_flag, own
from sandbox.provider.mailbox import has_mailbox, unheard
from sandbox.provider.methods import as_integer, as_money
from sandbox.provider.model import (
    VOICE,
    Account,
    Disturbance,
    Message,
    OwnFeature,
    Product,
    Row,
    Switch,
    Voucher,
    Xdr,
)
from sandbox.provider.proposals import signing_in
from sandbox.provider.rest import dumped
from sandbox.provider.tokens import Sessions

KINDS = ("refuse", "silent_before", "silent_after", "fault", "http_500", "delay")
_LONGEST_MESSAGE = 600
_MOST = 1_000_000
_REASONS = {
    13: "Call completed elsewhere",
    16: "Normal call clearing",
    19: "No answer from user (user alerted)",
}
LARGEST_UPLOAD = 20 * 1024 * 1024


class Mistaken(Exception):
    """What the desk was asked for cannot be done; the text says why."""


class Desk:
    """The handlers of `/desk/...`; `reset` is given by the server, which owns the state."""

    def __init__(
        self, switch: Switch, sessions: Sessions, events: Events, reset: Callable[[], None]
    ) -> None:
        self._switch = switch
        self._sessions = sessions
        self._events = events
        self._reset = reset
        self._voucher_numbers = count(1)

    def routes(self) -> list[web.RouteDef]:
        answering = partial(_answering, self._switch)
        one = "/desk/accounts/{i_account}"
        return [
            web.get("/desk/accounts", answering(self.list_accounts)),
            web.post(f"{one}/voicemail", answering(self.leave_voicemail)),
            web.post(f"{one}/call", answering(self.make_call)),
            web.post(f"{one}/balance", answering(self.set_balance)),
            web.post(f"{one}/spend", answering(self.spend)),
            web.post(f"{one}/settings", answering(self.change_account)),
            web.get("/desk/vouchers", answering(self.list_vouchers)),
            web.post("/desk/vouchers", answering(self.issue_voucher)),
            web.get("/desk/outbox", answering(self.outbox)),
            web.get("/desk/events", answering(self.events)),
            web.get("/desk/log", answering(self.log)),
            web.get("/desk/faults", answering(self.list_faults)),
            web.post("/desk/faults", answering(self.order_fault)),
            web.delete("/desk/faults", answering(self.clear_faults)),
            web.get("/desk/settings", answering(self.settings)),
            web.post("/desk/settings", answering(self.change_settings)),
            web.post("/desk/sessions/expire", answering(self.expire_sessions)),
            web.post("/desk/reset", answering(self.reset)),
        ]

    async def list_accounts(self, request: web.Request) -> Row:
        accounts = list(self._switch.accounts.values())
        offset = as_integer(request.query.get("offset")) or 0
        limit = as_integer(request.query.get("limit"))
        page = accounts[offset:] if limit is None else accounts[offset : offset + limit]
        return {"accounts": [self._row(account) for account in page], "total": len(accounts)}

    def _row(self, account: Account) -> Row:
        return {
            "i_account": account.i_account,
            "id": account.number,
            "login": account.login,
            "password": account.password,
            "contact_phone": account.contact["phone1"],
            "voucher": self._fresh_voucher(account),
            "name": account.name,
            "balance": account.balance,
            "currency": account.iso_4217,
            "product": account.product.visible_name,
            "blocked": account.blocked,
            "bill_status": account.bill_status,
            "unheard": self._unheard(account),
            "registered": bool(account.sip_status),
            "forward_mode": effective_flag(account, "forward_mode"),
            "must_change_password": account.must_change_password,
            "one_time_password": signing_in.code_now(self._switch, account),
        }

    def _unheard(self, account: Account) -> int | None:
        """None where the line has no mailbox."""
        if not has_mailbox(account):
            return None
        return unheard(seed.mailbox(self._switch, account))

    def _fresh_voucher(self, account: Account) -> str:
        """One voucher set aside for the account; a new one once it was redeemed."""
        kept = self._switch.vouchers.get(self._switch.desk_vouchers.get(account.i_account, ""))
        if kept is None or kept.redeemed_by is not None:
            kept = self._issue(Decimal(10), None)
            self._switch.desk_vouchers[account.i_account] = kept.number
        return kept.number

    def _issue(self, amount: Decimal, number: str | None) -> Voucher:
        while number is None or (number in self._switch.vouchers):
            ordinal = next(self._voucher_numbers)
            number = f"44{(ordinal * 7_368_787 + self._switch.config.seed) % 10**8:08d}"
        voucher = self._switch.vouchers[number] = Voucher(number, amount)
        return voucher

    async def leave_voicemail(self, request: web.Request) -> Row:
        account = self._account(request)
        if not has_mailbox(account):
            raise Mistaken("this line has no mailbox")
        messages = seed.mailbox(self._switch, account)
        wav: bytes | None = None
        pages = 0
        if request.content_type.startswith(("multipart/", "audio/", "video/")):
            caller, sound = await _uploaded(request)
            try:
                wav = await asyncio.to_thread(audio.to_wav, sound)
            except audio.UnreadableAudioError as error:
                raise Mistaken(f"this is no sound that can be read: {error}") from error
            seconds = audio.seconds_of(wav)
        else:
            body = await _body(request)
            caller, seconds = str(body.get("from") or ""), _whole(body, "seconds", 7)
            pages = _whole(body, "fax_pages", 0)
        if not 1 <= seconds <= _LONGEST_MESSAGE:
            raise Mistaken(f"a message lasts 1 to {_LONGEST_MESSAGE} seconds")
        uid = account.next_uid()
        now = self._switch.clock.now().replace(microsecond=0)
        caller = caller or "anonymous"
        messages.append(Message(uid, caller, now, seconds, tone=uid, wav=wav, fax_pages=pages))
        return {"message_uid": uid, "seconds": seconds}

    async def make_call(self, request: web.Request) -> Row:
        account, body = self._account(request), await _body(request)
        outgoing = "to" in body
        elsewhere = "from" in body and bool(body.get("elsewhere"))
        answered = bool(body.get("answered", True)) and not elsewhere
        seconds = _whole(body, "seconds", 60) if answered else 0
        amount = _money(body.get("amount", 0))
        party = str(body.get("to") or body.get("from") or "anonymous")
        history = seed.history(self._switch, account)
        cause = 16 if answered else 13 if elsewhere else 19
        row = Xdr(
            i_xdr=account.next_id("xdr"),
            i_service=VOICE,
            started=self._switch.clock.now().replace(microsecond=0) - timedelta(seconds=seconds),
            seconds=seconds,
            amount=amount,
            cli=account.number if outgoing else party,
            cld=party if outgoing else account.number,
            bit_flags=4 if outgoing else 8,
            cause=cause,
            reason=_REASONS[cause],
            failed=not answered,
            recorded=answered and bool(body.get("recorded")),
        )
        history.append(row)
        self._switch.charge(account, amount)
        return {"i_xdr": row.i_xdr, "balance": account.balance}

    async def set_balance(self, request: web.Request) -> Row:
        account, body = self._account(request), await _body(request)
        self._switch.set_balance(account, _money(body.get("balance")))
        return {"balance": account.balance}

    async def spend(self, request: web.Request) -> Row:
        """Take money with an xDR that explains it."""
        account, amount = self._account(request), _money((await _body(request)).get("amount"))
        payments.charge(self._switch, account, amount, "Charge from the provider's desk")
        return {"balance": account.balance}

    async def change_account(self, request: web.Request) -> Row:
        """What tests and the curious set: state, product, locks, features, contact data."""
        account, body = self._account(request), await _body(request)
        before = Traits.of(account)
        if "id" in body:
            self._renumber(account, str(body["id"]))
        if "password" in body:
            account.password = str(body["password"])
            account.password_changed = self._switch.clock.now()
            self._sessions.close_others(account.i_account, keep=None)
        if "product" in body:
            account.product = self._product(body["product"])
        for key, value in (body.get("custom_fields") or {}).items():
            account.custom_values[int(key)] = None if value is None else str(value)
        if "sip_status" in body:
            account.sip_status = 1 if body["sip_status"] in (1, True, "1") else 0
        if "must_change_password" in body:
            account.must_change_password = bool(body["must_change_password"])
        if "second_factor" in body:
            signing_in.enrol(account, bool(body["second_factor"]))
        if "locked_out" in body:
            account.failures = 0
            lock = timedelta(seconds=self._switch.config.lock_seconds)
            account.locked_until = self._switch.clock.now() + lock if body["locked_out"] else None
        for key in ("blocked", "bill_status", "expiration_date"):
            if key in body:
                setattr(account, key, body[key])
        for key, value in (body.get("contact") or {}).items():
            account.contact[key] = value
        if body.get("unset_email"):
            account.contact |= {"email": "", "bcc": ""}
        for name, wanted in (body.get("features") or {}).items():
            account.own_features[name] = _feature(account, _known(name), wanted)
        if "locked_features" in body:
            account.locked = {_known(name) for name in body["locked_features"]}
        self._switch.settings_changed(account, *before.events(account))
        return self._row(account)

    def _renumber(self, account: Account, number: str) -> None:
        if self._switch.by_number.get(number, account.i_account) != account.i_account:
            raise Mistaken("this number belongs to another account")
        del self._switch.by_number[account.number]
        account.number = number
        self._switch.by_number[number] = account.i_account

    def _product(self, name: Any) -> Product:
        """A product by the name that subscribers see, if anybody has it."""
        for account in self._switch.accounts.values():
            if account.product.visible_name == name:
                return account.product
        raise Mistaken("there is no such product")

    async def list_vouchers(self, _: web.Request) -> Row:
        return {
            "vouchers": [
                {
                    "number": voucher.number,
                    "amount": voucher.amount,
                    "redeemed_by": voucher.redeemed_by,
                    "times": voucher.times,
                }
                for voucher in self._switch.vouchers.values()
            ]
        }

    async def issue_voucher(self, request: web.Request) -> Row:
        body = await _body(request)
        amount = _money(body.get("amount"))
        if amount <= 0:
            raise Mistaken("a voucher is worth more than nothing")
        number = str(body["number"]) if body.get("number") else None
        if number in self._switch.vouchers:
            raise Mistaken("there is a voucher with this number already")
        return {"number": self._issue(amount, number).number}

    async def outbox(self, _: web.Request) -> Row:
        return {"messages": self._switch.outbox}

    async def events(self, _: web.Request) -> Row:
        """The last of them in order, and what became of each."""
        return {"events": list(self._events.told.values())}

    async def log(self, request: web.Request) -> Row:
        """The last calls, oldest first; `?limit=` for fewer of them."""
        limit = as_integer(request.query.get("limit")) or len(self._switch.log)
        return {"calls": list(self._switch.log)[-limit:]}

    async def list_faults(self, _: web.Request) -> Row:
        return {
            "faults": [
                {"method": d.method, "kind": d.kind, "faultcode": d.faultcode,
                 "seconds": d.seconds, "times": d.times}
                for d in self._switch.disturbances
            ]
        }  # fmt: skip

    async def order_fault(self, request: web.Request) -> Row:
        """Without `times` (or with 0, as in the chat) it lasts until cleared."""
        body = await _body(request)
        if body.get("kind") not in KINDS:
            raise Mistaken(f"kind is one of {', '.join(KINDS)}")
        self._switch.disturbances.append(
            Disturbance(
                method=str(body.get("method") or "*"),
                kind=str(body["kind"]),
                faultcode=str(body.get("faultcode") or "Server.Desk.ordered_fault"),
                seconds=float(_money(body.get("seconds") or 1)),
                times=_whole(body, "times", 1) if body.get("times") else None,
            )
        )
        return {"ordered": len(self._switch.disturbances)}

    async def clear_faults(self, _: web.Request) -> Row:
        self._switch.disturbances.clear()
        return {"ordered": 0}

    async def settings(self, _: web.Request) -> Row:
        s = self._switch.settings
        return {
            "standalone_mode": s.operating_mode == "standalone",
            "operating_mode": s.operating_mode,
            "mode_change_clears_numbers": s.mode_change_clears_numbers,
            "access_token_seconds": s.access_token_seconds,
            "xdr_order": s.xdr_order,
            "mail_text_parts": s.mail_text_parts,
        }

    async def change_settings(self, request: web.Request) -> Row:
        body, settings = await _body(request), self._switch.settings
        if "standalone_mode" in body:
            settings.operating_mode = "standalone" if body["standalone_mode"] else "normal"
        if body.get("operating_mode") in ("normal", *READ_ONLY):
            settings.operating_mode = body["operating_mode"]
        for key in ("mode_change_clears_numbers", "mail_text_parts"):
            if key in body:
                setattr(settings, key, bool(body[key]))
        if "access_token_seconds" in body:
            settings.access_token_seconds = as_integer(body["access_token_seconds"]) or 1
        if body.get("xdr_order") in ("newest", "oldest"):
            settings.xdr_order = body["xdr_order"]
        return await self.settings(request)

    async def expire_sessions(self, request: web.Request) -> Row:
        body = await _body(request)
        i_account = as_integer(body.get("i_account"))
        if i_account not in self._switch.accounts:
            raise Mistaken("there is no such account")
        refresh_too = bool(body.get("refresh"))
        return {"expired": self._sessions.expire(i_account, refresh_too=refresh_too)}

    async def reset(self, _: web.Request) -> Row:
        """Everything as it was at the start; sessions end."""
        self._reset()
        self._voucher_numbers = count(1)
        return {"accounts": len(self._switch.accounts)}

    def _account(self, request: web.Request) -> Account:
        account = self._switch.accounts.get(as_integer(request.match_info["i_account"]) or 0)
        if account is None:
            raise Mistaken("there is no such account")
        return account


def _known(name: str) -> str:
    if name not in FEATURES:
        raise Mistaken(f"there is no feature {name}")
    return name


def _feature(account: Account, name: str, wanted: Any) -> OwnFeature:
    """A flag, or {"flag_value", "attributes": {name: value}}; whatever the switch would refuse."""
    before = own(account, name)
    if not isinstance(wanted, dict):
        return OwnFeature(str(wanted), dict(before.values))
    values = {
        key: value if isinstance(value, list) else [None if value is None else str(value)]
        for key, value in (wanted.get("attributes") or {}).items()
    }
    return OwnFeature(str(wanted.get("flag_value", before.flag)), before.values | values)


def _money(value: Any) -> Decimal:
    money = as_money(value)
    if money is None:
        raise Mistaken("a number is needed, such as 2.50")
    return money


def _whole(body: Row, key: str, default: int) -> int:
    number = as_integer(body.get(key, default))
    if number is None or not 0 <= number <= _MOST:
        raise Mistaken(f"{key} is a whole number from 0 to {_MOST}")
    return number


async def _body(request: web.Request) -> Row:
    text = await request.read()
    try:
        body = orjson.loads(text) if text else {}
    except orjson.JSONDecodeError:
        raise Mistaken("the body is not JSON") from None
    if not isinstance(body, dict):
        raise Mistaken("the body must be an object")
    return body


async def _uploaded(request: web.Request) -> tuple[str, bytes]:
    """The caller's number and the sound of a multipart form, or of a plain audio body."""
    if not request.content_type.startswith("multipart/"):
        return request.query.get("from", ""), await request.read()
    caller, sound = "", b""
    for key, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            sound = value.file.read()
        elif key == "from":
            caller = str(value)
    return caller, sound


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _answering(switch: Switch, work: Callable[[web.Request], Awaitable[Row]]) -> Handler:
    """JSON out, once what was done is kept; only for callers on this machine."""

    async def handle(request: web.Request) -> web.StreamResponse:
        if not _is_local(request.remote):
            return web.Response(status=403, text="The desk answers on loopback only.")
        try:
            answer = dumped(await work(request))
            switch.commit()
            return web.Response(body=answer, content_type="application/json")
        except (AttributeError, LookupError, Mistaken, TypeError, ValueError) as mistake:
            told = str(mistake) if isinstance(mistake, Mistaken) else "this cannot be understood"
            body = dumped({"error": told})
            return web.Response(status=400, body=body, content_type="application/json")

    return handle


def _is_local(remote: str | None) -> bool:
    if remote is None:
        return True  # a Unix socket
    address = ip_address(remote.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
