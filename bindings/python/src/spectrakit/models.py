"""The records that Spectora sends. The help of an attribute says what is known of it."""

from __future__ import annotations

from ._native import Record
from .generated.spectora_models import (
    Agent,
    AgentStat,
    AgentTeam,
    Assignment,
    Attachment,
    Buyer,
    Client,
    Company,
    CustomField,
    GlobalAgent,
    Inspection,
)

__all__ = [
    "Agent",
    "AgentStat",
    "AgentTeam",
    "Assignment",
    "Attachment",
    "Buyer",
    "Client",
    "Company",
    "CustomField",
    "GlobalAgent",
    "Inspection",
    "Record",
]
