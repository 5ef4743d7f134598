"""Markdown twins, read by another reader of Markdown than the one that they are made with: whatever a run says, its words stay
where they are put and do nothing."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import markdown_it

ROOT = pathlib.Path(__file__).resolve().parents[2]
PILCROW = os.environ.get("PILCROW", str(ROOT / "target/debug/pilcrow"))
READER = markdown_it.MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

# Each would go on to the end of the document, or pass for a part of it, if it were not text.
HOSTILE = [
    "```\nopen", "````\n```\nopen", "~~~ js\nopen", "> ```\nopen", "- ```\n  open", "a\n\n    ```\nb", "`` open",
    "<!-- open", "<script>\nalert(1)", "<details><summary>", "<![CDATA[", "<?php", "a <b\nc=\"", "</article>",
    "# Title\n\n## Critical Issues\n\nNone.", "Title\n=====", "Title\n---", "> # Title", "- # Title", "| a |\n|---|\n| b", "a | b\n--- | ---",
    "[last section]: javascript:x\n\n[last section]", "[a](javascript:alert(1)) ![b](https://evil.example/b.png)", "[^1]: open\n\n    more",
    "\\", "a\\\n", "1. a\n   1. b\n      ```\n      c", "*a **b ~~c", "___\n\n***\n\n* * *", "&lt;b&gt; &#60;i&#62;", "a\r> b\r```\rc",
    "\u2028# a", "\t\t# a", "&#10;# a", "&#32;&#32;&#32;&#32;a", "-\n\n  a", "+\n\n# b", "0) a\n\n9999999999. b",
]


def run_with(text):
    finding = {
        "id": "I1", "severity": "important", "title": text, "found_by": [{"agent": "claude", "ref": text}], "body": text, "fix": text,
        "excerpts": [{"code": text, "language": text}], "patch": text, "rule": {"id": text},
        "repro": {"language": text, "script": text, "output": text}, "resolution": {"action": "fixed", "reason": text, "commit": text},
    }
    return {
        "format": "pilcrow-review/1", "date": "2026-03-22", "title": text, "summary": text, "facts": [{"label": text, "value": text}],
        "subject": {"title": text, "pull_request": 7, "repository": "o/n", "branch": text, "author": text},
        "reviewers": [{"agent": "claude", "name": text, "effort": text}, {"agent": "codex", "status": "failed", "reason": text}],
        "verdict": {"label": text, "summary": text}, "findings": [finding], "strengths": [{"body": text}],
        "sections": [{"title": text, "body": text}, {"title": "Last section", "body": "The end."}],
    }


def read(path):
    return READER.parse(path.read_text(encoding="utf-8"))


def flat(tokens):
    for token in tokens:
        yield token
        yield from flat(token.children or [])


class Twins(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="pilcrow-twins-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        (cls.folder / "pilcrow.toml").write_text("twins = true\n")
        (cls.folder / "hostile").mkdir()
        for number, text in enumerate(HOSTILE):
            run = {"id": f"r{number}", **run_with(text)}
            (cls.folder / "hostile" / f"r{number}.json").write_text(json.dumps(run))
        cls.sites = {}
        for name, archive in {"sample": ROOT / "reviews", "hostile": cls.folder / "hostile"}.items():
            site = cls.folder / f"{name}-site"
            command = [PILCROW, "build", archive, "-o", site, "--config", cls.folder / "pilcrow.toml", "--quiet"]
            done = subprocess.run(command, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            cls.sites[name] = site

    def test_nothing_works_and_every_link_is_harmless(self):
        seen = 0
        for site in self.sites.values():
            for path in [*(site / "reviews").rglob("*.md"), site / "llms.txt"]:
                with self.subTest(twin=path):
                    for token in flat(read(path)):
                        self.assertNotIn(token.type, ("html_block", "html_inline", "image"), token.content)
                        href = token.attrGet("href") if token.type == "link_open" else None
                        self.assertTrue(href is None or ":" not in href or href.startswith(("https://", "http://", "mailto:")), href)
                    seen += 1
        self.assertGreater(seen, 150)

    def test_the_outline_is_the_documents_own(self):
        for number, text in enumerate(HOSTILE):
            path = self.sites["hostile"] / f"reviews/r{number}.md"
            with self.subTest(text=text):
                tokens = read(path)
                heads = [(token.tag, tokens[at + 1].content) for at, token in enumerate(tokens)
                         if token.type == "heading_open" and token.level == 0]
                self.assertEqual([tag for tag, _ in heads].count("h1"), 1)
                second = [words for tag, words in heads if tag == "h2"]
                self.assertEqual(second[:4], ["Executive Summary", "Critical Issues", "Important Issues", "Suggestions"])
                self.assertEqual((len(second), second[4], second[-1]), (7, "Design Observations", "Last section"))
                self.assertEqual([words.partition(":")[0] for tag, words in heads if words.startswith("I1:")], ["I1"])
                self.assertEqual(tokens[-2].content, "The end.")

    def test_code_comes_back_as_it_was(self):
        for number, text in enumerate(HOSTILE):
            path = self.sites["hostile"] / f"reviews/r{number}/I1.md"
            with self.subTest(text=text):
                code = [token.content.rstrip("\n") for token in read(path) if token.type == "fence" and token.level == 0]
                expected = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
                # The excerpt, the script, its output and the patch.
                self.assertGreaterEqual(code.count(expected), 4, code)


if __name__ == "__main__":
    unittest.main()
