#!/usr/bin/env python3
"""Writes what the benchmarks read: pages of inspections as static files, one single inspection, and a file to upload.

Usage: generate_data.py FOLDER BASE_URL

The same arguments give the same bytes on every machine. Nothing is written again when it stands there already.
"""

import hashlib
import json
import pathlib
import random
import sys

RECORD_COUNT = 20_000
PAGE_SIZE = 200
FIRST_ID = 10_000_001
UPLOAD_BYTES = 256 * 1024 * 1024

FIRST_NAMES = ["Ana", "Ben", "Carla", "Dmitri", "Elena", "Farid", "Grace", "Hugo", "Imani", "José", "Kim", "Léa"]
LAST_NAMES = ["Alvarez", "Brook", "Castillo", "Dunn", "Eriksen", "Fischer", "Garner", "Holt", "Iwata", "O'Neil", "Zoë"]
STREETS = ["Maple Street", "Old Mill Road", "Harbor View Drive", "5th Avenue", "North Ridge Lane", "Quarry Court"]
CITIES = [("Springfield", "IL", "62704"), ("Fairview", "TX", "75069"), ("Cañon City", "CO", "81212"),
          ("Lake Forest Park", "WA", "98155"), ("Greenville", "SC", "29601")]
SERVICES = ["Residential Inspection", "Radon Test", "Sewer Scope", "Termite Inspection", "Water Quality Test"]
NOTES = ["Lockbox on the side gate; the code comes by text half an hour before the appointment.",
         "Crawl space is reached from the garage; bring a ladder, the one on site is not to be used.",
         'Seller asks: "please keep the cat inside". Both porch lights are on a timer in the hall.',
         "Well and septic on site, pump house in the back; the tank was pumped in the spring of last year.",
         "Detached garage and shed are to be inspected as well; the keys hang beside the back door."]


def person(source):
    return f"{source.choice(FIRST_NAMES)} {source.choice(LAST_NAMES)}"


def inspection(number, source):
    """One record of about 1.3 KB, with the attributes in the order in which the service's clients list them."""
    city, state, zip_code = source.choice(CITIES)
    street = f"{source.randint(1, 9999)} {source.choice(STREETS)}"
    day = f"2026-{source.randint(1, 12):02}-{source.randint(1, 28):02}"
    hour = source.randint(8, 16)
    buyer = person(source)
    published = source.random() < 0.8
    return {
        "id": str(FIRST_ID + number),
        "type": "inspection",
        "attributes": {
            "datetime": f"{day}T{hour:02}:00:00-05:00",
            "datetime_formatted": f"{day} at {hour % 12 or 12}:00 {'AM' if hour < 12 else 'PM'}",
            "full_address": f"{street}, {city}, {state} {zip_code}",
            "property_address": street,
            "property_address_2": f"Unit {source.randint(1, 40)}" if source.random() < 0.2 else None,
            "property_city": city,
            "property_state": state,
            "property_zip": zip_code,
            "buyer_name": buyer,
            "buyer_names": [buyer, person(source)],
            "buying_agent_name": person(source),
            "selling_agent_name": person(source) if source.random() < 0.7 else None,
            "inspector_name": person(source),
            "inspector_id": source.randint(1000, 1040),
            "service_names": ", ".join(source.sample(SERVICES, 2)),
            "service_add_on_names": source.choice(SERVICES),
            "description": source.choice(NOTES),
            "published_at": f"{day}T19:30:00-05:00" if published else None,
            "canceled_at": None,
            "cancel_reason": None,
            "slug": hashlib.sha256(str(number).encode()).hexdigest()[:24],
            "paid": source.random() < 0.9,
            "quote": f"{source.randint(250, 900)}.00",
            "created_at": f"{day}T08:12:45-05:00",
            "updated_at": f"{day}T19:31:10-05:00",
        },
        "relationships": {
            "company": {"data": {"id": "4821", "type": "company"}},
            "buying_agent": {"data": {"id": str(source.randint(500_000, 500_300)), "type": "connection"}},
            "selling_agent": {"data": None},
            "assignments": {"data": [{"id": str(30_000_000 + number), "type": "assignment"}]},
            "buyers": {"data": [{"id": str(40_000_000 + 2 * number + which), "type": "buyer"} for which in (0, 1)]},
            "inspection_attachments": {"data": []},
        },
    }


def page_link(base_url, page):
    return f"{base_url}/v2/inspections?page%5Bnumber%5D={page}&page%5Bsize%5D={PAGE_SIZE}"


def page_document(records, page, last, base_url):
    pagination = {"current": page, "records": RECORD_COUNT}
    links = {"self": page_link(base_url, page), "first": page_link(base_url, 1), "last": page_link(base_url, last)}
    if page > 1:
        pagination.update(first=1, prev=page - 1)
        links["prev"] = page_link(base_url, page - 1)
    if page < last:
        pagination.update(next=page + 1, last=last)
        links["next"] = page_link(base_url, page + 1)
    return {"data": records, "meta": {"pagination": pagination}, "links": links}


def write_json(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def write_pages(folder, base_url):
    folder.mkdir(parents=True, exist_ok=True)
    source = random.Random(20_000)
    last = RECORD_COUNT // PAGE_SIZE
    for page in range(1, last + 1):
        start = (page - 1) * PAGE_SIZE
        records = [inspection(number, source) for number in range(start, start + PAGE_SIZE)]
        write_json(folder / f"page-{page}.json", page_document(records, page, last, base_url))
    write_json(folder / "single.json", {"data": inspection(0, random.Random(1))})


def write_upload(path):
    block = random.Random(256).randbytes(1024 * 1024)
    with path.open("wb") as file:
        for _ in range(UPLOAD_BYTES // len(block)):
            file.write(block)


def main():
    folder, base_url = pathlib.Path(sys.argv[1]), sys.argv[2]
    folder.mkdir(parents=True, exist_ok=True)
    stamp = folder / "stamp"
    wanted = hashlib.sha256(pathlib.Path(__file__).read_bytes() + base_url.encode()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        stamp.unlink(missing_ok=True)
        write_pages(folder / "pages", base_url)
        stamp.write_text(wanted)
    upload = folder / "report.pdf"
    if not upload.exists() or upload.stat().st_size != UPLOAD_BYTES:
        write_upload(upload)


if __name__ == "__main__":
    main()
