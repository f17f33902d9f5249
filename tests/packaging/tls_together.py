#!/usr/bin/env python3
"""Python's ssl, requests and the wheel's library speak TLS in one process, each with an OpenSSL of its own. The library
reads no openssl.cnf: the one that OPENSSL_CONF names from its loading on would make every handshake fail.

usage: tls_together.py PORT CA_FILE POISONOUS_OPENSSL_CNF LEDGER
"""

import ctypes
import importlib.util
import os
import pathlib
import ssl
import subprocess
import sys
import urllib.request

import requests

UP_TO_NUL = ctypes.c_size_t(-1)
SERVICE_SPECTORA = 1


def check(library, status, error, what):
    if status != 0:
        library.spk_error_message.restype = ctypes.c_char_p
        message = library.spk_error_message(error, None) if error else b"no error"
        raise SystemExit(f"{what}: {message.decode()}")


class Client:
    """As much of the C ABI as one GET takes."""

    def __init__(self, library, url, ca_file, ledger):
        self.library = library
        options = ctypes.c_void_p()
        self.call("spk_client_options_create", SERVICE_SPECTORA, ctypes.byref(options))
        for name, value in (("api_key", "key"), ("base_url", url), ("ca_file", ca_file), ("ledger_path", ledger)):
            self.call(f"spk_client_options_set_{name}", options, value.encode(), UP_TO_NUL)
        self.call("spk_client_options_set_max_retries", options, 0)
        self.handle = ctypes.c_void_p()
        self.call("spk_client_create", None, options, ctypes.byref(self.handle))
        library.spk_client_options_destroy(options)

    def call(self, name, *arguments):
        error = ctypes.c_void_p()
        check(self.library, getattr(self.library, name)(*arguments, ctypes.byref(error)), error, name)

    def get_status(self, path):
        request, document = ctypes.c_void_p(), ctypes.c_void_p()
        self.call("spk_request_create_raw", b"GET", UP_TO_NUL, path.encode(), UP_TO_NUL, ctypes.byref(request))
        self.call("spk_client_send", self.handle, request, None, ctypes.byref(document))
        status = self.library.spk_document_http_status(document)
        self.library.spk_document_destroy(document)
        self.library.spk_request_destroy(request)
        return status

    def close(self):
        self.library.spk_client_destroy(self.handle)


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


def main():
    port, ca_file, poison, ledger = sys.argv[1:]
    url = f"https://127.0.0.1:{port}"
    context = ssl.create_default_context(cafile=ca_file)
    prove_poison(url + "/", ca_file, poison)

    expect_200("ssl", urllib.request.urlopen(url + "/", context=context).status)
    os.environ["OPENSSL_CONF"] = poison
    [library] = pathlib.Path(importlib.util.find_spec("spectrakit").origin).parent.glob("libspectrakit.so.*")
    client = Client(ctypes.CDLL(str(library)), url, ca_file, ledger)
    for turn in ("once", "again"):
        expect_200(f"the library {turn}", client.get_status("/api/v1/inspections"))
        expect_200(f"requests {turn}", requests.get(url + "/", verify=ca_file, timeout=30).status_code)
        expect_200(f"ssl {turn}", urllib.request.urlopen(url + "/", context=context).status)
    client.close()


if __name__ == "__main__":
    main()
