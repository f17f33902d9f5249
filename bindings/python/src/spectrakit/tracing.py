"""Spans for OpenTelemetry: pip install spectrakit[otel].

    from spectrakit.tracing import TraceCalls

    client = spectrakit.Spectora("the API key", on_call=TraceCalls())

A span is a call with all its attempts. It holds the URL's template and no clients' data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from opentelemetry import trace

from . import __version__

if TYPE_CHECKING:
    from ._call import CallInfo

_NANOSECONDS_IN_MILLISECOND = 1_000_000
_NANOSECONDS_IN_SECOND = 1_000_000_000


class TraceCalls:
    """Makes a span of each call, below the span that is current where the call was made.

    tracer_provider: where spans go; None for the global one.
    """

    def __init__(self, tracer_provider: trace.TracerProvider | None = None) -> None:
        self._tracer = trace.get_tracer("spectrakit", __version__, tracer_provider)

    def __call__(self, call: CallInfo) -> None:
        attempts = call.attempts
        attributes: dict[str, str | int] = {"http.request.method": call.method, "spectrakit.operation": call.operation}
        if call.url_template:
            attributes["url.template"] = call.url_template
        if call.http_status:
            attributes["http.response.status_code"] = call.http_status
        if len(attempts) > 1:
            attributes["http.request.resend_count"] = len(attempts) - 1
        if call.error is not None:
            attributes["error.type"] = type(call.error).__name__
        started_ns = ended_ns = None
        if attempts:
            last = attempts[-1]
            started_ns = attempts[0].started_unix_ms * _NANOSECONDS_IN_MILLISECOND
            ended_ns = last.started_unix_ms * _NANOSECONDS_IN_MILLISECOND + int(last.total_s * _NANOSECONDS_IN_SECOND)
        name = f"{call.method} {call.url_template}" if call.url_template else call.method
        span = self._tracer.start_span(name, kind=trace.SpanKind.CLIENT, attributes=attributes, start_time=started_ns)
        if call.error is not None:
            span.set_status(trace.Status(trace.StatusCode.ERROR, str(call.error)))
        span.end(ended_ns)
