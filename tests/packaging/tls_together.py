#!/usr/bin/env python3
"""Python's ssl, requests and SpectraKit speak TLS in one process, SpectraKit with an OpenSSL of its own. That reads no
openssl.cnf: the one that OPENSSL_CONF names from its loading on would make every handshake fail.

usage: tls_together.py PORT CA_FILE POISONOUS_OPENSSL_CNF LEDGER
"""

import os
import ssl
import subprocess
import sys
import urllib.request

import requests


def expect_200(name, status):
    if status != 200:
        raise SystemExit(f"{name} was answered with {status}")
    print(f"tls: {name} is served")


def prove_poison(url, ca_file, poison):
    """Without this, a harmless openssl.cnf would prove nothing."""
    program = """
import ssl, sys, urllib.request
urllib.request.urlopen(sys.argv[1], context=ssl.create_default_context(cafile=sys.argv[2]))
"""
    outcome = subprocess.run([sys.executable, "-c", program, url, ca_file], capture_output=True,
                             env={**os.environ, "OPENSSL_CONF": poison})
    if outcome.returncode == 0:
        raise SystemExit(f"{poison} does not keep Python's own OpenSSL from speaking TLS, so it proves nothing")


def expect_own_libraries():
    """Of what SpectraKit is linked with, nothing was loaded from elsewhere on its behalf."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        loaded = {os.path.basename(line.split()[-1]) for line in maps if ".so" in line}
    for name in ("libcurl", "libnghttp2", "libsimdjson", "libstdc++"):
        if found := [file for file in loaded if file.startswith(name)]:
            raise SystemExit(f"{found[0]} was loaded")


def main():
    port, ca_file, poison, ledger = sys.argv[1:]
    url = f"https://127.0.0.1:{port}"
    context = ssl.create_default_context(cafile=ca_file)
    prove_poison(url + "/", ca_file, poison)
    expect_200("ssl", urllib.request.urlopen(url + "/", context=context).status)

    os.environ["OPENSSL_CONF"] = poison
    import spectrakit

    expect_own_libraries()
    # A ledger hashes the key with OpenSSL, which would read the file just as a connection would.
    with spectrakit.Spectora("key", base_url=url, ca_file=ca_file, ledger_path=ledger, max_retries=0) as client:
        for turn in ("once", "again"):
            expect_200(f"spectrakit {turn}", client.request("GET", "/anything").http_status)
            expect_200(f"requests {turn}", requests.get(url + "/", verify=ca_file, timeout=30).status_code)
            expect_200(f"ssl {turn}", urllib.request.urlopen(url + "/", context=context).status)


if __name__ == "__main__":
    main()
