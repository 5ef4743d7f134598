// Previews of links: what a crawler reads of the pages that people link to, read by a crawler of somebody else.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import scrape from 'open-graph-scraper';
import { build, kindsOf, pagesOf, runs, serve } from './site.mjs';

const BASE = 'https://team.example/reviews/';
const FACTS = ['twitter:label1', 'twitter:data1', 'twitter:label2', 'twitter:data2'];
// What Markdown would make something of.
const MARKS = /\*\*|`|\]\(|^#+ |__|\\/;

const site = build(undefined, { config: `base_url = "${BASE}"\ncards = true\n` });
const kinds = kindsOf(site.folder);
let server;

before(async () => { server = await serve(site.folder); });

after(async () => {
  await server?.close();
  site.remove();
});

/** What the crawler makes of a page, with no more than the page's own tags. */
async function read(path) {
  const customMetaTags = FACTS.map((property) => ({ property, fieldName: property, multiple: false }));
  const { error, result } = await scrape({ url: server.root + path, onlyGetOpenGraphInfo: ['title', 'image'], customMetaTags });
  assert.ok(!error, `${path}: ${JSON.stringify(result)}`);
  return { ...result, facts: FACTS.map((property) => result.customMetaTags?.[property]) };
}

/** Title, description and facts are plain text that is not cut within a word, and the address is where the page will be. */
function assertIsWhole(path, tags, { facts = true } = {}) {
  assert.equal(tags.ogUrl, `${BASE}${path.replace(/(^|\/)index\.html$/, '$1')}`);
  assert.equal(tags.ogSiteName, 'Reviews');
  const texts = [tags.ogTitle, tags.ogDescription, ...(facts ? tags.facts : [])];
  for (const text of texts) {
    assert.ok(text, `${path}: ${JSON.stringify(tags)}`);
    assert.doesNotMatch(text, MARKS, path);
  }
  assert.ok(tags.ogTitle.length <= 111 && tags.ogDescription.length <= 301, path);
}

/** The picture of a page: 1200 by 630 pixels, by a palette. */
function assertHasPicture(path, tags, name) {
  assert.equal(tags.ogImage.length, 1, path);
  const [{ url, alt }] = tags.ogImage;
  assert.ok(url.startsWith(BASE) && name.test(url), `${path}: ${url}`);
  assert.ok(alt, path);
  const png = readFileSync(join(site.folder, url.slice(BASE.length)));
  assert.equal(png.toString('latin1', 1, 4), 'PNG');
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]], [1200, 630, 8, 3]);
  assert.equal(tags.twitterCard, 'summary_large_image', path);
}

test('a finding tells its severity, agents, change and state, with the picture of its severity', async () => {
  for (const run of runs()) {
    for (const finding of run.findings) {
      const tags = await read(finding.page);
      assertIsWhole(finding.page, tags);
      assertHasPicture(finding.page, tags, new RegExp(`/assets/${finding.severity}\\.[0-9a-f]{10}\\.png$`));
      assert.equal(tags.ogType, 'article');
      assert.ok(tags.articlePublishedTime.startsWith(run.date.slice(0, 10)), finding.page);
      const [severity, agents, change, state] = tags.facts;
      assert.deepEqual([severity, change], ['Severity', 'Change']);
      assert.match(agents, new RegExp(`^${finding.severity}\\b`, 'i'));
      const panel = run.reviewers.map(({ agent }) => agent);
      assert.equal(/, found by \w/.test(agents), (finding.found_by ?? []).some(({ agent, role }) => !role && panel.includes(agent)), finding.page);
      const number = run.subject?.pull_request;
      if (number) assert.ok(state.includes(`#${number}`), `${finding.page}: ${state}`);
      if (finding.resolution) assert.match(state, new RegExp(`, ${finding.resolution.action.replace('-', ' ')}$`));
    }
  }
});

test('a review tells its findings and its panel, with a card of its own', async () => {
  for (const run of runs()) {
    const tags = await read(run.page);
    const hasPanel = run.reviewers?.some(({ status }) => status !== 'failed');
    assertIsWhole(run.page, tags, { facts: hasPanel || Boolean(run.verdict) });
    assertHasPicture(run.page, tags, /\/cards\/[0-9a-f]{10}\.png$/);
    assert.equal(tags.ogType, 'article');
    assert.equal(tags.facts[0], 'Findings');
    if (hasPanel) assert.equal(tags.facts[2], 'Reviewed by');
  }
});

test('a change tells what is open and how many rounds it took, with the card of the newest', async () => {
  const changes = pagesOf(site.folder).filter((page) => page.startsWith('changes/'));
  assert.ok(changes.length > 5);
  for (const page of changes) {
    const tags = await read(page);
    assertIsWhole(page, tags);
    assertHasPicture(page, tags, /\/cards\/[0-9a-f]{10}\.png$/);
    assert.equal(tags.ogType, 'article');
    const [, change, number] = page.match(/^changes\/(.*)\/(\d+)\.html$/) ?? [];
    const rounds = runs().filter(({ subject }) => number && subject?.pull_request === Number(number) && subject.repository === change);
    const [open, , label, told] = tags.facts;
    assert.deepEqual([open, label], ['Open', 'Rounds']);
    if (number) {
      assert.match(told, new RegExp(`^${rounds.length}\\b`), page);
      const first = rounds.map(({ date }) => date).sort()[0];
      assert.equal(tags.articlePublishedTime, first, page);
    }
  }
});

test('a file tells how much was raised on it and what of that is open', async () => {
  const files = pagesOf(site.folder).filter((page) => page.startsWith('files/') && page !== 'files/index.html');
  assert.ok(files.length > 5);
  for (const page of files) {
    const tags = await read(page);
    assertIsWhole(page, tags);
    assert.equal(tags.ogImage, undefined, page);
    const [problems, counts, label, open] = tags.facts;
    assert.deepEqual([problems, label], ['Problems', 'Open']);
    assert.match(counts, /^\d+ (critical|important|suggestion|concern)/, page);
    assert.match(open, /^(nothing$|\d+ (critical|important|suggestion|concern))/, page);
  }
});

test('the first page, the leaderboard and agents tell how much they hold, without a picture', async () => {
  for (const kind of ['home', 'agents', 'slice', 'agent']) {
    const tags = await read(kinds[kind]);
    assertIsWhole(kinds[kind], tags);
    assert.equal(tags.ogImage, undefined, kind);
    assert.equal(tags.twitterCard, undefined, kind);
  }
});
