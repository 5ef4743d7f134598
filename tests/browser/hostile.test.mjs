// Hundreds of payloads in every text of the format, every page of the site opened: none of them does anything.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { evaluateIn, isThere, launchFirefox } from './firefox.mjs';
import { faults, hostileArchive, watch } from './hostile.mjs';
import { FAMILIES, PAYLOADS } from './payloads.mjs';
import { build, contextWithin, launch, pagesOf, serve } from './site.mjs';

const TABS = 4;
/** Of so many pages Firefox opens one, beside the reviews, which hold every payload. */
const ONE_OF = 12;

const archive = hostileArchive();
const site = build(archive.reviews, { quiet: true });
const pages = pagesOf(site.folder);
let server;

before(async () => { server = await serve(site.folder); });

after(async () => {
  await server?.close();
  site.remove();
  archive.remove();
});

/** Lets several workers take pages until there are none left. */
async function inTabs(paths, count, open) {
  const left = [...paths];
  await Promise.all(Array.from({ length: count }, async (_, tab) => {
    for (let path = left.shift(); path !== undefined; path = left.shift()) await open(path, tab);
  }));
}

test('there are payloads of every family, and a page for each', () => {
  assert.ok(PAYLOADS.length >= 300);
  for (const [name, family] of Object.entries(FAMILIES)) assert.ok(family.length >= 20, name);
  assert.ok(pages.filter((path) => /^reviews\/run-\d+\/(?!originals)/.test(path)).length >= PAYLOADS.length);
});

describe('in Chromium', () => {
  let browser;
  // No name leads anywhere, should a page ask.
  before(async () => { browser = await launch({ args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'] }); });
  after(() => browser?.close());

  test('no page opens a dialog, asks for anything elsewhere, breaks its policy or has an error', async () => {
    const { context, problems } = await contextWithin(browser, server.root, { watchOnly: true });
    await context.addInitScript(watch);
    context.on('dialog', (dialog) => { problems.push(`dialog on ${dialog.page().url()}`); dialog.dismiss(); });
    const tabs = await Promise.all(Array.from({ length: TABS }, () => context.newPage()));
    await inTabs(pages, TABS, async (path, tab) => {
      await tabs[tab].goto(server.root + path, { waitUntil: 'load' });
      problems.push(...(await tabs[tab].evaluate(faults)).map((fault) => `${path}: ${fault}`));
    });
    await context.close();
    assert.deepEqual(problems, []);
  });

  test('the script works: keys, copying, the palette, the search, the filter', async () => {
    const { context, problems } = await contextWithin(browser, server.root);
    await context.addInitScript(watch);
    const page = await context.newPage();
    for (const path of ['reviews/run-0.html', 'reviews/run-17.html', 'reviews/run-30.html', 'reviews/run-0/query.html']) {
      await page.goto(server.root + path);
      await page.keyboard.press('?');
      await page.locator('dialog[open] kbd').first().waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('/');
      await page.locator('dialog.palette input').fill('script');
      await page.locator('dialog.palette [role=option]').first().waitFor();
      assert.ok(await page.locator('dialog.palette [role=option]').count() > 1, path);
      await page.keyboard.press('Escape');
      problems.push(...await page.evaluate(faults));
    }
    // A search that finds what is hostile, and asks for it in hostile words.
    for (const words of ['script', 'hit', '<img src=x onerror=hit()>', '"><script>hit()</script>', '202e']) {
      await page.goto(`${server.root}search.html?q=${encodeURIComponent(words)}`);
      await page.locator('main [role=status]').filter({ hasText: /finding|review|result/i }).waitFor();
      problems.push(...await page.evaluate(faults));
    }
    await page.goto(`${server.root}reviews/index.html`);
    await page.locator('.filter input').fill('<script>');
    await page.locator('.filter [role=status]').filter({ hasText: 'on this page' }).waitFor();
    await page.goto(`${server.root}reviews/run-0.html#%E0%A4%A`);
    await page.keyboard.press('j');
    assert.equal(await page.evaluate(() => document.activeElement.className.split(' ')[0]), 'finding');
    problems.push(...await page.evaluate(faults));
    await context.close();
    assert.deepEqual(problems, []);
  });

  test('code with a sign that turns the direction is copied as the run has it', async () => {
    const { context, problems } = await contextWithin(browser, server.root);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    const text = FAMILIES.direction[0];
    const at = PAYLOADS.indexOf(text);
    await page.goto(`${server.root}reviews/run-${Math.floor(at / 12)}.html`);
    // The excerpt without a place, which has it twice.
    const code = page.locator('figure.code:not(:has(figcaption))').filter({ hasText: 'if (isAdmin)' }).first();
    assert.equal(await code.locator('.sign').count(), 8);
    assert.equal(await code.locator('.sign').first().evaluate((sign) => getComputedStyle(sign, '::before').content), '"U+202E"');
    await code.hover();
    await code.locator('.copy').click();
    assert.equal((await page.evaluate(() => navigator.clipboard.readText())).trim(), `${text}\n${text}`);
    // What is read is in the order that it has: each word stands right of the one before it.
    const lefts = await code.evaluate((figure) => ['/*', 'if (isAdmin)', 'begin admins only'].map((words) => {
      const walker = document.createTreeWalker(figure.querySelector('code'), NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const start = walker.currentNode.data.indexOf(words);
        if (start < 0) continue;
        const range = document.createRange();
        range.setStart(walker.currentNode, start);
        range.setEnd(walker.currentNode, start + words.length);
        return range.getBoundingClientRect().left;
      }
      return NaN;
    }));
    assert.deepEqual(lefts.toSorted((a, b) => a - b), lefts);
    await context.close();
    assert.deepEqual(problems, []);
  });
});

test('in Firefox no page opens a dialog, asks for anything elsewhere, breaks its policy or has an error', { skip: !isThere && !process.env.PILCROW_TEST_ALL && 'Firefox is not installed' }, async () => {
  const firefox = await launchFirefox();
  const problems = [];
  try {
    const contexts = await Promise.all([0, 1].map(async () => (await firefox.send('browsingContext.create', { type: 'tab' })).context));
    await firefox.on('browsingContext.userPromptOpened', ({ message }) => problems.push(`dialog: ${message}`));
    await firefox.on('log.entryAdded', ({ level, text, source }) => {
      if (level === 'error' || level === 'warn') problems.push(`${source?.context}: ${text}`);
    });
    await firefox.on('network.beforeRequestSent', ({ context, request: { url } }) => {
      if (contexts.includes(context) && !url.startsWith(server.root) && !url.startsWith('data:') && url !== 'about:blank') problems.push(`request leaves the site: ${url}`);
    });
    await firefox.send('script.addPreloadScript', { functionDeclaration: watch.toString() });
    // A page that leads on may be half gone when it is looked at; the one that it leads to is among the others.
    const staying = pages.filter((path) => !readFileSync(join(site.folder, path), 'utf8').includes('data-redirect'));
    const sample = staying.filter((path, at) => at % ONE_OF === 0 || /^reviews\/run-\d+\.html$/.test(path));
    await inTabs(sample, contexts.length, async (path, tab) => {
      await firefox.send('browsingContext.navigate', { context: contexts[tab], url: server.root + path, wait: 'complete' });
      problems.push(...(await evaluateIn(firefox, contexts[tab], faults)).map((fault) => `${path}: ${fault}`));
    });
  } finally {
    await firefox.end();
  }
  assert.deepEqual(problems, []);
});
