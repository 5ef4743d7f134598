"""The Parquet files of `pilcrow export`, read by DuckDB: the documentation's SQL gives the figures that a count of the JSON
archive gives, and those of the site where it publishes them."""

import csv
import json
import math
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import duckdb

ROOT = pathlib.Path(__file__).resolve().parents[2]
PILCROW = os.environ.get("PILCROW", str(ROOT / "target/debug/pilcrow"))
SEVERITIES = ["critical", "important", "suggestion", "concern"]
COUNTS = ["reviews", "subjects", "failures", "found", *SEVERITIES, "pool", "solo", "rejected"]

# What the sample lacks: credits of a failed reviewer, two passes of one agent, nothing assessed, figures recorded as
# null, a branch without a pull request, a change of case in the repository's name, text that a spreadsheet would run,
# every assessment, duplicates here, in another run, of a duplicate, of another change, of nothing and in a circle.
UGLY = [
    {
        "id": "ugly-1",
        "date": "2026-03-22T14:24:09-05:30",
        "subject": {"repository": "Lantern-Works/Ferry", "branch": "b"},
        "reviewers": [
            {"agent": "claude"},
            {"agent": "codex"},
            {"agent": "gone", "status": "failed", "reason": "=1+1"},
        ],
        "findings": [
            {"id": "I1", "severity": "important", "title": "=HYPERLINK(\"x\")\n\u2028, 'y'\0",
             "found_by": [{"agent": "claude", "pass": 1}, {"agent": "gone"}, {"agent": "claude", "pass": 2,
                                                                            "severity": "critical"}]},
            {"id": "S1", "severity": "suggestion", "title": "'t", "found_by": [{"agent": "gone"}]},
        ],
        "metrics": [{"agent": "claude", "dropped": 3, "false_positives": None}],
    },
    {
        "id": "ugly-2",
        "date": "2026-03-23",
        "subject": {"repository": "lantern-works/ferry", "branch": "b"},
        "reviewers": [{"agent": "claude"}, {"agent": "codex"}, {"agent": "blind"}],
        "findings": [
            {"id": "C1", "severity": "critical", "title": "t", "assessment": "false-positive",
             "found_by": [{"agent": "claude"}, {"agent": "codex"}]},
            {"id": "C2", "severity": "critical", "title": "t", "assessment": "confirmed",
             "found_by": [{"agent": "codex"}]},
        ],
        "metrics": [{"agent": "claude", "false_positives": 2, "dropped": 0}, {"agent": "codex"}],
    },
    # Another kind of report on the branch of the others: still one subject.
    {"id": "ugly-5", "kind": "ci-failures", "date": "2026-03-25", "reviewers": [{"agent": "claude"}],
     "subject": {"repository": "lantern-works/ferry", "branch": "b"},
     "metrics": [{"agent": "claude", "false_positives": 1.5, "dropped": 0.4}]},
    {"id": "ugly-3", "date": "2026-03-24", "reviewers": [{"agent": "silent"}, {"agent": "blind"}]},
    {
        "id": "ugly-4",
        "date": "2026-03-24",
        "reviewers": [{"agent": "silent"}, {"agent": "claude"}],
        "findings": [
            {"id": "C1", "severity": "critical", "title": "nobody saw it", "found_by": []},
            {"id": "C2", "severity": "critical", "title": "nobody judged it", "found_by": [{"agent": "claude"}]},
        ],
    },
    {
        "id": "ugly-6",
        "date": "2026-03-26",
        "subject": {"repository": "lantern-works/ferry", "pull_request": 900},
        "reviewers": [{"agent": "claude"}, {"agent": "codex"}, {"agent": "blind"}, {"agent": "gone", "status": "failed"}],
        "findings": [
            {"id": "C1", "severity": "critical", "title": "t", "found_by": [{"agent": "claude"}]},
            {"id": "S1", "severity": "suggestion", "title": "t", "found_by": [{"agent": "codex"}, {"agent": "gone"}],
             "assessment": "duplicate", "duplicate_of": {"finding": "C1"}},
            {"id": "I1", "severity": "important", "title": "t", "found_by": [{"agent": "claude"}, {"agent": "blind"}],
             "assessment": "duplicate", "duplicate_of": {"run": "ugly-6", "finding": "S1"}},
            {"id": "I2", "severity": "important", "title": "t", "assessment": "wont-fix", "found_by": [{"agent": "blind"}],
             "assessed_by": "=@alice", "assessed_on": "2026-03-27T09:00:00Z", "assessment_reason": "**Later**\n"},
            {"id": "I3", "severity": "important", "title": "t", "assessment": "contested", "found_by": [{"agent": "codex"}]},
            {"id": "I4", "severity": "important", "title": "t", "assessment": "withdrawn", "found_by": [{"agent": "codex"}]},
            {"id": "I5", "severity": "important", "title": "t", "assessment": "false-positive", "found_by": []},
            {"id": "I6", "severity": "important", "title": "t", "found_by": [{"agent": "blind"}],
             "assessment": "duplicate", "duplicate_of": {"finding": "I5"}},
            {"id": "I7", "severity": "important", "title": "t", "found_by": [{"agent": "codex"}],
             "assessment": "duplicate", "duplicate_of": {"run": "ugly-2", "finding": "C2"}},
        ],
    },
    # Judged, but not right or wrong.
    {
        "id": "ugly-7",
        "date": "2026-03-27",
        "subject": {"repository": "Lantern-Works/ferry", "pull_request": 900},
        "reviewers": [{"agent": "codex"}, {"agent": "plover"}, {"agent": "gone"}],
        "findings": [
            {"id": "I1", "severity": "important", "title": "t", "assessment": "contested", "found_by": [{"agent": "codex"}]},
            {"id": "S1", "severity": "suggestion", "title": "t", "found_by": [{"agent": "plover"}, {"agent": "codex"}],
             "assessment": "duplicate", "duplicate_of": {"run": "ugly-6", "finding": "I2"}},
            {"id": "S2", "severity": "suggestion", "title": "t", "found_by": [{"agent": "gone"}, {"agent": "codex"}],
             "assessment": "duplicate", "duplicate_of": {"run": "ugly-6", "finding": "I1"}},
            {"id": "S3", "severity": "suggestion", "title": "t", "found_by": [{"agent": "codex"}],
             "assessment": "duplicate", "duplicate_of": {"run": "ugly-7", "finding": "S4"}},
            {"id": "S4", "severity": "suggestion", "title": "t", "found_by": [{"agent": "codex"}],
             "assessment": "duplicate", "duplicate_of": {"finding": "S3"}},
            {"id": "S5", "severity": "suggestion", "title": "t", "found_by": [{"agent": "codex"}],
             "assessment": "duplicate", "duplicate_of": {"run": "nowhere", "finding": "S3"}},
            {"id": "S6", "severity": "suggestion", "title": "t", "found_by": [{"agent": "codex"}], "assessment": "duplicate"},
        ],
    },
]

NOT_VALID = ["false-positive", "duplicate", "withdrawn"]
SAY_RIGHT_OR_WRONG = ["confirmed", "wont-fix", "false-positive"]


def documented_sql():
    """Two queries that count problems, and the one with the figures of agents."""
    text = (ROOT / "docs/data.md").read_text()
    [problems, figures] = re.findall(r"^```sql\n(.*?)^```$", text, re.M | re.S)
    [all_problems, by_severity] = [query for query in problems.split(";") if query.strip()]
    return all_problems, by_severity, figures


def readme_sql():
    return documented_sql()[2]


def rows(folder, sql):
    """The rows of a query as dictionaries; `folder` holds the Parquet files."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        answer = duckdb.connect().execute(sql)
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row)) for row in answer.fetchall()]
    finally:
        os.chdir(before)


def counted(archive):
    """The figures of every agent, counted from the JSON alone."""
    agents = {}
    runs = {run["id"]: run for run in (json.loads(path.read_text()) for path in archive.rglob("*.json"))}
    credited = credited_by_duplicates(runs)
    for run in runs.values():
        panel = {r["agent"] for r in run["reviewers"] if r.get("status") != "failed"}
        findings = run.get("findings", [])
        valid = [f for f in findings if f.get("assessment") not in NOT_VALID]
        finders = {f["id"]: found_by(f) & panel | credited.get((run["id"], f["id"]), set()) for f in findings}
        for reviewer in run["reviewers"]:
            new = {**dict.fromkeys(COUNTS, 0), "rejected": None, "subjects": set(), "judged": 0, "of_others": 0}
            total = agents.setdefault(reviewer["agent"], new)
            agent = reviewer["agent"]
            if agent not in panel:
                total["failures"] += 1
                continue
            mine = [f for f in valid if agent in finders[f["id"]]]
            total["reviews"] += 1
            total["subjects"].add(subject(run))
            total["found"] += len(mine)
            total["pool"] += len(valid)
            rejected = rejected_in(run, findings, finders, agent)
            if rejected is not None:
                total["rejected"] = (total["rejected"] or 0) + rejected
                total["judged"] += len(mine)
            total["solo"] += sum(finders[f["id"]] == {agent} for f in mine)
            total["of_others"] += sum(bool(finders[f["id"]] - {agent}) for f in valid)
            for severity in SEVERITIES:
                total[severity] += sum(f["severity"] == severity for f in mine)
    for total in agents.values():
        total["subjects"] = len(total["subjects"])
    return agents


def subject(run):
    about = run.get("subject", {})
    repository = about.get("repository", "").lower()
    if repository and "pull_request" in about:
        return repository, about["pull_request"]
    if repository and "branch" in about:
        return repository, about["branch"]
    return run["id"]


def found_by(finding):
    return {credit["agent"] for credit in finding.get("found_by", [])}


def panel_of(run):
    return {reviewer["agent"] for reviewer in run["reviewers"] if reviewer.get("status") != "failed"}


def credited_by_duplicates(runs):
    """By run and finding the agents that found a duplicate of it, here or in another run of the change."""
    by_place = {(run["id"], f["id"]): f for run in runs.values() for f in run.get("findings", [])}
    credited = {}
    for (run, finding), stated in by_place.items():
        here, seen = (run, finding), set()
        while here in by_place and here not in seen and "duplicate_of" in by_place[here]:
            seen.add(here)
            target = by_place[here]["duplicate_of"]
            here = (target.get("run", here[0]), target["finding"])
        if seen and here in by_place and here not in seen and subject(runs[run]) == subject(runs[here[0]]):
            both = panel_of(runs[run]) & panel_of(runs[here[0]])
            credited.setdefault(here, set()).update(found_by(stated) & both)
    return credited


def rejected_in(run, findings, finders, agent):
    known = []
    if any(f.get("assessment") in SAY_RIGHT_OR_WRONG for f in findings):
        known.append(sum(f.get("assessment") == "false-positive" and agent in finders[f["id"]] for f in findings))
    for metrics in run.get("metrics", []):
        recorded = [metrics.get(name) for name in ("false_positives", "dropped")]
        if metrics["agent"] == agent and recorded != [None, None]:
            known.append(sum(math.floor((figure or 0) + 0.5) for figure in recorded))
    return max(known, default=None)


class Exported(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="pilcrow-export-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        ugly = cls.folder / "ugly"
        shutil.copytree(ROOT / "reviews", ugly)
        for run in UGLY:
            text = json.dumps({"format": "pilcrow-review/1", **run})
            (ugly / f"{run['id']}.json").write_text(text)
        cls.archives = {"sample": ROOT / "reviews", "ugly": ugly}
        for name, archive in cls.archives.items():
            cls.run_pilcrow("export", archive, "--parquet", cls.folder / f"{name}-parquet", "--quiet")
            cls.run_pilcrow("build", archive, "-o", cls.folder / f"{name}-site", "--quiet")

    @classmethod
    def run_pilcrow(cls, *arguments):
        subprocess.run([PILCROW, *arguments], cwd=cls.folder, check=True)

    def test_the_sql_of_the_readme_counts_what_the_archive_holds(self):
        for name, archive in self.archives.items():
            expected = counted(archive)
            told = {row["agent"]: row for row in rows(self.folder / f"{name}-parquet", readme_sql())}
            self.assertEqual(set(told), set(expected))
            for agent, row in told.items():
                with self.subTest(archive=name, agent=agent):
                    total = expected[agent]
                    self.assertEqual({key: row[key] for key in COUNTS}, {key: total[key] for key in COUNTS})
                    self.assert_close(row["recall"], ratio(total["found"], total["pool"]))
                    self.assert_close(row["recall_of_others"], ratio(total["found"] - total["solo"], total["of_others"]))
                    rejected = total["rejected"] or 0
                    self.assert_close(row["precision"], ratio(total["judged"], total["judged"] + rejected))

    def test_the_site_publishes_the_same_figures(self):
        for name in self.archives:
            path = self.folder / f"{name}-site" / "data" / "leaderboard.json"
            board = json.loads(path.read_text())
            self.assertEqual(board["format"], "pilcrow-leaderboard/2")
            told = {row["agent"]: row for row in rows(self.folder / f"{name}-parquet", readme_sql())}
            for agent in board["agents"]:
                row = told[agent["agent"]]
                for key in COUNTS:
                    if key in agent:
                        with self.subTest(archive=name, agent=agent["agent"], figure=key):
                            self.assertEqual(row[key], agent[key])
                share = agent["recall_of_others"]
                self.assert_close(row["recall_of_others"], share and share["value"])

    def test_problems_count_once(self):
        all_problems, by_severity, _ = documented_sql()
        for name in self.archives:
            with self.subTest(archive=name):
                folder, data = self.folder / f"{name}-parquet", self.folder / f"{name}-site" / "data"
                table = json.loads((data / "findings.json").read_text())
                findings = [dict(zip(table["columns"], row)) for row in table["rows"]]
                problems = {finding["problem"] for finding in findings if finding["valid"]}
                [counted] = rows(folder, all_problems)
                self.assertEqual(counted["problems"], len(problems))
                self.assertEqual(json.loads((data / "leaderboard.json").read_text())["problems"], len(problems))
                newest = [finding for finding in findings if finding["last_raised"]]
                self.assertEqual(len(newest), len({finding["problem"] for finding in findings}))
                self.assertEqual(len(newest), len({finding["problem"] for finding in newest}))
                told = {row["severity"]: row["problems"] for row in rows(folder, by_severity)}
                for severity in SEVERITIES:
                    those = [finding for finding in newest if finding["valid"] and finding["severity"] == severity]
                    self.assertEqual(told.get(severity, 0), len(those))

    def test_types_are_logical_ones(self):
        described = rows(self.folder / "ugly-parquet", "DESCRIBE FROM 'findings.parquet'")
        types = {row["column_name"]: row["column_type"] for row in described}
        for column, kind in {
            "date": "VARCHAR", "date_day": "DATE", "date_local": "TIMESTAMP", "date_utc": "TIMESTAMP WITH TIME ZONE",
            "assessed_on": "VARCHAR", "assessed_on_day": "DATE", "duplicate_of": "VARCHAR",
            "pull_request": "BIGINT", "since_round": "BIGINT", "valid": "BOOLEAN", "last_raised": "BOOLEAN", "tags": "VARCHAR[]", "confidence": "DOUBLE",
        }.items():
            self.assertEqual(types[column], kind, column)
        sql = """SELECT date, date_day::VARCHAR AS day, date_local::VARCHAR AS local, epoch(date_utc) AS utc
                 FROM 'reviews.parquet' WHERE review IN ('ugly-1', 'ugly-2') ORDER BY review"""
        self.assertEqual(rows(self.folder / "ugly-parquet", sql), [
            {"date": "2026-03-22T14:24:09-05:30", "day": "2026-03-22", "local": "2026-03-22 14:24:09",
             "utc": 1774209249.0},
            {"date": "2026-03-23", "day": "2026-03-23", "local": None, "utc": None},
        ])

    def test_absent_is_null_and_credits_of_the_failed_do_not_count(self):
        sql = """SELECT found_by, rated, tags, assessment, path, confidence FROM 'findings.parquet'
                 WHERE review = 'ugly-1' ORDER BY finding"""
        nothing = {"tags": [], "assessment": None, "path": None, "confidence": None}
        self.assertEqual(rows(self.folder / "ugly-parquet", sql), [
            {"found_by": ["claude"], "rated": ["critical"], **nothing},
            {"found_by": [], "rated": [], **nothing},
        ])
        sql = """SELECT agent, dropped, false_positives, cost_usd FROM 'reviewers.parquet'
                 WHERE review = 'ugly-1' ORDER BY agent"""
        [claude, codex, gone] = [list(row.values()) for row in rows(self.folder / "ugly-parquet", sql)]
        self.assertEqual([claude, codex, gone], [["claude", 3, None, None], ["codex"] + [None] * 3, ["gone"] + [None] * 3])

    def test_what_people_said_is_there(self):
        sql = """SELECT assessment, valid, assessed_by, assessed_on_day::VARCHAR AS day, assessment_reason, duplicate_of
                 FROM 'findings.parquet' WHERE review = 'ugly-6' AND finding IN ('I2', 'I7', 'S1') ORDER BY finding"""
        self.assertEqual([list(row.values()) for row in rows(self.folder / "ugly-parquet", sql)], [
            ["wont-fix", True, "=@alice", "2026-03-27", "Later", None],
            ["duplicate", False, None, None, None, "ugly-2/C2"],
            ["duplicate", False, None, None, None, "ugly-6/C1"],
        ])

    def test_csv_json_and_parquet_agree(self):
        for name in self.archives:
            data = self.folder / f"{name}-site" / "data"
            document = json.loads((data / "findings.json").read_text())
            with open(data / "findings.csv", newline="", encoding="utf-8") as file:
                [header, *lines] = csv.reader(file, strict=True)
            self.assertEqual(header, document["columns"])
            self.assertEqual([[unguarded(cell) for cell in line] for line in lines],
                             [[as_text(value) for value in row] for row in document["rows"]])
            columns = ", ".join(f'"{column}"' for column in header)
            stored = rows(self.folder / f"{name}-parquet", f"SELECT {columns} FROM 'findings.parquet'")
            self.assertEqual([list(row.values()) for row in stored], document["rows"])

    def assert_close(self, one, other):
        self.assertEqual(one is None, other is None)
        if one is not None:
            self.assertAlmostEqual(one, other, places=12)


def ratio(part, whole):
    return part / whole if whole else None


def unguarded(cell):
    return cell.removeprefix("'")


def as_text(value):
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list():
            return ";".join(element or "" for element in value)
        case _:
            return str(value)


if __name__ == "__main__":
    unittest.main()
