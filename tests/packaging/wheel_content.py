#!/usr/bin/env python3
"""What the wheel holds: nothing too large, nothing missing, and binaries that need the C library and no more.

usage: wheel_content.py WHEEL
"""

import pathlib
import re
import stat
import subprocess
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAX_WHEEL_BYTES = 5_000_000
GLIBC_FLOOR = (2, 34)

LIBRARY = "spectrakit/libspectrakit.so.0"
COMMAND = "spectrakit/bin/spectrakit"
# libgcc_s comes with every glibc: its own pthread_cancel loads it.
SYSTEM_LIBRARIES = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}
LINKED_IN = ("curl", "nghttp2", "simdjson", "cpp-httplib", "libssl", "zlib1g", "libsqlite3")
# Of what is linked in, none may be looked for in the host process.
FOREIGN = re.compile(r"(SSL|EVP|CRYPTO|OPENSSL|X509|BIO|ERR|PEM|[cC]url|nghttp2|sqlite3|inflate|deflate|_ZN8simdjson)")


def run(*command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def dynamic_section(binary):
    entries = {}
    for tag, value in re.findall(r"\((\w+)\)\s+[^\[\n]*\[([^\]]*)\]", run("readelf", "-dW", binary)):
        entries.setdefault(tag, []).append(value)
    return entries


def dynamic_symbols(binary):
    """The names of what is exported, and of what is asked for. An executable's copies of the C library's own data, such
    as stdout, are neither."""
    exported, wanted = set(), set()
    for line in run("readelf", "--dyn-syms", "-W", binary).splitlines():
        fields = line.split()
        if len(fields) < 8 or not fields[0].rstrip(":").isdigit() or fields[4] == "LOCAL":
            continue
        name, _, version = fields[7].partition("@")
        if fields[6] == "UND":
            wanted.add(name)
        elif not version.startswith("GLIBC"):
            exported.add(name)
    return exported, wanted


def glibc_versions(binary):
    return {tuple(int(part) for part in text.split("."))
            for text in re.findall(r"GLIBC_([0-9.]+)", run("readelf", "-VW", binary))}


def linking_problems(binary, expected_runpath, also_needed):
    dynamic = dynamic_section(binary)
    for name in set(dynamic.get("NEEDED", [])) - SYSTEM_LIBRARIES - also_needed:
        yield f"needs {name}"
    for name in also_needed - set(dynamic.get("NEEDED", [])):
        yield f"does not need {name}"
    runpath = dynamic.get("RUNPATH", []) + dynamic.get("RPATH", [])
    if runpath != expected_runpath:
        yield f"looks for libraries in {runpath}, not in {expected_runpath}"
    newest = max(glibc_versions(binary), default=(0,))
    if newest > GLIBC_FLOOR:
        yield f"needs glibc {'.'.join(map(str, newest))}"
    for line in run("ldd", binary).splitlines():
        name = pathlib.PurePath(line.split()[0]).name
        if name not in SYSTEM_LIBRARIES | also_needed and not name.startswith("linux-vdso"):
            yield f"loads {line.strip()}"


def symbol_problems(binary, may_export):
    exported, wanted = dynamic_symbols(binary)
    if extra := sorted(exported - may_export):
        yield f"exports {', '.join(extra[:5])} ({len(extra)} in all)"
    if missing := sorted(may_export - exported):
        yield f"does not export {', '.join(missing[:5])}"
    if foreign := sorted(name for name in wanted if FOREIGN.match(name)):
        yield f"takes {', '.join(foreign[:5])} from the process it is loaded into"


def content_problems(binary):
    if re.search(r"\.(symtab|debug_info)\b", run("readelf", "-SW", binary)):
        yield "is not stripped"
    content = binary.read_bytes()
    for path in (bytes(ROOT), b"/tmp/tmp.", bytes(pathlib.Path.home()) + b"/"):
        if path in content:
            yield f"names the folder {path.decode()} of the machine that built it"


def binary_problems(folder):
    exported_functions = set((ROOT / "capi/spectrakit.exports").read_text().split())
    library_name = pathlib.PurePath(LIBRARY).name
    [extension] = folder.glob("spectrakit/_native*.so")
    expectations = {
        folder / LIBRARY: ([], set(), exported_functions),
        extension: (["$ORIGIN"], {library_name}, {"PyInit__native"}),
        folder / COMMAND: (["$ORIGIN/.."], {library_name}, set()),
    }
    for binary, (runpath, also_needed, may_export) in expectations.items():
        print(f"wheel: {binary.stat().st_size:>9,} bytes  {binary.relative_to(folder)}")
        for problem in (*linking_problems(binary, runpath, also_needed), *symbol_problems(binary, may_export),
                        *content_problems(binary)):
            yield f"{binary.relative_to(folder)} {problem}"
    if dynamic_section(folder / LIBRARY).get("SONAME") != [library_name]:
        yield f"{LIBRARY} has another SONAME"
    if not re.search(r"\(FLAGS_1\).*\bNODELETE\b", run("readelf", "-dW", folder / LIBRARY)):
        yield f"{LIBRARY} can be unloaded, while OpenSSL has more to do at the end of each thread"
    known = set(expectations)
    for path in folder.rglob("*"):
        if path.is_file() and path not in known and path.read_bytes()[:4] == b"\x7fELF":
            yield f"{path.relative_to(folder)} is a binary that nothing here checks"


def file_problems(wheel, names):
    sources = ROOT / "bindings/python/src"
    for path in sources.glob("spectrakit/**/*"):
        if path.is_file() and "__pycache__" not in path.parts and str(path.relative_to(sources)) not in names:
            yield f"{path.relative_to(sources)} is not in the wheel"
    for entry in wheel.infolist():
        if stat.S_ISLNK(entry.external_attr >> 16):
            yield f"{entry.filename} is a link"
        if entry.filename.startswith("spectrakit/include") or entry.filename.endswith((".h", ".a", ".cmake")):
            yield f"{entry.filename} is no part of a wheel"
    if not wheel.getinfo(COMMAND).external_attr >> 16 & stat.S_IXUSR:
        yield f"{COMMAND} can not be executed"


def license_problems(wheel, names):
    [third_party] = [name for name in names if name.endswith(".dist-info/licenses/THIRD-PARTY.txt")] or [None]
    if not any(name.endswith(".dist-info/licenses/LICENSE") for name in names):
        yield "the license is not in it"
    if third_party is None:
        yield "the licenses of what is linked in are not in it"
        return
    text = wheel.read(third_party).decode()
    for part in LINKED_IN:
        if f"==== {part}" not in text:
            yield f"the license of {part} is not in it"


def name_problems(path):
    version = re.search(r"project\(spectrakit VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
    match = re.fullmatch(r"spectrakit-([^-]+)-(cp3\d+)-(cp3\d+)-manylinux_(\d+)_(\d+)_(\w+)\.whl", path.name)
    if match is None:
        yield "is not named as a wheel for one Python and one manylinux"
        return
    if match.group(1) != version:
        yield f"has version {match.group(1)}, the project has {version}"
    if (int(match.group(4)), int(match.group(5))) > GLIBC_FLOOR:
        yield f"asks for glibc {match.group(4)}.{match.group(5)}"


def size_problems(path):
    size = path.stat().st_size
    print(f"wheel: {size:>9,} bytes  {path.name}")
    if size >= MAX_WHEEL_BYTES:
        yield f"has {size} bytes, and {MAX_WHEEL_BYTES} are too many"


def main():
    path = pathlib.Path(sys.argv[1])
    problems = [*name_problems(path), *size_problems(path)]
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as wheel:
        wheel.extractall(folder)
        names = set(wheel.namelist())
        problems += [*file_problems(wheel, names), *license_problems(wheel, names),
                     *binary_problems(pathlib.Path(folder))]
    for problem in problems:
        print(f"{path.name}: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
