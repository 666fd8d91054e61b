"""Walks a TAXII collection on each server with one counting client: objects a second, time a page.

Run by `cargo xtask bench-taxii`, which starts ours. This starts medallion (memory backend) and OpenTAXII (SQLite,
gunicorn with two workers) on the objects that ours gave, and stops each walk after so many seconds.
"""

import argparse
import datetime
import http.client
import json
import os
import re
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid

TAXII = "application/taxii+json;version=2.1"
NEXT = re.compile(rb'"next"\s*:\s*"([^"]+)"')
OBJECT = re.compile(rb'"type"\s*:\s*"indicator"')


def walk(address, path, limit, seconds, headers=None, keep=None):
    """Page times, objects and bytes of a walk, at most `seconds` long; `keep` is given each body."""
    times, objects, size, done = [], 0, 0, False
    query = {"limit": limit, "match[type]": "indicator"}
    host, port = address.split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=seconds)
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        before = time.perf_counter()
        try:
            connection.request("GET", path + "?" + urllib.parse.urlencode(query),
                               headers={"Accept": TAXII, **(headers or {})})
            answer = connection.getresponse()
            body = answer.read()
        except (TimeoutError, socket.timeout):
            break
        if answer.status != 200:
            sys.exit(f"{address}{path} answered {answer.status}: {body[:300]}")
        times.append(time.perf_counter() - before)
        objects += len(OBJECT.findall(body))
        size += len(body)
        if keep:
            keep(body)
        found = NEXT.search(body, max(0, len(body) - 300)) or NEXT.search(body[:300])
        if not found:
            done = True
            break
        query["next"] = found[1].decode()
    return times, objects, size, time.perf_counter() - start, done


def row(name, size, limit, outcome, seconds):
    times, objects, bytes_read, spent, done = outcome
    if not times:
        print(f"| {name} | {size} | {limit} | no page within {seconds} s | – | – | – | – |", flush=True)
        return
    p99 = sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]
    whole = "whole" if done else f"{objects} objects in {spent:.0f} s"
    print(f"| {name} | {size} | {limit} | {objects / spent:,.0f} | {times[0] * 1e3:.1f} | "
          f"{statistics.median(times) * 1e3:.1f} | {p99 * 1e3:.1f} | {whole} |", flush=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, child, seconds):
    end = time.time() + seconds
    while time.time() < end and child.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            time.sleep(0.1)
    return False


def medallion(folder, python, objects, size, limit, seconds):
    stamp = lambda n: (datetime.datetime(2026, 11, 22) + datetime.timedelta(microseconds=n)).isoformat(timespec="microseconds") + "Z"
    manifest = [{"id": o["id"], "date_added": stamp(n), "version": o["modified"],
                 "media_type": "application/stix+json;version=2.1"} for n, o in enumerate(objects)]
    data = {"/discovery": {"title": "bench", "default": "http://127.0.0.1/list/", "api_roots": ["http://127.0.0.1/list/"]},
            "list": {"information": {"title": "bench", "versions": [TAXII], "max_content_length": 1 << 30}, "status": [],
                     "collections": [{"id": "91a7b528-80eb-42ed-a74d-c6fbd5a26116", "title": "all", "can_read": True,
                                      "can_write": False, "media_types": ["application/stix+json;version=2.1"],
                                      "objects": [dict(o, _date_added=stamp(n)) for n, o in enumerate(objects)],
                                      "manifest": manifest}]}}
    file = os.path.join(folder, "medallion.data.json")
    with open(file, "w") as out:
        json.dump(data, out)
    config = os.path.join(folder, "medallion.json")
    with open(config, "w") as out:
        json.dump({"taxii": {"max_page_size": limit}, "users": {"u": "p"},
                   "backend": {"module": "medallion.backends.memory_backend", "module_class": "MemoryBackend",
                               "filename": file}}, out)
    port = free_port()
    child = subprocess.Popen([os.path.join(os.path.dirname(python), "medallion"), "--host", "127.0.0.1", "--port",
                              str(port), config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        if not wait_for(port, child, 60):
            print(f"| medallion 3.0.0 | {size} | {limit} | did not start within 60 s | – | – | – | – |", flush=True)
            return
        path = "/list/collections/91a7b528-80eb-42ed-a74d-c6fbd5a26116/objects/"
        outcome = walk(f"127.0.0.1:{port}", path, limit, seconds, {"Authorization": "Basic dTpw"})
        row("medallion 3.0.0", size, limit, outcome, seconds)
    finally:
        child.kill()
        child.wait()


OPENTAXII = """
domain: "localhost:9000"
support_basic_auth: yes
return_server_error_details: yes
save_raw_inbox_messages: no
xml_parser_supports_huge_tree: yes
count_blocks_in_poll_responses: no
unauthorized_status: UNAUTHORIZED
auth_api:
  class: opentaxii.auth.sqldb.SQLDatabaseAPI
  parameters: {{db_connection: "sqlite:///{folder}/auth.db", create_tables: yes, secret: bench}}
taxii1:
taxii2:
  persistence_api:
    class: opentaxii.persistence.sqldb.Taxii2SQLDatabaseAPI
    parameters: {{db_connection: "sqlite:///{folder}/taxii2.db", create_tables: yes}}
  max_content_length: 100000000
  title: bench
  public_discovery: true
logging: {{opentaxii: error, root: error}}
"""


def opentaxii(folder, python, objects, size, limit, seconds):
    config = os.path.join(folder, "opentaxii.yaml")
    with open(config, "w") as out:
        out.write(OPENTAXII.format(folder=folder))
    environment = dict(os.environ, OPENTAXII_CONFIG=config)
    tools = os.path.dirname(python)
    subprocess.run([os.path.join(tools, "opentaxii-add-api-root"), "-t", "list", "--default"], env=environment,
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    database = sqlite3.connect(os.path.join(folder, "taxii2.db"))
    database.execute("UPDATE opentaxii_api_root SET is_public = 1")
    (root,) = database.execute("SELECT id FROM opentaxii_api_root").fetchone()
    collection = uuid.uuid4()
    database.execute("INSERT INTO opentaxii_collection VALUES (?, ?, 'all', '', 'all', 1, 0)", (collection.hex, root))
    start = datetime.datetime(2026, 11, 22)
    plain = lambda moment: moment.strftime("%Y-%m-%d %H:%M:%S.%f")
    rows = ((uuid.uuid4().hex, o["id"], collection.hex, "indicator", "2.1",
             plain(start + datetime.timedelta(microseconds=n)), plain(start + datetime.timedelta(microseconds=n)),
             json.dumps({k: v for k, v in o.items() if k not in ("id", "type", "spec_version")}))
            for n, o in enumerate(objects))
    database.executemany("INSERT INTO opentaxii_stixobject VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    database.commit()
    database.close()
    port = free_port()
    child = subprocess.Popen([os.path.join(tools, "gunicorn"), "-w", "2", "-t", "600", "-b", f"127.0.0.1:{port}",
                              "opentaxii.http:app"], env=environment, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    try:
        if not wait_for(port, child, 60):
            print(f"| OpenTAXII 0.9.3 | {size} | {limit} | did not start within 60 s | – | – | – | – |", flush=True)
            return
        path = f"/taxii2/{uuid.UUID(root)}/collections/{collection}/objects/"
        row("OpenTAXII 0.9.3", size, limit, walk(f"127.0.0.1:{port}", path, limit, seconds), seconds)
    finally:
        child.terminate()
        child.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--khien", required=True)
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--medallion")
    parser.add_argument("--opentaxii")
    asked = parser.parse_args()
    path = "/taxii2/list/collections/all/objects/"
    # The index of the log is made at the first question; after that it is only kept up.
    first = walk(asked.khien, path, 1_000, 600)
    row("Khiên, index made on the way", asked.size, 1_000, first, 600)
    for limit in (1_000, 5_000):
        row("Khiên", asked.size, limit, walk(asked.khien, path, limit, 600), 600)
    sparse = walk(asked.khien, "/taxii2/list/collections/url.other/objects/", 1_000, 600)
    row("Khiên, one kind of one method", asked.size, 1_000, sparse, 600)
    if not (asked.medallion or asked.opentaxii):
        return
    objects = []
    walk(asked.khien, path, 5_000, 600, keep=lambda body: objects.extend(json.loads(body)["objects"]))
    for python, peer in ((asked.medallion, medallion), (asked.opentaxii, opentaxii)):
        if python:
            with tempfile.TemporaryDirectory() as folder:
                peer(folder, python, objects, asked.size, 1_000, asked.seconds)


main()
