"""Nobody outside gets more out of the workflows and the action than they are for, as far as zizmor knows."""

import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ZIZMOR = pathlib.Path(sys.executable).parent / "zizmor"


class Workflows(unittest.TestCase):
    def test_nothing_is_open_to_others(self):
        places = [".github/workflows", "action.yml", "src/cli/starter/pages.yml"]
        done = subprocess.run([ZIZMOR, "--offline", "--config", ".github/zizmor.yml", *places],
                              cwd=ROOT, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("No findings to report", done.stdout)


if __name__ == "__main__":
    unittest.main()
