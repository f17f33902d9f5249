"""Webhook events: what a service announces by itself, read from a document."""

from dataclasses import dataclass

from openapi_document import OpenApiDocument


@dataclass(frozen=True)
class WebhookEvent:
    name: str
    summary: str


def webhook_events_of(document: OpenApiDocument) -> list[WebhookEvent]:
    """All events in the order in which the document has them."""
    webhooks = document.root.get("webhooks", {})
    return [WebhookEvent(name, " ".join(item["post"]["summary"].split())) for name, item in webhooks.items()]
