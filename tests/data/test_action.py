"""The shell steps of the action, run as GitHub would run them, against a local folder: a release that is a folder, an API that
is a script."""

import hashlib
import os
import pathlib
import platform
import re
import shutil
import stat
import subprocess
import tarfile
import tempfile
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
PILCROW = os.environ.get("PILCROW", str(ROOT / "target/debug/pilcrow"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
VERSION = re.search(r'^version = "(.*)"$', (ROOT / "Cargo.toml").read_text(), re.M)[1]

GH = """#!/usr/bin/env bash
echo "$@" >> "$RUNNER_TEMP/asked"
case "$*" in
  *"pulls/7/files"*) printf 'README.md\\nreviews/2026/%s.json\\n' "$RUN" ;;
  *"--method"*) for word in "$@"; do [[ $word == body=@* ]] && cp "${word#body=@}" "$RUNNER_TEMP/sent"; done; exit "$REFUSES" ;;
  *"issues/7/comments"*) echo "$OLD" ;;
esac
"""


def target():
    machine = {"x86_64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}[platform.machine()]
    return machine + {"Linux": "-unknown-linux-gnu", "Darwin": "-apple-darwin"}[platform.system()]


class Action(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="pilcrow-action-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.work = self.folder / "work"
        shutil.copytree(ROOT / "reviews", self.work / "reviews")
        self.run_id = max(path.stem for path in (ROOT / "reviews/2026").iterdir())
        (self.folder / "bin").mkdir()
        gh = self.folder / "bin/gh"
        gh.write_text(GH)
        gh.chmod(0o755)
        for name in ["path", "summary"]:
            (self.folder / name).touch()
        self.env = {
            **os.environ,
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_ACTION_REF": f"v{VERSION}",
            "GITHUB_ACTION_REPOSITORY": "o/n",
            "GITHUB_REPOSITORY": "team/reviews",
            "GITHUB_SHA": "f" * 40,
            "GITHUB_PATH": str(self.folder / "path"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
            "RUNNER_TEMP": str(self.folder),
            "PILCROW_RELEASES": (self.folder / "releases").as_uri(),
            "RUN": self.run_id,
            "OLD": "",
            "REFUSES": "0",
        }

    def release(self):
        """What the release workflow makes: an archive with the program in a folder, and its checksum."""
        place = self.folder / "releases" / f"v{VERSION}"
        place.mkdir(parents=True)
        name = f"pilcrow-{target()}"
        packed = place / f"{name}.tgz"
        with tarfile.open(packed, "w:gz", compresslevel=1) as archive:
            archive.add(PILCROW, f"{name}/pilcrow")
        (place / "SHA256SUMS").write_text(f"{hashlib.sha256(packed.read_bytes()).hexdigest()}  {packed.name}\n")
        return packed

    def step(self, name, inputs=None, event=None):
        """One step with the inputs as given, else as they are by default."""
        step = next(step for step in ACTION["runs"]["steps"] if step["name"] == name)
        known = {key: value["default"] for key, value in ACTION["inputs"].items()}
        known.update(inputs or {})
        values = {**{f"inputs.{key}": value for key, value in known.items()}, "github.token": "t",
                  "github.event.pull_request.number": "", "github.event.before": "", "steps.addresses.outputs.file": "", **(event or {})}
        fill = lambda text: re.sub(r"\$\{\{ *(.*?) *\}\}", lambda found: values[found[1]], text)
        env = {**self.env, **{key: fill(value) for key, value in step["env"].items()}}
        paths = (self.folder / "path").read_text().split()
        env["PATH"] = ":".join([*paths, env["PATH"]])
        self.assertNotIn("${{", step["run"], "text from outside is never put into a script")
        return subprocess.run(["bash", "-c", step["run"]], cwd=self.work, env=env, capture_output=True, text=True)

    def expect(self, status, done):
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_a_release_is_installed_checked_and_builds_the_site(self):
        self.release()
        self.assertIn(VERSION, self.expect(0, self.step("Install")))
        self.expect(0, self.step("Check", {"deny-warnings": "true"}))
        self.expect(0, self.step("Build", {"base-url": "https://team.github.io/reviews/"}))
        page = (self.work / "site/index.html").read_text()
        self.assertIn("https://team.github.io/reviews/", page)

    def test_what_is_not_the_released_program_is_not_run(self):
        packed = self.release()
        packed.write_bytes(packed.read_bytes() + b"\n")
        said = self.expect(1, self.step("Install"))
        self.assertIn("FAILED", said)
        self.assertEqual((self.folder / "path").read_text(), "")

    def test_without_a_release_the_own_source_is_built(self):
        """By a cargo that only says what it was told."""
        cargo = self.folder / "bin/cargo"
        cargo.write_text(f'#!/usr/bin/env bash\necho "cargo $*"\nln -s "{PILCROW}" "${{@: -1}}/bin/pilcrow"\n')
        cargo.chmod(cargo.stat().st_mode | stat.S_IEXEC | 0o755)
        said = self.expect(0, self.step("Install"))
        self.assertIn(f"cargo install --quiet --locked --path {ROOT}", said)
        self.env["GITHUB_ACTION_REF"] = "main"
        shutil.rmtree(self.folder / "pilcrow")
        self.assertIn("There is no release of pilcrow main", self.expect(0, self.step("Install")))

    def test_problems_are_annotations_and_an_error_ends_the_job(self):
        self.release()
        self.expect(0, self.step("Install"))
        (self.work / "reviews/bad.json").write_text("{")
        self.assertIn("::error file=reviews/bad.json", self.expect(1, self.step("Check")))

    def summarised(self, inputs=None, **env):
        self.env.update(env)
        if not (self.folder / "path").read_text():
            self.release()
            self.expect(0, self.step("Install"))
        return self.expect(0, self.step("Summarise", inputs, {"github.event.pull_request.number": "7"}))

    def test_changed_runs_are_summarised(self):
        self.summarised({"base-url": "https://t.example/"})
        summary = (self.folder / "summary").read_text()
        self.assertTrue(summary.startswith("<!-- pilcrow -->\n### ¶ ["), summary)
        self.assertIn(f"https://t.example/reviews/{self.run_id}", summary)
        self.assertNotIn("--method", (self.folder / "asked").read_text())

    def test_there_is_one_comment_that_is_updated(self):
        self.summarised({"comment": "true", "summary": "false"})
        asked = (self.folder / "asked").read_text()
        self.assertIn("--method POST repos/team/reviews/issues/7/comments", asked)
        self.assertTrue((self.folder / "sent").read_text().startswith("<!-- pilcrow -->\n### ¶"))
        self.assertEqual((self.folder / "summary").read_text(), "")
        self.summarised({"comment": "true"}, OLD="12")
        self.assertIn("--method PATCH repos/team/reviews/issues/comments/12", (self.folder / "asked").read_text())

    def test_a_comment_that_may_not_be_written_does_not_end_the_job(self):
        self.assertIn("::warning::The comment could not be written", self.summarised({"comment": "true"}, REFUSES="1"))

    def test_where_no_run_was_changed_nothing_is_said(self):
        self.env["RUN"] = "../../README"
        self.release()
        self.expect(0, self.step("Install"))
        self.expect(0, self.step("Summarise", None, {"github.event.before": "0" * 40}))
        self.assertEqual((self.folder / "summary").read_text(), "")


if __name__ == "__main__":
    unittest.main()
