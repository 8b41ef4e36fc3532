"""Forwarding: what is set, one number in one message, the end of it, and the way back."""

from __future__ import annotations

import pytest


@pytest.mark.row("S33")
@pytest.mark.row("N05")
async def test_one_message_forwards_after_a_look(chat, desk):
    await chat.play("""
        > /forward
        > forward to 206 555 0177 until tomorrow 18:00
        > [Forward calls]
        > [Undo]
    """)
