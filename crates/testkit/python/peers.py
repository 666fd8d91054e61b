"""Readers of threat data, unmodified, asked by the tests: a request as JSON on standard input, what the
reader then has as JSON on standard output."""

import json
import logging
import os
import sys


def connection(request):
    """How taxii2-client connects: with a certificate of its own, and an authority to trust, where they are given."""
    options = {}
    if request.get("cert"):
        options["cert"] = tuple(request["cert"])
    if request.get("ca"):
        options["verify"] = request["ca"]
        # The library below takes a bundle of the environment before the one it is given.
        for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            os.environ.pop(name, None)
    return options


def taxii_send(request):
    """Sends objects to a collection with taxii2-client: its status, or the answer that refused them."""
    import requests
    from taxii2client.exceptions import AccessError
    from taxii2client.v21 import Server

    try:
        root = Server(request["url"], **connection(request)).default
        collection = next(c for c in root.collections if c.title == request["title"])
        status = collection.add_objects({"objects": request["objects"]}, wait_for_completion=False)
        return {"successes": status.success_count, "failures": status.failure_count}
    except AccessError:
        # It was told that it may not write, and does not try.
        return {"refused": "no writing"}
    except requests.exceptions.HTTPError as error:
        return {"refused": error.response.status_code, "code": error.response.json().get("error_code")}


def taxii(request):
    """Walks a collection with taxii2-client, from a date if one is given, and reads each object with stix2."""
    import stix2
    from taxii2client.v21 import Collection, Server, as_pages

    server = Server(request["url"], **connection(request))
    root = server.default
    collection = next(c for c in root.collections if c.title == request["title"])
    query = {"added_after": request["added_after"]} if request.get("added_after") else {}
    objects, last = {}, request.get("added_after")
    pages = 0
    for page in as_pages(collection.get_objects, per_request=request["per_request"], **query):
        pages += 1
        for raw in page.get("objects", []):
            parsed = stix2.parse(raw, allow_custom=True)
            objects[raw["id"]] = raw
            if raw["type"] == "indicator":
                assert isinstance(parsed, stix2.v21.Indicator), type(parsed)
    manifest = []
    for page in as_pages(collection.get_manifest, per_request=request["per_request"], **query):
        for row in page.get("objects", []):
            manifest.append([row["id"], row["version"]])
            last = row["date_added"]
    versions = [[o["id"], o.get("modified", o["created"])] for o in objects.values()]
    # The validator writes three digits where TAXII has six; the instants are the same.
    return {"objects": list(objects.values()), "last": last, "pages": pages,
            "manifest_agrees": [r[0] for r in manifest] == [v[0] for v in versions]}


def validate(request):
    """The errors of stix2-validator for each object, every warning counted as one. Only rule 302 is off: it
    wants a hash of each page that is pointed at, and ours are pages that change."""
    from stix2validator import ValidationOptions, validate_instance

    options = ValidationOptions(version="2.1", strict=True, disabled="302")
    told = []
    for number, raw in enumerate(request["objects"]):
        result = validate_instance(raw, options)
        told += [f"{number} {raw['id']}: {error}" for error in result.errors]
    return told


def stix_pattern(request):
    """Whether the pattern validator takes each pattern."""
    from stix2patterns.validator import run_validator

    return [[pattern, [str(e) for e in run_validator(pattern, stix_version="2.1")]]
            for pattern in request["patterns"] if run_validator(pattern, stix_version="2.1")]


def misp(request):
    """Reads a MISP feed with PyMISP, and turns each event into STIX with misp-stix."""
    import csv
    import hashlib
    import urllib.request

    from misp_stix_converter import MISPtoSTIX21Parser
    from pymisp import MISPEvent

    def get(path):
        with urllib.request.urlopen(request["url"] + path) as answer:
            return answer.read().decode()

    manifest = json.loads(get("manifest.json"))
    hashes = {tuple(row) for row in csv.reader(get("hashes.csv").splitlines())}
    values, problems, stix_objects = [], [], 0
    for uuid, head in manifest.items():
        text = get(uuid + ".json")
        raw = json.loads(text)
        event = MISPEvent()
        event.load(raw)
        assert event.uuid == uuid and str(int(event.timestamp.timestamp())) == head["timestamp"]
        event.to_feed()
        attributes = [(a, a.deleted) for a in event.attributes]
        attributes += [(a, o.deleted or a.deleted) for o in event.objects for a in o.attributes]
        for attribute, deleted in attributes:
            values.append([attribute.type, attribute.value, bool(attribute.to_ids), bool(deleted)])
            digest = hashlib.md5(attribute.value.encode()).hexdigest()
            if attribute.to_ids and (digest, uuid) not in hashes:
                problems.append(f"no hash of {attribute.value}")
        parser = MISPtoSTIX21Parser()
        parser.parse_misp_event(json.loads(text))
        stix_objects += len(parser.stix_objects)
        problems += [str(e) for errors in parser.errors.values() for e in errors]
    return {"values": values, "problems": problems, "hashes": len(hashes), "stix_objects": stix_objects,
            "events": len(manifest)}


def adblock(request):
    """Which of the addresses the adblock engine refuses, by the rules of the feed."""
    import urllib.request

    import adblock as engine_of

    with urllib.request.urlopen(request["url"]) as answer:
        rules = answer.read().decode().splitlines()
    filters = engine_of.FilterSet()
    filters.add_filters(rules)
    engine = engine_of.Engine(filters)
    return [engine.check_network_urls(u, "https://reader.invalid/", "document").matched
            or engine.check_network_urls(u, "https://reader.invalid/", "script").matched
            for u in request["urls"]]


def workbook(request):
    """Reports as a bank would send them; every thousandth names a number that is none."""
    import base64
    import datetime
    import io
    import openpyxl
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Báo cáo")
    sheet.append(["Mã tham chiếu", "Nội dung", "Thời gian", "Số điện thoại", "Ngân hàng", "STK", "Số tiền"])
    for number in range(1, request["rows"] + 1):
        phone = "không rõ" if number % 1000 == 0 else f"0900{number % 1000000:06d}"
        sheet.append([
            f"BC-{number}", f"Khách hàng {number} bị gọi điện giả ngân hàng, bảo đọc mã OTP",
            datetime.datetime(2026, 11, 20, 8, number % 60), phone, "Vietcombank", f"99990{number:06d}",
            number * 1000,
        ])
    out = io.BytesIO()
    book.save(out)
    return {"workbook": base64.b64encode(out.getvalue()).decode()}


def calendar(request):
    """Reads a calendar with icalendar; what it forgives counts as a problem."""
    import icalendar

    read = icalendar.Calendar.from_ical(request["text"])
    events = [part for part in read.walk() if part.name == "VEVENT"]
    problems = [str(error) for part in read.walk() for error in part.errors]
    # Each needs an identity and a stamp (RFC 5545, 3.6.1), and no two are the same.
    identities = [str(event.get("UID") or "") for event in events]
    problems += ["two with one UID"] * (len(set(identities)) != len(identities)) + ["no UID"] * ("" in identities)
    problems += ["no DTSTAMP" for event in events if "DTSTAMP" not in event]
    return {"problems": problems, "events": [
        {"summary": str(event["SUMMARY"]), "start": event["DTSTART"].dt.isoformat(),
         "end": event["DTEND"].dt.isoformat() if "DTEND" in event else "",
         "alarms": len([part for part in event.walk() if part.name == "VALARM"])} for event in events]}


READERS = {"calendar": calendar, "taxii": taxii, "taxii_send": taxii_send, "validate": validate, "stix_pattern": stix_pattern, "misp": misp, "adblock": adblock, "workbook": workbook}

if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    asked = json.load(sys.stdin)
    json.dump(READERS[asked["reader"]](asked), sys.stdout)
