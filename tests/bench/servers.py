"""The two loopback servers of the benchmarks, each as a context that ends its server."""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
START_TIMEOUT_S = 10


class ServerFailed(Exception):
    pass


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def choose_port(remembered):
    """The port of the last run when it is free, as the data holds links with it; else a new one, remembered."""
    if remembered.exists() and is_free(int(remembered.read_text())):
        return int(remembered.read_text())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    remembered.write_text(str(port))
    return port


def wait_until_it_listens(process, port):
    deadline = time.monotonic() + START_TIMEOUT_S
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.01)
    raise ServerFailed("nginx did not start; see error.log beside its configuration")


@contextlib.contextmanager
def static_server(work):
    """Nginx in front of the generated data. Gives its address and the folder of the data."""
    nginx = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if not nginx:
        raise ServerFailed("nginx is not installed")
    prefix, data = work / "nginx", work / "data"
    prefix.mkdir(parents=True, exist_ok=True)
    port = choose_port(work / "port")
    base_url = f"http://127.0.0.1:{port}"
    subprocess.run([sys.executable, HERE / "generate_data.py", data, base_url], check=True)
    template = (HERE / "nginx.conf.in").read_text(encoding="utf-8")
    config = template.replace("@PORT@", str(port)).replace("@PAGES@", str(data / "pages"))
    (prefix / "nginx.conf").write_text(config, encoding="utf-8")
    command = [nginx, "-p", prefix, "-c", "nginx.conf", "-e", "error.log"]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        wait_until_it_listens(process, port)
        yield base_url, data
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def bench_server(programs):
    """The slow server and upload sink. Gives its address; it ends when its standard input does."""
    process = subprocess.Popen([programs / "bench_server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        ready = process.stdout.readline()
        if not ready:
            raise ServerFailed("bench_server did not start")
        yield f"http://127.0.0.1:{json.loads(ready)['port']}"
    finally:
        process.stdin.close()
        process.wait()
