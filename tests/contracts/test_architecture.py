"""The shape of the house: known files in a room, small files and functions, reasons beside indexes, tests that mirror.

The order of the rooms and the order inside a room stand in pyproject.toml and are held by import-linter.
"""

from __future__ import annotations

import ast
import fnmatch
import re
import statistics
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BACKEND = ROOT / "backend"
MIGRATIONS = BACKEND / "db/migrations"
TESTS = ROOT / "tests/backend"
ROOMS = sorted(path.parent.name for path in BACKEND.glob("*/__init__.py"))

# What a room of a noun may hold; a file that outgrew its size is a package of the same name.
MODULES = {
    "domain", "model", "queries", "service", "schemas", "drawing", "views", "pages", "tasks", "commands",
}  # fmt: skip
OTHERS = {"__init__.py", "queries.sql", "templates", "static"}
# Rooms below the nouns are tools: each names its files by what it does.
TOOLS = {"db", "geo", "http"}
# Files that only one room needs, each with its reason.
KNOWN = {
    "accounts/common_passwords.txt": "the list that a new password is held against",
    "attachments/decoder.py": "runs as a program of its own under limits, so it may import nothing of ours",
    "attachments/decoding.py": "starts that program and reads its answer",
    "attachments/store.py": "the files on disk under their digests",
    "imports/reader.py": "runs as a program of its own under limits, so it may import nothing of ours",
    "solicitations/reader.py": "runs as a program of its own under limits, so it may import nothing of ours",
    "solicitations/reading.py": "starts that program and reads its answer",
    "codes/receipts.py": "how a request opens a receipt, above the service, for the views of every room that one reaches",
    "exports/sending.py": "how a written file is sent, above the service, for the views of every room that exports",
    "jobs/events.py": "the table event → tasks, the only place where both ends are named",
    "jobs/registry.py": "where the rooms' tasks put themselves down",
}
# Modules without a test at the mirrored path, each with its reason; `*` stands for any part of a path below backend/.
TESTED_ELSEWHERE = {
    "*/queries.py": "every named statement is explained at volume, as the application's role: tests/contracts/test_explain_*.py",
    "*/model.py": "tables only, held against the migrations by tests/contracts/test_models.py",
    "accounts/tasks.py": "sends what tests/backend/accounts/views/test_links.py asks for",
    "accounts/*/links.py": "tests/backend/accounts/views/test_links.py goes the whole way of a link",
    "accounts/*/profiles.py": "tests/backend/accounts/views/test_profiles.py",
    "audit/service/checks.py": "tests/backend/audit/test_views.py, and the worker in tests/backend/audit/test_tasks.py",
    "accounts/domain/kinds.py": "likewise, and tests/backend/accounts/domain/test_sheet.py",
    "digests/service/*.py": "tests/scenarios/test_digests.py goes from opinions to sheets, with every refusal on the way",
    "digests/views/*.py": "likewise, over HTTP; tests/contracts walk each route as neighbours and with hostile fields",
    "digests/schemas/*.py": "likewise, and tests/contracts/test_mutations.py",
    "digests/queries/*.py": "every named statement is explained at volume: tests/contracts/test_explain_rest.py",
    "releases/tasks.py": "tests/backend/releases/test_service.py releases by it",
    "digests/tasks.py": "tests/scenarios/test_digests.py reminds an expert who is late",
    "digests/pages.py": "tests/scenarios/test_digests.py prints a batch",
    "digests/drawing.py": "likewise",
    "exports/sending.py": "tests/backend/cases/service/test_export.py and tests/scenarios/test_digests.py take files",
    "front/pages/results.py": "tests/scenarios/test_digests.py reads the page",
    "http/current.py": "what every page and view reads the settings by",
    "http/gateway.py": "tests/backend/feedback/test_tasks.py and tests/backend/accounts/views/test_links.py hand messages in",
    "attachments/decoder.py": "runs only as a program of its own, under tests/backend/attachments/test_decoding.py",
    "attachments/domain/kinds.py": "shapes and bounds without a function; their users' tests hold them",
    "cases/domain/listing.py": "shapes and one property; tests/backend/cases/schemas/test_asked.py and test_queries.py hold them",
    "cases/schemas/sheet.py": "read back cell by cell in tests/backend/cases/service/test_export.py",
    "cases/domain/split.py": "shapes without a function; tests/backend/cases/service/test_split.py and test_near.py hold them",
    "db/migrations/versions/*": "every test's database is made by them; tests/contracts/test_models.py reads the catalogue",
    "http/server.py": "sockets and threads: tests/scenarios/test_slow_senders.py drives it whole",
    "alerts/*": "see tests/backend/alerts",
    "demo/service/*": "see tests/backend/demo; scripts/run fills it whole",
    "activities/*": "tests/scenarios/test_joint_meetings.py, test_inquiry.py and tests/backend/activities go every way of it over HTTP and by the worker",
    "commitments/*": "likewise; a promise needs a case or a meeting",
    "projects/*": "tests/scenarios/test_projects.py goes the whole way of a project, over HTTP and by the database",
    "proposals/*": "tests/scenarios/test_proposals.py goes the whole way of a proposal, over HTTP and by the database",
    "ballots/*": "tests/scenarios/test_ballot.py goes every way of a ballot, over HTTP and by the database; counting and the box in tests/backend/ballots/domain",
    "opinions/*": "tests/scenarios/test_opinions.py goes every way over HTTP; tests/backend/opinions holds the table and the digests",
    "initiatives/*": "tests/scenarios/test_outlets.py and test_patterns.py; each needs its case",
    "codes/receipts.py": "tests/backend/submissions/test_views.py, tests/backend/cases and tests/scenarios/test_ratings.py open and guess",
    "deputies/*": "see tests/backend/deputies",
    "dossiers/*": "tests/backend/dossiers/test_pages.py reads the PDF back; tests/scenarios/test_mediation.py one of a mediation",
    "feedback/drawing.py": "tests/backend/feedback/test_pages.py reads the PDF back",
    "front/*": "see tests/backend/front",
    "hotspots/*": "see tests/backend/hotspots",
    "coverage/*": "tests/backend/coverage/test_views.py asks every route; the rules stand in tests/backend/coverage/domain",
    "mediation/*": "see tests/backend/mediation and tests/scenarios/test_mediation.py",
    "visits/*": "tests/scenarios/test_visits.py goes every way of it over HTTP",
    "pairings/*": "tests/scenarios/test_suggestions.py pairs, meets and ends over HTTP",
    "performance/*": "tests/scenarios/test_suggestions.py and test_receptions.py read the file of what they did, over HTTP and as PDF",
    "receptions/*": "tests/scenarios/test_receptions.py, over HTTP and on the pages without script",
    "replies/*": "see tests/backend/replies",
    "petitions/*": "tests/scenarios/test_registered.py: a petition from the letter to who is in charge of it",
    "ratings/*": "tests/scenarios/test_ratings.py, over HTTP and on the page without script",
    "routing/*": "see tests/backend/routing",
    "evaluation/*": "see tests/backend/evaluation; tests/scenarios/test_evaluation.py goes from the records to a ranking, money and honours over HTTP",
    "exports/drawing.py": "tests/scenarios/test_ledgers.py reads the PDF back",
    "bulletins/*": "tests/backend/bulletins holds the rules, the periods and the drawing, and goes the whole way of a report",
    "walls/*": "tests/backend/walls/test_views.py goes the whole way of a screen",
    "ledgers/*": "tests/scenarios/test_ledgers.py reads each book on the page and out of its files, beside the map and the lists",
    "links/*": "tests/scenarios/test_handler_links.py",
    "retention/*": "see tests/backend/retention and tests/scenarios/test_retention.py",
    "imports/reader.py": "runs only as a program of its own, under tests/backend/imports/service/test_packed.py",
    "imports/service/guarded.py": "starts that program: tests/backend/imports/service/test_packed.py",
    "imports/service/points.py": "its rows are those of packed files: tests/backend/imports/service/test_packed.py",
    "solicitations/reader.py": "runs only as a program of its own, under tests/backend/solicitations/test_reading.py",
    "solicitations/*": "tests/scenarios/test_solicitations.py goes every way of it over HTTP and by the worker",
    "editions/*": "see tests/backend/editions; tests/backend/grid/test_commands.py imports by the command",
    "stations/*": "see tests/backend/stations",
    "stories/*": "tests/scenarios/test_stories.py goes the whole way of a story",
    "wishes/*": "tests/scenarios/test_wishes.py goes the whole way of a wish over HTTP and behind its receipts",
    "scans/*": "tests/backend/scans holds the rules and asks the route",
    "codes/service/scans.py": "tests/backend/front/test_pages_scans.py scans",
    "submissions/*": "see tests/backend/submissions",
}
CELLARS = {"util", "utils", "helper", "helpers", "common", "misc", "shared", "tools", "lib", "core", "base"}
CAP, MEDIAN, P90 = 400, 100, 250
FUNCTION_CAP, FUNCTION_MEDIAN, FUNCTION_P90 = 60, 10, 30


def modules() -> list[Path]:
    """Every module of the backend."""
    return sorted(path for path in BACKEND.rglob("*.py") if "__pycache__" not in path.parts)


def short(path: Path) -> str:
    """Return a path as it is said in a message."""
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    """Return how many lines a file has."""
    return len(path.read_text("utf-8").splitlines())


def functions(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the length in lines and the name of every function of a module, inner ones too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield int(node.end_lineno or 0) - node.lineno + 1, f"{short(path)}:{node.name}"


def modules_with_logic() -> list[str]:
    """Every module below backend/ that defines a function or a class, not only what others define."""
    found = [
        path for path in modules() if re.search(r"^\s*(async )?(def|class) ", path.read_text("utf-8"), re.MULTILINE)
    ]
    return [str(path.relative_to(BACKEND)) for path in found]


def mirrored(module: str) -> str:
    """Return where the test of a module stands below tests/backend: of x/y.py and of x/y/__init__.py at x/test_y.py."""
    path = Path(module)
    named = path.parent if path.name == "__init__.py" else path.with_suffix("")
    return str(named.parent / f"test_{named.name}.py")


def ninetieth(numbers: Iterable[int]) -> float:
    """Return the value that nine of ten do not pass."""
    return statistics.quantiles(numbers, n=10)[-1]


def allowed(room: str, entry: Path) -> bool:
    """Say whether a room may hold this file or folder."""
    if entry.name in OTHERS or f"{room}/{entry.name}" in KNOWN:
        return True
    return entry.stem in MODULES and (entry.suffix == ".py" or entry.is_dir())


@pytest.mark.parametrize("room", [room for room in ROOMS if room not in TOOLS])
def test_a_room_holds_only_known_files(room: str) -> None:
    found = [entry for entry in (BACKEND / room).iterdir() if entry.name != "__pycache__"]
    assert [short(entry) for entry in found if not allowed(room, entry)] == []


def test_exceptions_still_stand() -> None:
    assert [name for name in KNOWN if not (BACKEND / name).exists()] == []
    untested = [name for name in modules_with_logic() if not (TESTS / mirrored(name)).exists()]
    assert [pattern for pattern in TESTED_ELSEWHERE if not fnmatch.filter(untested, pattern)] == []


def test_there_is_no_cellar() -> None:
    apps = [path for path in (ROOT / "pwa/src").rglob("*") if path.suffix in {".ts", ".tsx"}]
    named = [short(path) for path in [*modules(), *apps] if {path.stem, path.parent.name} & CELLARS]
    assert named == []


def test_every_module_says_what_it_is() -> None:
    assert [short(path) for path in modules() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))] == []


def test_every_room_stands_on_the_map_of_the_house() -> None:
    said = ast.get_docstring(ast.parse((BACKEND / "__init__.py").read_text("utf-8"))) or ""
    assert [room for room in ROOMS if f"`{room}`" not in said] == []


def test_files_are_small() -> None:
    sizes = {short(path): lines(path) for path in modules() if lines(path) > 1}
    for path in (*BACKEND.rglob("*.sql"), *(ROOT / "pwa/src").rglob("*.ts*"), *(ROOT / "tests").rglob("*.py")):
        assert lines(path) <= CAP, short(path)
    assert {name: size for name, size in sizes.items() if size > CAP} == {}
    assert statistics.median(sizes.values()) <= MEDIAN
    assert ninetieth(sizes.values()) <= P90


def test_functions_are_short() -> None:
    sizes = [entry for path in modules() for entry in functions(path)]
    assert [name for size, name in sizes if size > FUNCTION_CAP] == []
    assert statistics.median(size for size, _ in sizes) <= FUNCTION_MEDIAN
    assert ninetieth(size for size, _ in sizes) <= FUNCTION_P90


def without_usage(text: str, index: str, comment: str) -> list[str]:
    """Return the lines that make an index and whose block of indexes does not begin with a comment that says why.

    A statement that goes on over several lines, its indented lines and its closing bracket, belongs to its index.
    """
    bare, told = [], False
    for line in text.splitlines():
        if re.match(index, line):
            bare += [] if told else [line.strip()]
        elif not re.match(r"\s{12,}|\s*\),?$", line):
            told = line.strip().startswith(comment)
    return bare


@pytest.mark.parametrize(
    ("pattern", "index", "comment"),
    [
        ("db/migrations/sql/*.sql", r"create (unique )?index ", "-- Usage:"),
        ("*/model.py", r"\s+Index\($|\s+Index\(\"", "# Usage:"),
        ("*/model/*.py", r"\s+Index\($|\s+Index\(\"", "# Usage:"),
    ],
    ids=["sql", "models", "packages of models"],
)
def test_every_index_says_who_uses_it(pattern: str, index: str, comment: str) -> None:
    bare = {short(path): without_usage(path.read_text("utf-8"), index, comment) for path in BACKEND.glob(pattern)}
    assert {name: found for name, found in bare.items() if found} == {}


def test_an_index_without_its_reason_is_found() -> None:
    sql = "-- Usage: by name.\ncreate index a on t (a);\ncreate index b on t (b);\n);\ncreate index c on t (c);"
    assert without_usage(sql, r"create (unique )?index ", "-- Usage:") == ["create index c on t (c);"]


def test_every_named_query_says_what_it_does() -> None:
    for path in BACKEND.glob("*/queries.sql"):
        text = path.read_text("utf-8")
        marks = re.findall(r"^-- name: (\w+)\n(.*)", text, re.MULTILINE)
        assert marks, short(path)
        assert [name for name, after in marks if not after.startswith("--")] == [], short(path)


def test_inside_a_room_the_order_is_held_for_every_room() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    inside = next(contract for contract in contracts if contract["id"] == "inside")
    layered = {f"backend.{room}" for room in ROOMS if room not in TOOLS}
    assert set(inside["containers"]) == layered


def test_every_module_has_its_test_at_the_mirrored_path() -> None:
    missing = [name for name in modules_with_logic() if not (TESTS / mirrored(name)).exists()]
    assert [name for name in missing if not any(fnmatch.fnmatch(name, each) for each in TESTED_ELSEWHERE)] == []


def test_every_test_mirrors_a_module() -> None:
    known = {mirrored(str(path.relative_to(BACKEND))) for path in modules()}
    tests = sorted(path.relative_to(TESTS) for path in TESTS.rglob("test_*.py"))
    strays = [path for path in tests if str(path) not in known]
    assert [str(path) for path in strays if f"{path.parts[0]}/*" not in TESTED_ELSEWHERE] == []


def test_the_mirror_is_true() -> None:
    said = {
        "app.py": "test_app.py",
        "x/y.py": "x/test_y.py",
        "x/y/__init__.py": "x/test_y.py",
        "x/y/z.py": "x/y/test_z.py",
    }
    assert {name: mirrored(name) for name in said} == said
