"""Intake while a crowd looks at the map (T57): 32 calls for hotspots at once must not take the workers from who files."""

from __future__ import annotations

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from backend.accounts.service import create
from backend.db import Database
from backend.settings import Settings
from bench.intake import one
from bench.load import Phone, drive, served
from bench.province import PASSWORD

CALLS, FILING, ROUNDS, COUNTY = 32, 4, 3, "999001"
PATH = "/api/hotspots?from={first}&to={last}"


def run(settings: Settings, seconds: float) -> None:
    """Print the p99 of intake beside the crowd by that of a calm server, each three times in turn, the middle one counts."""
    owner = Database(settings.database_url)
    with owner.transaction() as session:
        create(session, "head", "区县领导", PASSWORD, [("town_head", COUNTY)], demo=True)
        last = session.connection().exec_driver_sql("select max(received_at)::date from report").scalar_one()
    owner.engine.dispose()
    path = PATH.format(first=last.replace(day=1), last=last)
    calm, crowded, told = [], [], Counter[int]()
    with served(settings, "zhitong") as port:
        phones = [Phone(port, f"phone{n}", PASSWORD) for n in range(FILING)]
        lookers = [Phone(port, "head", PASSWORD)]
        for _ in range(CALLS - 1):
            lookers.append(Phone.like(lookers[0], port))
        for _ in range(ROUNDS):
            calm.append(drive(phones, "/api/sightings", one, seconds).p99)
            over = threading.Event()
            with ThreadPoolExecutor(CALLS) as threads:
                looking = [threads.submit(look, each, path, over) for each in lookers]
                time.sleep(0.5)
                crowded.append(drive(phones, "/api/sightings", one, seconds).p99)
                over.set()
            for each in looking:
                told += each.result()
    print(
        f"T57 p99 of intake, beside {CALLS} hotspot calls / calm {median(crowded) / median(calm):6.2f}"
        f"   (goal ≤ 3; {median(calm) * 1e3:.0f} ms calm; the calls were answered {dict(told)})"
    )


def look(phone: Phone, path: str, over: threading.Event) -> Counter[int]:
    """Ask for the map over and over; who is told to come again waits as told. Returns how often each status came."""
    told = Counter[int]()
    while not over.is_set():
        status = phone.get(path)
        told[status] += 1
        if status == 503:
            over.wait(5)
    return told
