"""Feeds, site maps and badges, read by programs that others wrote: each is well-formed, says what the archive says, and leads
into the site."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import urllib.parse
import xml.etree.ElementTree

import feedparser

ROOT = pathlib.Path(__file__).resolve().parents[2]
PILCROW = os.environ.get("PILCROW", str(ROOT / "target/debug/pilcrow"))
BASE = "https://team.example/reviews/"
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

# What would end an element, a CDATA section, an attribute or the file, if it were not text.
HOSTILE = "]]> <script>alert(1)</script> & &amp; &lt; \"' <!-- --> </title></entry> \u202e \u2066 \x00\x01\x0b\x1b\x7f\x85 \ufffe {{ 1 }} <?xml?> שלום 日本語"
# A title is a line of Markdown, where entities are read and two of the signs are blanks; a name is text as it is.
SHOWN = "]]> <script>alert(1)</script> & & < \"' <!-- --> </title></entry> [U+202E] [U+2066] ␀␁ ␛␡ \ufffd {{ 1 }} <?xml?> שלום 日本語"
NAME = "]]> <script>alert(1)</script> & &amp; &lt; \"' <!-- --> </title></entry> [U+202E] [U+2066] ␀␁␋␛␡\ufffd \ufffd {{ 1 }} <?xml?> שלום 日本語"


def hostile_run():
    finding = {"id": "C1", "severity": "critical", "title": HOSTILE, "found_by": [{"agent": "claude"}],
               "locations": [{"path": "src/<a>&\u202e]]>.rs"}]}
    return {
        "format": "pilcrow-review/1", "id": "r", "date": "2026-03-22", "title": HOSTILE,
        "subject": {"repository": "o.json/a.svg", "pull_request": 7},
        "reviewers": [{"agent": "claude", "name": HOSTILE}, {"agent": "gone", "status": "failed"}],
        "verdict": {"label": HOSTILE}, "findings": [finding],
    }


class Feeds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="pilcrow-feeds-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        archives = {"sample": ROOT / "reviews", "hostile": cls.folder / "hostile", "empty": cls.folder / "empty"}
        for name in ("hostile", "empty"):
            archives[name].mkdir()
        (archives["hostile"] / "r.json").write_text(json.dumps(hostile_run()), encoding="utf-8")
        settings = cls.folder / "pilcrow.toml"
        settings.write_text("robots = 'index'\ntitle = 'Ours & <theirs>'\n")
        cls.sites = {}
        for name, archive in archives.items():
            site = cls.folder / f"{name}-site"
            command = [PILCROW, "build", archive, "-o", site, "--config", settings, "--base-url", BASE, "--quiet"]
            done = subprocess.run(command, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            cls.sites[name] = site

    def feeds(self, name):
        site = self.sites[name]
        return [site / "feed.xml", *sorted((site / "feeds").rglob("*.xml"))]

    def leads_into(self, site, address):
        self.assertTrue(address.startswith(BASE), address)
        path, _, fragment = urllib.parse.unquote(address.removeprefix(BASE)).partition("#")
        file = site / (path or "index.html")
        self.assertTrue(file.is_file(), address)
        if fragment:
            self.assertIn(f'id="{fragment}"', file.read_text())

    def test_every_feed_is_read_without_a_complaint(self):
        counts = {}
        for name, site in self.sites.items():
            for path in self.feeds(name):
                with self.subTest(feed=path):
                    read = feedparser.parse(path.read_bytes())
                    self.assertFalse(read.bozo, read.get("bozo_exception"))
                    self.assertEqual(read.version, "atom10")
                    for key in ("id", "title", "updated", "link", "author"):
                        self.assertTrue(read.feed[key].strip(), key)
                    self.assertIsNotNone(read.feed.updated_parsed)
                    self.leads_into(site, read.feed.link)
                    self.assertLessEqual(len(read.entries), 50)
                    ids = [entry.id for entry in read.entries]
                    self.assertEqual(len(set(ids)), len(ids))
                    for entry in read.entries:
                        self.assertTrue(entry.id.startswith("urn:uuid:"))
                        self.assertTrue(entry.title.strip() and entry.summary.strip())
                        self.assertIsNotNone(entry.updated_parsed)
                        self.leads_into(site, entry.link)
                    counts.setdefault(name, []).append(len(ids))
        self.assertEqual(counts["empty"], [0, 0])
        self.assertGreater(len(counts["sample"]), 8)
        # Of all, of the repository and of the agent, reviews and critical findings of each.
        self.assertEqual(counts["hostile"], [1] * 6)

    def test_what_the_standard_requires_is_there_once(self):
        for name in self.sites:
            for path in self.feeds(name):
                with self.subTest(feed=path):
                    feed = xml.etree.ElementTree.parse(path).getroot()
                    self.assertEqual(feed.tag, f"{ATOM}feed")
                    for one in [feed, *feed.iter(f"{ATOM}entry")]:
                        for tag in ("id", "title", "updated"):
                            self.assertEqual(len(one.findall(f"{ATOM}{tag}")), 1, tag)
                        links = [link.get("rel") for link in one.findall(f"{ATOM}link")]
                        self.assertEqual(links.count("alternate"), 1)
                    [own] = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
                    self.assertEqual(own, BASE + str(path.relative_to(self.sites[name])))

    def test_both_formats_say_the_same(self):
        for name in self.sites:
            for path in self.feeds(name):
                with self.subTest(feed=path):
                    atom = feedparser.parse(path.read_bytes())
                    other = json.loads(path.with_suffix(".json").read_text())
                    said = [(item["id"], item["url"], item["title"], item["content_text"]) for item in other["items"]]
                    self.assertEqual([(e.id, e.link, e.title, e.summary) for e in atom.entries], said)
                    self.assertEqual((atom.feed.title, atom.feed.link), (other["title"], other["home_page_url"]))

    def test_hostile_text_stays_text(self):
        for path in self.feeds("hostile"):
            [entry] = feedparser.parse(path.read_bytes()).entries
            self.assertTrue(entry.title.endswith(SHOWN), entry.title)
            self.assertEqual([author.name for author in entry.authors], [NAME])

    def test_the_map_lists_every_page_once(self):
        for name, site in self.sites.items():
            root = xml.etree.ElementTree.parse(site / "sitemap.xml").getroot()
            self.assertEqual(root.tag, f"{MAP}urlset")
            listed = [loc.text for loc in root.iter(f"{MAP}loc")]
            self.assertEqual(len(set(listed)), len(listed))
            self.assertIn(BASE, listed)
            paths = {address.removeprefix(BASE) for address in listed}
            for path in paths:
                file = site / path
                self.assertTrue((file / "index.html" if path == "" or path.endswith("/") else file).is_file(), path)
            pages = {str(page.relative_to(site)) for page in site.rglob("*.html")}
            is_redirect = lambda page: re.search('http-equiv="?refresh', (site / page).read_text())
            left_out = {page for page in pages if page.removesuffix("index.html") not in paths and page not in paths}
            self.assertEqual({page for page in left_out if not is_redirect(page)}, {"404.html", "search.html"})
            self.assertIn(f"Sitemap: {BASE}sitemap.xml\n", (site / "robots.txt").read_text())

    def test_badges_are_drawings_with_a_name_and_what_shields_takes(self):
        seen = 0
        for name, site in self.sites.items():
            for path in (site / "badges").rglob("*.svg"):
                with self.subTest(badge=path):
                    svg = xml.etree.ElementTree.parse(path).getroot()
                    self.assertEqual(svg.tag, "{http://www.w3.org/2000/svg}svg")
                    self.assertEqual(svg.get("role"), "img")
                    title = svg.find("{http://www.w3.org/2000/svg}title").text
                    self.assertEqual(svg.get("aria-label"), title)
                    told = json.loads(path.with_suffix(".json").read_text())
                    self.assertEqual(set(told), {"schemaVersion", "label", "message", "color"})
                    self.assertEqual(told["schemaVersion"], 1)
                    self.assertTrue(told["message"].strip())
                    self.assertEqual(title, f"{told['label']}: {told['message']}")
                    drawn = [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]
                    self.assertEqual(drawn, [told["label"], told["message"]])
                    seen += 1
        self.assertGreater(seen, 8)
        self.assertFalse((self.sites["hostile"] / "badges/gone.svg").exists())


if __name__ == "__main__":
    unittest.main()
