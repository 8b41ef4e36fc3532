"""A tiny bot of its own, for what the product's areas do not show: who ran when, and how often."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from dialogs import Area, Form, Line, Turn, View, ask, do, go
from locales import Reader, Text, _
from locales.speech import Speech


@dataclass
class Journal:
    """What the areas did, in the order in which they did it, chat by chat."""

    notes: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    at_work: set[int] = field(default_factory=set)
    overlaps: int = 0
    """How often two turns of one chat ran at the same time."""
    work: Callable[[str], Awaitable[None]] = lambda text: asyncio.sleep(0.002)
    broken: bool = True


def areas(journal: Journal) -> tuple[Area, ...]:
    """Home, and a notebook: `/note TEXT` is written down once."""
    home = Area("home", Text("Home"), command="menu", public=True)
    notebook = Area("notebook", Text("Notebook"), command="note", public=True)
    poison = Area("poison", Text("Poison"), command="poison", public=True)

    @home.start
    async def at_home(turn: Turn) -> View:
        return View(Text("This is home."), buttons=[go(Text("Notebook"), "notebook")], home=False)

    @notebook.start
    class Note(Form):
        text: str = ask(Text("What shall I note?"), Line(100))

        async def submit(self, turn: Turn) -> View:
            chat_id = turn.chat.chat_id
            journal.overlaps += chat_id in journal.at_work
            journal.at_work.add(chat_id)
            try:
                await journal.work(self.text)
                journal.notes[chat_id].append(self.text)
            finally:
                journal.at_work.discard(chat_id)
            return View.receipt(_("Noted: {text}", text=self.text))

    @poison.start
    async def poisoned(turn: Turn) -> View:
        """A view that cannot be drawn, as only a mistake of ours makes one."""
        buttons = [do(Text("Press"), pressed.at(str(n))) for n in range(2)]
        return View(broken() if journal.broken else Text("Well again."), buttons=buttons)

    @poison.action
    async def pressed(turn: Turn, n: str) -> View:
        journal.notes[turn.chat.chat_id].append(f"pressed {n}")
        return View(Text("Pressed."))

    return (home, notebook, poison)


class Unsayable(Speech):
    """What makes a text fail when it is drawn."""

    def said_to(self, reader: Reader) -> str:
        raise RuntimeError("a mistake of ours")


def broken() -> Text:
    return _("Nobody can say {this}.", this=Unsayable())
