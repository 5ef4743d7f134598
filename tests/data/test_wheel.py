"""The wheel: the program that the tests use, packed with the metadata that a release has, runs where there is no Rust."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import venv

ROOT = pathlib.Path(__file__).resolve().parents[2]
PILCROW = os.environ.get("PILCROW", str(ROOT / "target/debug/pilcrow"))


def run(*command, **more):
    done = subprocess.run(command, capture_output=True, text=True, **more)
    if done.returncode:
        raise AssertionError(f"{command}: status {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


class Wheel(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="pilcrow-wheel-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def packed(self):
        """Metadata by the tool that builds the release, the program where that tool puts it."""
        content, wheels = self.folder / "content", self.folder / "wheels"
        content.mkdir()
        wheels.mkdir()
        write = "import maturin, sys; print(maturin.prepare_metadata_for_build_wheel(sys.argv[1]))"
        # It calls itself by its name.
        tools = f"{pathlib.Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        info = run(sys.executable, "-c", write, str(content), cwd=ROOT, env={**os.environ, "PATH": tools}).split()[-1]
        scripts = content / info.replace(".dist-info", ".data") / "scripts"
        scripts.mkdir(parents=True)
        shutil.copy(PILCROW, scripts / "pilcrow")
        run(sys.executable, "-m", "wheel", "pack", str(content), "--dest-dir", str(wheels))
        (wheel,) = wheels.iterdir()
        return wheel

    def installed(self, wheel):
        """A new environment with nothing else in it, and no other program in sight."""
        where = self.folder / "venv"
        venv.create(where, with_pip=False)
        python = str(where / "bin/python")
        run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--disable-pip-version-check",
            "--no-index", "--no-deps", str(wheel))
        return where / "bin"

    def test_it_builds_a_site_where_there_is_no_rust(self):
        programs = self.installed(self.packed())
        alone = {"PATH": str(programs), "HOME": str(self.folder)}
        self.assertIsNone(shutil.which("cargo", path=alone["PATH"]))
        archive = self.folder / "reviews"
        shutil.copytree(ROOT / "reviews", archive)
        version = run("pilcrow", "--version", env=alone, executable=programs / "pilcrow")
        self.assertEqual(version, run(PILCROW, "--version"))
        run("pilcrow", "build", "reviews", env=alone, cwd=self.folder, executable=programs / "pilcrow")
        for page in ["index.html", "agents/index.html", "404.html"]:
            self.assertIn("<!doctype html>", (self.folder / "site" / page).read_text().lower())


if __name__ == "__main__":
    unittest.main()
