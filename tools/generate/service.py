"""The services that the generator knows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Service:
    """One service: where its document is and what its generated files are called after."""

    name: str
    title: str
    first_id: int
    last_id: int

    @property
    def document_path(self) -> str:
        return f"core/{self.name}/openapi.yaml"


SERVICES = (Service(name="spectora", title="Spectora", first_id=1, last_id=999),)
