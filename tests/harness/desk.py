"""The provider's desk, as tests use it: what happens to a line, and what the provider received."""

from __future__ import annotations

from typing import Any

import aiohttp


class Desk:
    """Amounts are strings, times seconds; accounts are named by their self-care login."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._url = url

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        async with self._http.request(method, f"{self._url}/desk/{path}", json=body) as answer:
            assert answer.status == 200, (path, answer.status, await answer.text())
            return await answer.json(content_type=None)

    async def account(self, login: str = "alice") -> dict[str, Any]:
        rows = (await self.ask("GET", "accounts"))["accounts"]
        return next(row for row in rows if row["login"] == login)

    async def _at(self, login: str, what: str, body: Any) -> Any:
        row = await self.account(login)
        return await self.ask("POST", f"accounts/{row['i_account']}/{what}", body)

    async def voicemail(self, caller: str, seconds: int = 5, login: str = "alice") -> None:
        await self._at(login, "voicemail", {"from": caller, "seconds": seconds})

    async def fax(self, caller: str, pages: int, login: str = "alice") -> None:
        await self._at(login, "voicemail", {"from": caller, "fax_pages": pages})

    async def call(self, login: str = "alice", **call: Any) -> None:
        await self._at(login, "call", call)

    async def balance(self, balance: str, login: str = "alice") -> None:
        await self._at(login, "balance", {"balance": balance})

    async def spend(self, amount: str, login: str = "alice") -> None:
        await self._at(login, "spend", {"amount": amount})

    async def settings(self, login: str = "alice", **settings: Any) -> None:
        await self._at(login, "settings", settings)

    async def switch(self, **settings: Any) -> None:
        await self.ask("POST", "settings", settings)

    async def expire(self, login: str = "alice", *, refresh: bool = False) -> None:
        """End the account's sessions at the switch; with `refresh`, for good."""
        row = await self.account(login)
        body = {"i_account": row["i_account"], "refresh": refresh}
        await self.ask("POST", "sessions/expire", body)

    async def voucher(self, number: str, amount: str) -> None:
        await self.ask("POST", "vouchers", {"number": number, "amount": amount})

    async def redeemed(self, number: str) -> int:
        """How often a voucher was credited."""
        rows = (await self.ask("GET", "vouchers"))["vouchers"]
        return int(next(row["times"] for row in rows if row["number"] == number))

    async def fault(self, method: str, kind: str, **more: Any) -> None:
        await self.ask("POST", "faults", {"method": method, "kind": kind, **more})

    async def mend(self) -> None:
        await self.ask("DELETE", "faults")

    async def outbox(self) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = (await self.ask("GET", "outbox"))["messages"]
        return messages

    async def log(self, method: str = "") -> list[dict[str, Any]]:
        """The calls that the provider received, of one method such as "update_service_features"."""
        calls: list[dict[str, Any]] = (await self.ask("GET", "log"))["calls"]
        return [call for call in calls if not method or call["method"] == method]
