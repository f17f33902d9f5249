"""The loopback server of the instruction counts: the same bytes for the same request, each answer in one piece."""

import contextlib
import json
import re
import socketserver
import threading

RECORDS_PER_PAGE = 20
FIRST_ID = 10_000_001


def inspection(number, page=0):
    """One record of about the size and shape that the service sends; of each page alike but for the id."""
    return {
        "id": str(FIRST_ID + RECORDS_PER_PAGE * page + number),
        "type": "inspection",
        "attributes": {
            "datetime": f"2026-11-{number % 28 + 1:02}T09:00:00-05:00",
            "full_address": f"{100 + number} Maple Street, Springfield, IL 62704",
            "property_address": f"{100 + number} Maple Street",
            "property_address_2": None,
            "property_city": "Springfield",
            "property_state": "IL",
            "property_zip": "62704",
            "buyer_name": "Léa O'Neil",
            "buyer_names": ["Léa O'Neil", "Ben Brook"],
            "inspector_name": "Carla Castillo",
            "inspector_id": 1000 + number,
            "service_names": "Residential Inspection, Radon Test",
            "description": 'Lockbox on the side gate; the seller asks: "please keep the cat inside".',
            "published_at": None,
            "slug": f"{number:024x}",
            "paid": number % 2 == 0,
            "quote": f"{250 + number}.00",
            "created_at": "2026-11-01T08:12:45-05:00",
        },
        "relationships": {
            "company": {"data": {"id": "4821", "type": "company"}},
            "buying_agent": {"data": {"id": str(500_000 + number), "type": "connection"}},
            "selling_agent": {"data": None},
            "inspection_attachments": {"data": []},
        },
    }


def page_document(page, last_page):
    following = page + 1 if page < last_page else None
    records = [inspection(number, page) for number in range(RECORDS_PER_PAGE)]
    return {"data": records, "meta": {"pagination": {"current": page, "next": following, "last": last_page}}}


def answer_to(request_line, last_page):
    page = re.search(r"page%5Bnumber%5D=(\d+)", request_line)
    document = page_document(int(page[1]), last_page) if page else {"data": inspection(0)}
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    last_page = 1


class Connection(socketserver.StreamRequestHandler):
    def handle(self):
        while request_line := self.rfile.readline():
            while self.rfile.readline().strip():
                continue
            self.request.sendall(answer_to(request_line.decode(), self.server.last_page))


@contextlib.contextmanager
def server_of_pages(last_page):
    """A server whose lists have so many pages. Gives its address."""
    with Server(("127.0.0.1", 0), Connection) as server:
        server.last_page = last_page
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
