"""P1, P2: one sighting and batches of 500, over HTTP, beside the naive endpoint and the bare statement."""

from __future__ import annotations

import io
import json
import random
import re
import shutil
import subprocess
import time
import uuid
from pathlib import Path

import psycopg2

from backend.settings import Settings
from bench.figures import tell
from bench.load import Measured, Phone, drive, served
from bench.province import PASSWORD, PHONES, width

RNG = random.Random(7)
BATCH = 500
ROUNDS = 3
# How wide the province is, read from it: places fall into its cells.
WIDE = {"degrees": 1.0}


def sighting() -> dict[str, object]:
    """One sighting somewhere in the province."""
    place = [100 + RNG.random() * WIDE["degrees"], 30 + RNG.random() * WIDE["degrees"]]
    return {
        "id": str(uuid.uuid4()), "seen_at": "2026-11-21T02:30:00Z", "category": "land", "noticed_by": "door_visit", "hidden": False,
        "risk": "low", "text": "两户因地埂起争执，老人劝过两次没劝住。", "place": {"type": "Point", "coordinates": place}, "crs": "wgs84",
    }  # fmt: skip


def one() -> bytes:
    """The body of one."""
    return json.dumps(sighting()).encode()


def run(settings: Settings, seconds: float) -> None:
    """Print P1 and P2; each side is measured three times in turn, the middle one counts."""
    ours, naive, bare = [], [], []
    WIDE["degrees"] = width(settings)
    with served(settings, "zhitong") as our_port, served(settings, "bench.naive:app") as naive_port:
        our_phones = [Phone(our_port, f"phone{n}", PASSWORD) for n in range(PHONES)]
        naive_phones = [Phone(naive_port, f"phone{n}", PASSWORD) for n in range(PHONES)]
        for _ in range(ROUNDS):
            naive.append(drive(naive_phones, "/api/sightings", one, seconds))
            ours.append(drive(our_phones, "/api/sightings", one, seconds))
            bare.append(pgbench(settings, seconds))
        a, b, c = middle(ours), middle(naive), sorted(bare)[1]
        tell("P1 rate, ours / naive", a.rate / b.rate, "≥ 8", f"{a.rate:.0f}/s, {b.rate:.0f}/s")
        tell("P1 rate, ours / bare statement", a.rate / c, "≥ 0.35", f"bare {c:.0f}/s")
        tell("P1 p99, ours / naive", a.p99 / b.p99, "≤ 0.15", f"{a.p99 * 1e3:.0f} ms, {b.p99 * 1e3:.0f} ms")
        batches(settings, our_phones[0], naive_phones[0])


def middle(runs: list[Measured]) -> Measured:
    """Return the run with the middle rate."""
    return sorted(runs, key=lambda m: m.rate)[len(runs) // 2]


def batches(settings: Settings, ours: Phone, naive: Phone) -> None:
    """Print P2: rows a second of batches of 500, of naive posts one by one, of COPY, and the cost of a resend."""
    first, again = [], []
    for _ in range(5):
        body = json.dumps({"items": [sighting() for _ in range(BATCH)]}).encode()
        first.append(clock(ours, "/api/sightings/batch", body))
        again.append(clock(ours, "/api/sightings/batch", body))
    posts = [one() for _ in range(BATCH)]
    begun = time.perf_counter()
    for body in posts:
        naive.send("/api/sightings", body)
    singly = time.perf_counter() - begun
    batch, resend, copied, wholly = sorted(first)[2], sorted(again)[2], copy(settings), copy_all(settings)
    tell("P2 500 naive posts / one batch", singly / batch, "≥ 35", f"batch {batch * 1e3:.0f} ms")
    tell("P2 rate, batch / COPY", copied / batch, "≥ 0.4", f"COPY of 500 located rows {copied * 1e3:.0f} ms")
    tell(
        "P2 rate, batch / COPY into its six tables",
        wholly / batch,
        "≥ 0.4",
        f"COPY of the same rows {wholly * 1e3:.0f} ms",
    )
    tell("P2 time, resend / first", resend / batch, "≤ 0.15", f"{resend * 1e3:.0f} ms")


def clock(phone: Phone, path: str, body: bytes) -> float:
    """Return the seconds one batch took; all of it must be stored."""
    begun = time.perf_counter()
    status, _, answer = phone.send(path, body)
    took = time.perf_counter() - begun
    assert status == 200
    assert all(item["status"] in {200, 201} for item in json.loads(answer)["items"]), answer[:300]
    return took


def copy(settings: Settings) -> float:
    """Return the seconds COPY takes for 500 rows that are located already, into a table indexed like report."""
    with psycopg2.connect(settings.database_url) as connection, connection.cursor() as cursor:
        cursor.execute("create table copied (like report including all)")
        cursor.execute("insert into copied select * from report where received_at < now() - interval '10 days'")
        connection.commit()
        took = []
        for _ in range(5):
            cursor.execute(
                "create temp table picked as select * from copied where place is null order by md5(id::text || random()) limit 500"
            )
            cursor.execute("update picked set id = gen_random_uuid(), number = 'C' || gen_random_uuid()")
            out = io.BytesIO()
            cursor.copy_expert("copy picked to stdout", out)
            out.seek(0)
            connection.commit()
            begun = time.perf_counter()
            cursor.copy_expert("copy copied from stdin", out)
            connection.commit()
            took.append(time.perf_counter() - begun)
            cursor.execute("drop table picked")
        cursor.execute("drop table copied")
    return sorted(took)[2]


def copy_all(settings: Settings) -> float:
    """Return the seconds COPY takes for all that a batch of 500 writes, located already, into the very tables: keys, indexes, checks."""
    columns = {
        "report": "id, number, kind, author_id, area_code, cell_id, station_id, category, channel, hidden, seen_at, place, source_crs, digest, answer",
        "report_text": "report_id, area_code, author_id, hidden, body",
        "sighting": "report_id, area_code, author_id, hidden, noticed_by, risk, out_of_cell",
        "cases": "id, number, state, category, area_code, cell_id, station_id, hidden",
        "case_report": "case_id, report_id, area_code, author_id, hidden",
        "audit_entry": "actor_id, actor, action, subject_kind, subject_id, area_code, mac",
    }
    anew = {
        "id": "p.anew",
        "report_id": "p.anew",
        "case_id": "p.anew",
        "subject_id": "p.anew::text",
        "number": "'C' || p.anew",
    }
    took = []
    with psycopg2.connect(settings.database_url) as connection, connection.cursor() as cursor:
        for _ in range(5):
            cursor.execute(
                "create temp table picked as select report_id as id, gen_random_uuid() as anew from sighting order by random() limit 500"
            )
            files = {}
            for table, listed in columns.items():
                key = {"report": "id", "cases": "id", "audit_entry": "subject_id"}.get(table, "report_id")
                chosen = ", ".join(anew.get(name, f"t.{name}") for name in listed.split(", "))
                files[table] = io.BytesIO()
                found = f"select {chosen} from {table} t join picked p on t.{key} = p.id{'::text' if key == 'subject_id' else ''}"
                cursor.copy_expert(f"copy ({found}) to stdout", files[table])
                files[table].seek(0)
            cursor.execute("drop table picked")
            connection.commit()
            begun = time.perf_counter()
            for table, file in files.items():
                cursor.copy_expert(f"copy {table} ({columns[table]}) from stdin", file)
            connection.commit()
            took.append(time.perf_counter() - begun)
    return sorted(took)[2]


def pgbench(settings: Settings, seconds: float, connections: int = PHONES) -> float:
    """Return transactions a second of pgbench doing the bare statement: same roles, context and SQL, no HTTP."""
    source = (Path(__file__).parents[1] / "backend/sightings/queries.sql").read_text("utf-8")
    sql = re.sub(r"^\s*--.*\n", "", source.split("-- name: record\n")[1], flags=re.MULTILINE)
    item = (
        "json_build_array(json_build_object('n',0,'id',gen_random_uuid(),'digest',repeat('ab',32),'category','land','seen_at',now(),"
        "'day',current_date,'noticed_by','door_visit','risk','low','hidden',false,'body','两户因地埂起争执','lon',100+random()*@WIDE@,"
        "'lat',30+random()*@WIDE@,'source_crs','wgs84','photos',array[]::text[],'mac','ab'))"
    )
    sql = sql.replace("HH24:MI:SS", "HH24MISS")  # pgbench would take :MI for a variable
    for name, value in {
        ":items": item,
        ":viewer": "1",
        ":actor": "'grid_worker'",
        ":scopes": "array['999001']",
    }.items():
        sql = sql.replace(name, value)
    sql = sql.replace("@WIDE@", str(WIDE["degrees"]))
    script = settings.var / "bare.sql"
    context = "select set_config('app.viewer','1',true),set_config('app.areas','999001',true),set_config('app.lo','999001',true),"
    context += "set_config('app.hi','999001~',true),set_config('app.hidden_areas','999001',true),set_config('app.file_areas','999001',true);\n"
    script.write_text("begin;\n" + context + " ".join(sql.split()).rstrip(";") + ";\ncommit;\n", "utf-8")
    program = shutil.which("pgbench") or str(Path(__file__).parents[1] / "var/bin/pgbench")
    done = subprocess.run(
        [program, "-n", "-c", str(connections), "-j", str(min(2, connections)), "-M", "prepared", "-T", str(int(seconds)), "-f", script, settings.app_database_url],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return float(re.search(r"tps = ([\d.]+)", done.stdout)[1])  # type: ignore[index]
