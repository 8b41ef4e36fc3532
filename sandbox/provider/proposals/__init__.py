"""Operations that exist but whose names and shapes are not public: what we propose for them.

The OpenAPI document marks them `x-certainty: proposed`. `--unknown renamed` serves the same under
other names, `--unknown absent` not at all, so that a client proves it can live with either.
"""

from sandbox.provider.proposals import (
    emergency,
    generic,
    music,
    payments,
    phone,
    screening,
    signing_in,
    transfers,
    voicemail,
    vouchers,
)

__all__ = [
    "emergency",
    "generic",
    "music",
    "payments",
    "phone",
    "screening",
    "signing_in",
    "transfers",
    "voicemail",
    "vouchers",
]
