"""Lists the newest inspections and attaches a file to the first one.

SPECTORA_API_KEY holds the key, SPECTORA_BASE_URL another address than Spectora's own. Usage: list_and_upload.py FILE
"""

import sys

import spectrakit


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: list_and_upload.py FILE", file=sys.stderr)
        return 2
    with spectrakit.Spectora.from_env() as client:
        try:
            newest = client.inspections.list(sort="-datetime", include=["buying_agent"]).to_list(limit=5)
            for inspection in newest:
                agent = inspection.buying_agent
                print(inspection.id, inspection.full_address, agent.email if agent else "-")
            if not newest:
                return 0
            attachment = client.attachments.upload(newest[0].id, sys.argv[1], report=True)
            print("attached as", attachment.id)
        except spectrakit.SpectraKitError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
