"""What mypy --strict and pyright make of the package: reveal-like assignments that only hold when the types are right,
and mistakes that must be found: a needless ignore is an error itself."""

from __future__ import annotations

from datetime import datetime, timezone

import spectrakit
from spectrakit.models import Agent, Attachment, Inspection


def sync_calls(client: spectrakit.Spectora) -> None:
    inspection: Inspection = client.inspections.get(1, include=["buying_agent"])
    when: datetime | None = inspection.datetime
    agent: Agent | None = inspection.buying_agent
    email: str | None = agent.email if agent is not None else None
    files: list[Attachment] = inspection.inspection_attachments
    first: Agent | None = client.agents.list(tag=["a", "b"], sort="-agent_inspections").first()
    names: list[str | None] = [each.last_name for each in client.clients.list().to_list(limit=3)]
    since = datetime(2026, 3, 1, tzinfo=timezone.utc)
    pages: list[int] = [len(page) for page in client.inspections.list(datetime_greater_than=since).pages()]
    client.clients.update("5", phone=None, first_name=spectrakit.UNSET, tags=("a",))
    uploaded: Attachment = client.attachments.upload(1, b"x", file_name="a.txt", on_progress=lambda sent, total: None)
    print(when, email, files, first, names, pages, uploaded, client.with_options(deadline_s=None).usage.calls)


async def async_calls(client: spectrakit.AsyncSpectora) -> None:
    inspection: Inspection = await client.inspections.get("1")
    async for agent in client.agents.list():
        name: str | None = agent.first_name
        print(name)
    listed: list[Inspection] = await client.inspections.list().to_list(limit=2)
    print(inspection, listed)


def mistakes(client: spectrakit.Spectora, inspection: Inspection) -> None:
    client.agents.list(sort="sideways")  # type: ignore[arg-type]
    client.agents.list(tagg="vip")  # type: ignore[arg-type]
    client.inspections.get()  # type: ignore[call-arg]
    client.with_options(deadline_s="soon")  # type: ignore[arg-type]
    spectrakit.Spectora("key", base_ur="http://127.0.0.1")  # type: ignore[call-arg]
    inspection.datetime = None  # type: ignore[assignment]
    print(inspection.no_such_attribute)  # type: ignore[attr-defined]
