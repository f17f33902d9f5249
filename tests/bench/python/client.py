#!/usr/bin/env python3
"""One task with one library, measured from within: python client.py LIBRARY TASK URL [ARGUMENT].

Libraries: spectrakit, requests, httpx, aiohttp, urllib3 (with orjson), pycurl.
Tasks: list (three fields of all records), dicts (all fields of all records), get (ARGUMENT small GETs, one after the
other), gather (ARGUMENT rounds of 64 GETs at once), upload (the file ARGUMENT).

Prints JSON: records and field_bytes tell what was done, so that it can be compared; cpu_us, wall_us, idle_kb, peak_kb.
"""

import json
import resource
import sys
import time

PAGE_SIZE = 200
CONCURRENT = 64
KEY = "bench-key"
HEADERS = {"Authorization": f"Bearer {KEY}", "Accept": "application/json"}


class Counter:
    """What was read."""

    def __init__(self):
        self.records = 0
        self.field_bytes = 0

    def add(self, record_id, address, when):
        self.records += 1
        self.field_bytes += len(record_id) + len(address) + len(when)

    def add_dict(self, record):
        attributes = record["attributes"]
        self.add(record["id"], attributes["full_address"], attributes["datetime"])


def page_url(base_url, number):
    return f"{base_url}/v2/inspections?page%5Bnumber%5D={number}&page%5Bsize%5D={PAGE_SIZE}"


def walk(get_json, base_url, counter):
    """All pages with a function that gives the JSON of a URL, as people write it by hand."""
    number = 1
    while number:
        document = get_json(page_url(base_url, number))
        for record in document["data"]:
            counter.add_dict(record)
        number = document["meta"]["pagination"].get("next")


def single_url(base_url):
    return f"{base_url}/v2/inspections/10000001"


class Requests:
    def __init__(self):
        import requests

        self.session = requests.Session()
        self.session.headers.update(HEADERS)

    def get_json(self, url):
        answer = self.session.get(url, timeout=30)
        answer.raise_for_status()
        return answer.json()


class Httpx:
    def __init__(self):
        import httpx

        self.client = httpx.Client(headers=HEADERS, timeout=30)

    def get_json(self, url):
        answer = self.client.get(url)
        answer.raise_for_status()
        return answer.json()


class Urllib3:
    def __init__(self):
        import orjson
        import urllib3

        self.pool = urllib3.PoolManager(headers=HEADERS)
        self.loads = orjson.loads

    def get_json(self, url):
        answer = self.pool.request("GET", url, timeout=30)
        if answer.status != 200:
            raise OSError(answer.status)
        return self.loads(answer.data)


class Pycurl:
    def __init__(self):
        import io

        import pycurl

        self.curl = pycurl.Curl()
        self.curl.setopt(pycurl.HTTPHEADER, [f"{name}: {value}" for name, value in HEADERS.items()])
        self.pycurl = pycurl
        self.buffer_type = io.BytesIO

    def get_json(self, url):
        buffer = self.buffer_type()
        self.curl.setopt(self.pycurl.URL, url)
        self.curl.setopt(self.pycurl.WRITEDATA, buffer)
        self.curl.perform()
        if self.curl.getinfo(self.pycurl.RESPONSE_CODE) != 200:
            raise OSError("no 200")
        return json.loads(buffer.getvalue())


class Aiohttp:
    """With one event loop for all calls."""

    def __init__(self):
        import asyncio

        import aiohttp

        self.loop = asyncio.new_event_loop()
        self.asyncio = asyncio

        async def make():
            return aiohttp.ClientSession(headers=HEADERS, connector=aiohttp.TCPConnector(limit=CONCURRENT))

        self.session = self.loop.run_until_complete(make())

    async def fetch(self, url):
        async with self.session.get(url) as answer:
            answer.raise_for_status()
            return await answer.json()

    def get_json(self, url):
        return self.loop.run_until_complete(self.fetch(url))

    def gather(self, base_url, rounds, counter):
        async def all_rounds():
            for _ in range(rounds):
                for document in await self.asyncio.gather(*[self.fetch(single_url(base_url)) for _ in range(CONCURRENT)]):
                    counter.add_dict(document["data"])

        self.loop.run_until_complete(all_rounds())


class Spectrakit:
    def __init__(self, base_url):
        import asyncio

        import spectrakit

        self.asyncio = asyncio
        self.spectrakit = spectrakit
        self.async_client = spectrakit.AsyncSpectora
        self.client = spectrakit.Spectora(KEY, base_url=base_url)

    def list(self, counter):
        # What stands in the answer is counted, so that all libraries count the same; the typed attribute is a datetime.
        for inspection in self.client.inspections.list(page_size=PAGE_SIZE):
            counter.add(inspection.id, inspection.full_address, inspection["datetime"])

    def dicts(self, counter):
        for page in self.client.inspections.list(page_size=PAGE_SIZE).pages():
            for record in page.to_dicts():
                counter.add_dict(record)

    def get(self, calls, counter):
        for _ in range(calls):
            inspection = self.client.inspections.get("10000001")
            counter.add(inspection.id, inspection.full_address, inspection["datetime"])

    def gather(self, base_url, rounds, counter):
        async def all_rounds():
            engine = self.spectrakit.Engine(max_connections_per_host=CONCURRENT)
            async with self.async_client(KEY, base_url=base_url, engine=engine) as client:
                for _ in range(rounds):
                    calls = [client.inspections.get("10000001") for _ in range(CONCURRENT)]
                    for inspection in await self.asyncio.gather(*calls):
                        counter.add(inspection.id, inspection.full_address, inspection["datetime"])

        self.asyncio.run(all_rounds())

    def upload(self, path, counter):
        attachment = self.client.attachments.upload("10000001", path, report=True)
        counter.records += 1
        counter.field_bytes += attachment["body_bytes"]


def perform(library, task, base_url, argument, counter):
    if task == "upload":
        library.upload(argument, counter)
    elif task == "gather":
        library.gather(base_url, int(argument), counter)
    elif isinstance(library, Spectrakit):
        library.get(int(argument), counter) if task == "get" else getattr(library, task)(counter)
    elif task == "get":
        for _ in range(int(argument)):
            counter.add_dict(library.get_json(single_url(base_url))["data"])
    else:
        walk(library.get_json, base_url, counter)


def make_library(name, base_url):
    if name == "spectrakit":
        return Spectrakit(base_url)
    return {"requests": Requests, "httpx": Httpx, "aiohttp": Aiohttp, "urllib3": Urllib3, "pycurl": Pycurl}[name]()


def main():
    name, task, base_url = sys.argv[1:4]
    argument = sys.argv[4] if len(sys.argv) > 4 else ""
    library = make_library(name, base_url)
    counter = Counter()
    idle_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall_ns, cpu_ns = time.perf_counter_ns(), time.process_time_ns()
    perform(library, task, base_url, argument, counter)
    wall_us, cpu_us = (time.perf_counter_ns() - wall_ns) / 1000, (time.process_time_ns() - cpu_ns) / 1000
    peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"records": counter.records, "field_bytes": counter.field_bytes, "cpu_us": cpu_us,
                      "wall_us": wall_us, "idle_kb": idle_kb, "peak_kb": peak_kb}))


if __name__ == "__main__":
    main()
