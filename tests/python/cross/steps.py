"""Takes the steps of a case, with either client."""

from __future__ import annotations

import time
from typing import Any

from spectrakit import SpectraKitError

from . import observation
from .drivers import PATIENCE_S, AsyncDriver, SyncDriver
from .session import Session
from .translation import arguments, call_options

_PAGER_KEYWORDS = ("prefetch", "max_pages", "remove_duplicates")


class Steps:
    def __init__(self, driver: SyncDriver | AsyncDriver, session: Session) -> None:
        self._driver = driver
        self._session = session
        # The list that the step before walked, and the walk itself.
        self._pager: Any = None
        self._pages: Any = None

    async def take(self, step: dict[str, Any]) -> dict[str, Any]:
        """What the user sees of the step."""
        try:
            if "send" in step:
                return await self._send(step)
            if "list" in step:
                return await self._list(step)
            if "usage" in step:
                return observation.of_usage(self._session.client.usage)
            await self._act(step)
            # A new client's options are refused or taken in the step that asks for it.
            assert self._session.client is not None
            return observation.nothing()
        except SpectraKitError as error:
            return observation.of_error(error)
        except TypeError as error:
            return {"error": "TypeError", "message": str(error)}

    async def close(self) -> None:
        client = self._session.take_client()
        if client is not None:
            await self._driver.close(client)

    async def _send(self, step: dict[str, Any]) -> dict[str, Any]:
        client = self._client_for(step, step["send"])
        actions = step.get("meanwhile")
        if actions is None:
            return await self._call(client, step["send"])
        started, before = self._session.log.count("call.start"), len(self._session.calls)
        try:
            observed: dict[str, Any] = await self._driver.beside(
                self._call(client, step["send"]), lambda: self._act_meanwhile(actions, started)
            )
        except self._driver.cancellation:
            return await self._cancelled(before)
        return observed

    async def _cancelled(self, calls_before: int) -> dict[str, Any]:
        """Whoever waits sees Ctrl-C, or the task's end; on_call is told how the call ended, soon if not at once."""
        while len(self._session.calls) == calls_before:
            await self._driver.turn()
        error = self._session.calls[-1].error
        assert error is not None
        return observation.of_error(error)

    async def _call(self, client: Any, description: dict[str, Any]) -> dict[str, Any]:
        if "operation" not in description:
            answer = await self._driver.value(
                client.request(description["method"], description["path"], query=description.get("raw_query"))
            )
        elif description["operation"].endswith(".list"):
            # Of a list, the first page is one call.
            answer = await self._driver.next_page(self._new_pager(client, description).pages())
        else:
            method = _method(client, description)
            answer = await self._driver.value(method(**arguments(method, description, self._session.folder)))
        return observation.of_answer(answer, client.last_call)

    async def _list(self, step: dict[str, Any]) -> dict[str, Any]:
        """Walks the pages and tells of all of them together."""
        description = step["list"]
        client = self._client_for(step, description)
        if description.get("from") != "last_page":
            self._open_pager(client, description)
        seen = {**observation.nothing(), "pages": 0, "ids": [], "page_records": []}
        try:
            while seen["pages"] < description.get("pages", float("inf")):
                page = await self._driver.next_page(self._pages)
                if page is None:
                    seen["status"] = "SPK_END"
                    break
                seen["pages"] += 1
                seen["ids"] += [record.id for record in page]
                seen["page_records"].append(len(page))
                _add(seen, observation.of_attempts(client.last_call.attempts))
        except SpectraKitError as error:
            failure = observation.of_error(error)
            _add(seen, failure)
            seen = {**failure, **{name: value for name, value in seen.items() if name != "status"}}
        return {**seen, "records": len(seen["ids"]), "at_end": self._pager.cursor is None}

    def _open_pager(self, client: Any, description: dict[str, Any]) -> None:
        cursor = description.get("cursor", "")
        if description.get("from") == "last_cursor":
            cursor = self._pager.cursor
        pager = self._new_pager(client, description)
        self._pager = pager.resume(cursor) if cursor else pager
        self._pages = self._pager.pages()

    def _new_pager(self, client: Any, description: dict[str, Any]) -> Any:
        method = _method(client, description)
        settings = {name: description[name] for name in _PAGER_KEYWORDS if name in description}
        return method(**arguments(method, description, self._session.folder), **settings)

    def _client_for(self, step: dict[str, Any], description: dict[str, Any]) -> Any:
        options = call_options(step.get("options", {}))
        if "raw_headers" in description:
            options["headers"] = description["raw_headers"]
        return self._session.client.with_options(**options) if options else self._session.client

    async def _act_meanwhile(self, actions: list[dict[str, Any]], started: int) -> None:
        for action in actions:
            if "after_requests" in action:
                await self._wait_for_requests(action["after_requests"])
            else:
                await self._driver.wait_for_start(self._session.log, started + 1)
            await self._act(action)

    async def _act(self, action: dict[str, Any]) -> None:
        session = self._session
        if "advance_ms" in action:
            session.clock.advance(action["advance_ms"])
        elif "jump_over_waits" in action:
            session.clock.set_auto_advance(action["jump_over_waits"])
        elif "set_key" in action:
            session.client.set_key(action["set_key"])
        elif "new_client" in action:
            session.renew_client(action["new_client"])
        elif "close_client" in action:
            await self._driver.close(session.client)
        elif "cancel" in action:
            self._driver.cancel()
        elif "release" in action:
            session.sandbox.admin("POST", "/faults/release")
        else:
            raise ValueError(f"there is no step like {action}")

    async def _wait_for_requests(self, count: int) -> None:
        give_up = time.monotonic() + PATIENCE_S
        while len(self._session.sandbox.requests()) < count:
            assert time.monotonic() < give_up, "the requests do not come"
            await self._driver.turn()


def _method(client: Any, description: dict[str, Any]) -> Any:
    resource, verb = description["operation"].split(".")
    return getattr(getattr(client, resource), verb)


def _add(seen: dict[str, Any], attempts: dict[str, Any]) -> None:
    for name in ("attempts", "waits_ms", "wait_reasons"):
        seen[name] = seen[name] + attempts[name]
