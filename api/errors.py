"""What goes wrong, as the contract names it: one class, and the way there from an SQLSTATE."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import orjson


class Problem(Exception):
    """An answer that is a refusal: status, code and a sentence that a person can act on."""

    def __init__(self, status: int, code: str, message: str, **details):
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.details = details

    @property
    def data(self) -> bytes:
        return orjson.dumps({"code": self.code, **self.details})

    @property
    def headers(self) -> dict[str, str]:
        if self.status == 401:
            return {"WWW-Authenticate": "Bearer"}  # RFC 9110, 15.5.2: a 401 names a way to authenticate
        return {"Retry-After": str(self.details["retry_after"])} if "retry_after" in self.details else {}


def invalid(field: str, message: str) -> Problem:
    return Problem(400, "invalid", message, field=field)


def not_found() -> Problem:
    return Problem(404, "not_found", "There is nothing at this address")


def method_not_allowed() -> Problem:
    return Problem(405, "method_not_allowed", "This address does not know this method")


def too_large() -> Problem:
    return Problem(413, "too_large", "Send at most 4 MiB")


def unsupported_media_type() -> Problem:
    return Problem(415, "unsupported_media_type", "Send the body as application/json")


def unauthorized(message: str = "Sign in first: send a valid access token") -> Problem:
    return Problem(401, "unauthorized", message)


def forbidden(kid: bool) -> Problem:
    if kid:
        return Problem(403, "restricted_profile", "A kids profile cannot do this. Select another profile first")
    return Problem(403, "forbidden", "This account is not allowed to do this")


def unavailable(retry_after: int = 1) -> Problem:
    return Problem(503, "unavailable", "The service is busy or restarting. Try again in a moment", retry_after=retry_after)


def timeout() -> Problem:
    return Problem(504, "timeout", "This took too long. Nothing was changed; try again")


def unknown_outcome() -> Problem:
    return Problem(504, "timeout", "There was no answer in time. Look whether it was done before you try again")


@dataclass(eq=False, repr=False)
class DatabaseError(Exception):
    """What PostgreSQL said of a call."""

    sqlstate: str
    message: str = ""
    detail: str | None = None
    context: str | None = None
    constraint: str | None = None

    @property
    def about_statement(self) -> bool:
        """It is about the statement itself, not about what a function did: there is no such function, say."""
        return not self.context and self.sqlstate[:2] == "42" and self.sqlstate != "42501"

    def __str__(self) -> str:
        """For the log. Only the classes whose messages name objects and not values are quoted."""
        message = self.message if self.sqlstate[:2] in ("42", "P0", "XX", "0A", "2F") else "(message withheld)"
        return f"{self.sqlstate} {message} | {self.context or ''}"

    __repr__ = __str__


# The slugs that a named CHECK or unique constraint may carry: its name is the code.
CONSTRAINT_STATUS = {"insufficient_credits": 402, "conflict": 409, "email_taken": 409}
UNAVAILABLE_CLASSES = ("08", "26", "40", "53", "55", "57", "58")
BOUND_PARAMETER = re.compile(r"^unnamed portal parameter \$(\d+)", re.MULTILINE)


def from_database(error: DatabaseError, bound: Callable[[int], Problem], role: str) -> Problem | None:
    """The problem that an SQLSTATE stands for; None where it is a bug of ours.

    `bound` names the problem with the argument at a position (from 0), where a value was refused as it was bound.
    """
    state = error.sqlstate
    if state.startswith("PT") and state[2:].isdecimal() and state != "PT500":
        try:
            details = orjson.loads(error.detail or "{}")
        except orjson.JSONDecodeError:
            details = {}
        return Problem(int(state[2:]), error.constraint or "invalid", error.message, **details)
    if state == "57014":
        return timeout()
    if state[:2] in UNAVAILABLE_CLASSES or state == "25006":  # 25006: a standby, or a server that is failing over
        return unavailable()
    if state == "42501":
        if error.context:
            return None  # not the call but something inside it was refused: a grant that a change forgot
        return unauthorized() if role == "anonymous" else forbidden(kid=role == "kid")
    if state[:2] == "22" or state == "23514":
        position = BOUND_PARAMETER.search(error.context or "")
        if position:
            return bound(int(position[1]) - 1)
    if state == "23503" and (error.constraint or "").endswith("_account_id_fkey"):  # the account was deleted meanwhile
        return unauthorized("This session has ended. Sign in again")
    if state[:2] == "23":
        if error.constraint in CONSTRAINT_STATUS:
            return Problem(CONSTRAINT_STATUS[error.constraint], error.constraint, "This is not possible now")
        if state in ("23505", "23503", "23P01"):
            return Problem(409, "conflict", "This conflicts with what is stored already. Load it again")
        return invalid("body", "A value is not valid")
    if state[:2] == "22":
        return invalid("body", "A value is not valid")
    return None
