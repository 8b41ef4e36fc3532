"""Refusals: every one is HTTP 500 with `faultcode` and `faultstring`."""

# Verified codes keep the provider's spelling, "Authentification" included.
AUTH_FAILED = "Server.Session.auth_failed"
BRUTE_FORCE = "Server.Session.cannot_login_brute_force_activity"
MUST_CHANGE_PASSWORD = "Server.Session.alert_You_must_change_password"  # noqa: S105 - a faultcode
SESSION_ENDED = "Server.Session.check_auth.auth_failed"
BAD_ACCESS_TOKEN = "Client.Session.check_auth.failed_to_process_access_token"  # noqa: S105 - a faultcode
NO_ENVELOPE = "Client.check_auth.envelope_missed"
REFRESH_FAILED = "Server.Session.refresh_access_token.refresh_failed"
ALREADY_LOGGED_OUT = "Client.Session.logout.failed_to_process_access_token"
NO_MAILBOX = "Server.Account.unified_messaging_disabled"
XDR_NOT_FOUND = "Server.CDR.xdr_not_found"
NOT_YOUR_CALL = "Server.CDR.forbidden_account_access"
NO_RECORDING = "Server.CDR.invalid_call_recording_id"
NO_TRANSCRIPT = "Server.CDR.transcription_not_found"
NO_ADDRESSEE = "Server.AccessControl.empty_rec_and_bcc"
# By the site's operating mode: all writes are refused.
READ_ONLY = {
    "standalone": "standalone_mode",
    "secondary": "secondary_site",
    "read_only": "read_only_mode",
}

# Not known publicly: what the switch says to a method it does not have.
UNKNOWN_METHOD = "Client.Request.unknown_method"
# Not known publicly: by analogy with `NOT_YOUR_CALL`.
NOT_YOUR_ACCOUNT = "Server.Account.forbidden_account_access"
MALFORMED = "Client.Request.malformed"


class Fault(Exception):
    """A refusal that becomes the answer."""

    def __init__(self, code: str, string: str) -> None:
        super().__init__(code, string)
        self.code = code
        self.string = string


def invalid(service: str, method: str, reason: str, string: str) -> Fault:
    """A refused value; the real codes are unknown, so this is the proposed form of all of them."""
    return Fault(f"Server.{service}.{method}.{reason}", string)
