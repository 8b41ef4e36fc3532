"""The area itself."""

from __future__ import annotations

from dialogs import Area
from locales import _

area = Area(
    "softphone",
    _("Phone and app"),
    icon="📱",
    group="dashboard",
    words=_(
        "softphone, phone app, SIP, SIP password, QR code, registered device, my phone, Zoiper, "
        "Linphone, registration, online, offline, device, QR, set up my phone, "
        "lost my phone, stolen phone"
    ),
)
