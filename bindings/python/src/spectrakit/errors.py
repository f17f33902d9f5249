"""What can go wrong: one tree of exceptions, named as in every other language.

A message says what happened, to which operation, after how many attempts, and what to do next. Neither it nor the
exception's repr or pickle holds a key or clients' data; `body`, `problems`, `explanation` and `support_bundle` may.
"""

from __future__ import annotations

from ._attempt import Attempt, attempts_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from typing_extensions import Self


class Problem:
    """One thing that the service found wrong with a request.

    pointer: the place in the request, such as "/data/attributes/email"; empty when the service does not say.
    code, title, detail: the service's own words. They may hold clients' data.
    """

    __slots__ = ("pointer", "code", "title", "detail")

    def __init__(self, pointer: str = "", code: str = "", title: str = "", detail: str = "") -> None:
        self.pointer = pointer
        self.code = code
        self.title = title
        self.detail = detail

    def __repr__(self) -> str:
        return f"<Problem {self.pointer or '?'} {self.code}>".replace(" >", ">")


class SpectraKitError(Exception):
    """Whatever SpectraKit reports.

    status: the status's name in the C ABI, such as "SPK_NOT_FOUND".
    operation: such as "inspections.get"; empty when the error belongs to none.
    http_status: the status of the last answer; 0 when there was none.
    request_id: the service's id of the last request; empty when it sent none.
    retryable: the same request may safely be sent again later.
    ambiguous: the write may have happened.
    retry_after_s: what is to be waited, in seconds; None when nobody says.
    limit: which limit a RateLimitedError is about: "minute", "month" or "unknown".
    attempts: what was tried.
    problems: what the service found wrong.
    body, body_is_cut: the body of the last answer, and whether it was longer.
    explanation: for people: what was tried, when and why, and the same request as a curl command without the key.
    support_bundle: for the service's support.
    """

    status: str
    operation: str
    http_status: int
    request_id: str
    retryable: bool
    ambiguous: bool
    retry_after_s: float | None
    limit: str
    attempts: tuple[Attempt, ...]
    problems: tuple[Problem, ...]
    body: bytes
    body_is_cut: bool
    explanation: str
    support_bundle: str

    def __init__(self, message: str, facts: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        known = facts or {}
        self.status = known.get("status", "")
        self.operation = known.get("operation", "")
        self.http_status = known.get("http_status", 0)
        self.request_id = known.get("request_id", "")
        self.retryable = known.get("retryable", False)
        self.ambiguous = known.get("ambiguous", False)
        self.retry_after_s = known.get("retry_after_s")
        self.limit = known.get("limit", "unknown")
        self.attempts = attempts_of(known.get("attempts", ()))
        self.problems = tuple(Problem(**problem) for problem in known.get("problems", ()))
        self.body = known.get("body", b"")
        self.body_is_cut = known.get("body_is_cut", False)
        self.explanation = known.get("explanation", "")
        self.support_bundle = known.get("support_bundle", "")

    @property
    def message(self) -> str:
        """What happened, to which operation, after how many attempts, and what to do next."""
        return str(self.args[0])

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[Callable[..., Self], tuple[Any, ...]]:
        """Leaves out what may hold clients' data."""
        facts = {
            name: getattr(self, name)
            for name in (
                "status",
                "operation",
                "http_status",
                "request_id",
                "retryable",
                "ambiguous",
                "retry_after_s",
                "limit",
                "body_is_cut",
            )
        }
        facts["attempts"] = [attempt.to_dict() for attempt in self.attempts]
        facts["problems"] = [{"pointer": problem.pointer, "code": problem.code} for problem in self.problems]
        return type(self), (self.message, facts)


class APIError(SpectraKitError):
    """The service answered with an error that has no class of its own here; see `http_status`."""

    @property
    def code(self) -> str:
        """The code of the first problem; empty when there is none."""
        return self.problems[0].code if self.problems else ""

    @property
    def title(self) -> str:
        """The title of the first problem."""
        return self.problems[0].title if self.problems else ""

    @property
    def detail(self) -> str:
        """The first problem in the service's words. It may hold clients' data."""
        return self.problems[0].detail if self.problems else ""


class AuthenticationError(APIError):
    """401: the key is wrong, expired or was deleted."""


class PermissionDeniedError(APIError):
    """403: the key's owner may not do this."""


class NotFoundError(APIError):
    """404."""


class ValidationError(APIError):
    """422: see `problems`."""


class RateLimitedError(APIError):
    """429; or nothing was sent, since the rate gate is closed or the monthly quota used up. See `limit`."""


class ServerError(APIError):
    """5xx."""


class APIConnectionError(SpectraKitError, ConnectionError):
    """The name was not found, no connection came about, or it broke."""


class TLSError(SpectraKitError, ConnectionError):
    """No secure connection came about."""


class APITimeoutError(SpectraKitError, TimeoutError):
    """The deadline over all attempts and waits passed, or the connection idled."""


class CancelledError(SpectraKitError):
    """The call was ended from another place. Cancelling a task raises asyncio.CancelledError instead."""


class MalformedResponseError(SpectraKitError):
    """The answer is not what it should be."""


class ResponseTooLargeError(SpectraKitError):
    """The answer is longer than was allowed."""


class AmbiguousWriteError(SpectraKitError):
    """A write may or may not have happened, and was not sent again. Look before you send it again."""


class RedirectRefusedError(SpectraKitError):
    """A redirect to another origin, of a write, or one too many."""


class TooManyPagesError(SpectraKitError):
    """The list has more pages than were allowed."""


class ClosedError(SpectraKitError, RuntimeError):
    """The client was closed."""


class ForkedError(SpectraKitError, RuntimeError):
    """This process is a fork of the one that made the client. Make a new one here, or start processes by "spawn"."""


class InvalidArgumentError(SpectraKitError, ValueError):
    """An argument is wrong; nothing was sent."""


class InvalidStateError(SpectraKitError, RuntimeError):
    """The right function at the wrong moment."""


class WrongThreadError(SpectraKitError, RuntimeError):
    """This would wait on the thread that it waits for."""


class TooManyCallsError(SpectraKitError):
    """The client has as many unfinished calls as were allowed."""


class FileError(SpectraKitError, OSError):
    """A file to upload could not be opened or read, is empty, or changed its size on the way."""


class OutOfMemoryError(SpectraKitError, MemoryError):
    """There was no memory."""


class InternalError(SpectraKitError):
    """A defect of SpectraKit; please report it."""


class ValueUndecodableError(SpectraKitError, ValueError):
    """A value of the answer can not be decoded: a number out of range, a lone surrogate. Its neighbors can."""


_CLASSES: dict[str, type[SpectraKitError]] = {
    cls.__name__: cls for cls in list(globals().values()) if isinstance(cls, type) and issubclass(cls, SpectraKitError)
}


def from_facts(facts: dict[str, Any]) -> SpectraKitError:
    """The exception for an error of the native part."""
    return _CLASSES.get(facts["name"], SpectraKitError)(facts["message"], facts)
