// The search as a reader has it: the page, its address, the palette over every kind of page; and what it does when files
// are missing, broken or of another build.
import axe from 'axe-core';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { build, contextWithin, fileRoot, kindsOf, launch, runs, serve } from './site.mjs';

const site = build();
const kinds = kindsOf(site.folder);
const all = runs();
const findings = all.flatMap((run) => run.findings.map((finding) => ({ ...finding, run })));
const manifestText = readFileSync(join(site.folder, 'search-index/manifest.js'), 'utf8');
const BUILD = /"build":"(\w+)"/.exec(manifestText)[1];
let browser;
let server;

before(async () => {
  browser = await launch();
  server = await serve(site.folder);
});

after(async () => {
  await browser?.close();
  await server?.close();
  site.remove();
});

let opened = [];
/** Opens a page; `expected` says which messages it may give. */
async function open(path, { root = server.root, expected = null, init = null, ...options } = {}) {
  const guarded = await contextWithin(browser, root, options);
  opened.push({ ...guarded, expected });
  if (init) await guarded.context.addInitScript(init);
  const page = await guarded.context.newPage();
  await page.goto(root + path);
  return page;
}

afterEach(async () => {
  const problems = opened.flatMap(({ problems: all, expected }) => all.filter((problem) => !expected?.test(problem)));
  await Promise.all(opened.map(({ context }) => context.close()));
  opened = [];
  assert.deepEqual(problems, []);
});

/** The files of the index that a page asks for, as they go out. */
function requestsOf(page) {
  const asked = [];
  page.on('request', (request) => {
    const [, path] = /\/search-index\/(.*)$/.exec(request.url()) ?? [];
    if (path) asked.push(path);
  });
  return asked;
}

async function eventually(read, expected) {
  for (let tries = 0; tries < 60 && JSON.stringify(await read()) !== JSON.stringify(expected); tries += 1) await new Promise((resolve) => { setTimeout(resolve, 50); });
  assert.deepEqual(await read(), expected);
}

const status = (page) => page.locator('#found [role=status]').innerText();
const titles = (page) => page.locator('.results h2').allInnerTexts();
const links = (page) => page.locator('.results h2 a').evaluateAll((all) => all.map((one) => one.href));
/** Waits for an answer that is told whole: results, counts, filters. */
async function answered(page, words = /finding|review|Nothing|result/) {
  await page.locator('#found [role=status]').filter({ hasText: words }).waitFor();
  // Figures come after results: until nothing has changed for a while.
  let [seen, same] = ['', 0];
  for (let tries = 0; tries < 100 && same < 5; tries += 1) {
    const now = await page.locator('main').innerText();
    same = now === seen && !(await page.locator('.results[aria-busy]').count()) ? same + 1 : 0;
    seen = now;
    await new Promise((resolve) => { setTimeout(resolve, 30); });
  }
  assert.equal(same, 5);
}
async function ask(page, words) {
  await page.fill('#query', words);
  await page.waitForURL((url) => (url.searchParams.get('q') ?? '') === words);
  await answered(page);
}
const NOT_THERE = /Failed to load resource: .*(404|ERR_FAILED)/;

describe('search.html', () => {
  for (const where of ['the disk', 'a sub-path']) {
    test(`shows all, newest first, before anything is asked, from ${where}`, async () => {
      const page = await open('search.html', { root: where === 'the disk' ? fileRoot(site.folder) : server.root });
      await answered(page);
      assert.equal(await status(page), `${findings.length} findings and ${all.length} reviews`);
      assert.equal(await page.locator('.results li').count(), 10);
      const days = await page.locator('.results time').evaluateAll((list) => list.map((one) => one.dateTime));
      assert.deepEqual(days, days.toSorted().reverse());
    });

    test(`finds what is pasted, and follows what is typed, from ${where}`, async () => {
      const page = await open('search.html', { root: where === 'the disk' ? fileRoot(site.folder) : server.root });
      await ask(page, 'StoreError');
      assert.match(await status(page), /finding/);
      await ask(page, 'pid recyc');
      assert.ok((await page.locator('.results li').allInnerTexts()).some((text) => /pid/i.test(text)));
      await ask(page, 'taskill~1');
      assert.match(await status(page), /finding/);
      assert.ok(page.url().endsWith('search.html?q=taskill%7E1'));
    });
  }

  test('narrows to critical findings of one agent in one repository since March, and the address shows them to others', async () => {
    const wanted = findings.filter(({ severity, found_by: by, run }) => severity === 'critical' && by.some(({ agent }) => agent === 'plover')
      && run.subject.repository === 'lantern-works/quay-store' && run.date >= '2026-03');
    assert.ok(wanted.length > 0);
    const page = await open('search.html');
    await answered(page);
    await page.getByRole('checkbox', { name: /^Critical/ }).check();
    await page.getByRole('checkbox', { name: /^Plover/ }).check();
    await page.getByRole('checkbox', { name: /quay-store/ }).check();
    await page.getByLabel('Since').fill('2026-03-01');
    await eventually(() => status(page), `${wanted.length} finding${wanted.length === 1 ? '' : 's'}`);
    assert.equal(new URL(page.url()).search, '?severity=critical&agent=plover&repo=lantern-works%2Fquay-store&since=2026-03-01');
    const shown = await links(page);
    const other = await open(page.url().slice(server.root.length));
    await answered(other);
    assert.deepEqual(await links(other), shown);
    assert.equal(await status(other), await status(page));
    for (const name of [/^Critical/, /^Plover/, /quay-store/]) assert.ok(await other.getByRole('checkbox', { name }).isChecked());
    const shorter = await open('search.html?since=2026-03&severity=critical&agent=plover&repo=lantern-works%2Fquay-store');
    await answered(shorter);
    assert.deepEqual(await links(shorter), shown);
  });

  test('takes dates from the keyboard', async () => {
    const page = await open('search.html');
    await answered(page);
    await page.getByLabel('Since').focus();
    await page.keyboard.type('03012026', { delay: 60 });
    await page.waitForURL((url) => url.search === '?since=2026-03-01');
    await page.getByLabel('Until').focus();
    await page.keyboard.type('03312026', { delay: 60 });
    await page.waitForURL((url) => url.search === '?since=2026-03-01&until=2026-03-31');
    await answered(page);
    const days = await page.locator('.results time').evaluateAll((list) => list.map((one) => one.dateTime));
    assert.ok(days.length && days.every((day) => day.startsWith('2026-03')), days.join());
    await page.goto(`${server.root}search.html?since=2026-03&until=2026-03`);
    await answered(page);
    assert.deepEqual([await page.getByLabel('Since').inputValue(), await page.getByLabel('Until').inputValue()], ['2026-03-01', '2026-03-31']);
    assert.deepEqual(await page.locator('.results time').evaluateAll((list) => list.map((one) => one.dateTime)), days);
  });

  test('counts each facet with the filters of the others', async () => {
    const page = await open('search.html?severity=critical');
    await answered(page);
    const box = (name) => page.getByRole('checkbox', { name });
    const figure = async (name) => Number(await page.locator('.facet label').filter({ has: box(name) }).locator('.num').innerText());
    assert.equal(await figure(/^Important/), findings.filter(({ severity }) => severity === 'important').length);
    const critical = findings.filter(({ severity }) => severity === 'critical');
    assert.equal(await figure(/^Codex/), critical.filter(({ found_by: by }) => by.some(({ agent }) => agent === 'codex')).length);
    await box(/^Important/).check();
    await eventually(() => status(page), `${critical.length + await figure(/^Important/)} findings`);
    await page.getByRole('link', { name: 'Clear all filters' }).click();
    await eventually(() => status(page), `${findings.length} findings and ${all.length} reviews`);
    assert.equal(new URL(page.url()).search, '');
  });

  test('opens results in tabs', async () => {
    const page = await open('search.html?q=lock');
    await answered(page);
    const wanted = (await links(page)).slice(0, 3);
    const tabs = [];
    page.context().on('page', (tab) => tabs.push(tab));
    for (let at = 0; at < 3; at += 1) await page.locator('.results h2 a').nth(at).click({ modifiers: ['Control'] });
    await eventually(async () => tabs.map((tab) => tab.url()), wanted);
    for (const tab of tabs) await tab.locator('h1').waitFor();
    assert.ok(page.url().endsWith('?q=lock'));
  });

  test('goes back and forward', async () => {
    const page = await open('search.html');
    await answered(page);
    await ask(page, 'lock');
    await page.getByRole('checkbox', { name: /^Important/ }).check();
    await page.waitForURL(/severity=important/);
    await answered(page);
    const narrowed = await status(page);
    await page.getByRole('link', { name: 'newest first' }).click();
    await page.waitForURL(/sort=new/);
    await page.goBack();
    await page.waitForURL((url) => !url.search.includes('sort'));
    await eventually(() => status(page), narrowed);
    await page.goBack();
    await page.waitForURL((url) => url.search === '?q=lock');
    await eventually(() => page.getByRole('checkbox', { name: /^Important/ }).isChecked(), false);
    await page.goForward();
    await page.waitForURL(/severity=important/);
    await eventually(() => status(page), narrowed);
    assert.equal(await page.inputValue('#query'), 'lock');
    await page.locator('.results h2 a').first().click();
    await page.waitForURL(/reviews\//);
    await page.goBack();
    await answered(page);
    assert.equal(await status(page), narrowed);
  });

  test('goes through pages', async () => {
    const page = await open('search.html?q=lock');
    await answered(page);
    const first = await links(page);
    await page.getByRole('link', { name: 'Page 2' }).click();
    await page.waitForURL(/page=2/);
    await eventually(async () => (await links(page)).some((one) => first.includes(one)), false);
    assert.equal(await page.locator('.pages [aria-current]').textContent(), 'Page 2');
    assert.ok(await page.locator('#found [role=status]:focus').count());
    await page.goto(`${server.root}search.html?q=lock&page=999`);
    await answered(page);
    assert.ok(await page.locator('.results li').count() > 0);
  });

  test('lists the newest first when told', async () => {
    const page = await open('search.html?q=lock&sort=new');
    await answered(page);
    const days = await page.locator('.results time').evaluateAll((list) => list.map((one) => one.dateTime));
    assert.deepEqual(days, days.toSorted().reverse());
  });

  test('submits like a form', async () => {
    const page = await open('search.html?severity=important');
    await answered(page);
    await page.locator('#query').fill('lock');
    await page.locator('#query').press('Enter');
    await page.waitForURL((url) => url.search === '?q=lock&severity=important');
    await answered(page);
    await page.goBack();
    await page.waitForURL((url) => url.search === '?severity=important');
  });

  test('says what cannot be read, what is nowhere, what filters hide', async () => {
    const page = await open('search.html');
    await answered(page);
    await page.fill('#query', 'lock foo^');
    await eventually(() => status(page), '“foo^”: after ^ comes a number, as in lock^5.');
    assert.equal(await page.locator('.results li').count(), 0);
    await page.fill('#query', 'sokcett');
    await eventually(() => status(page), 'Nothing found.');
    await page.getByRole('link', { name: 'socket' }).click();
    await answered(page, /finding/);
    assert.equal(await page.inputValue('#query'), 'socket');
    await page.goto(`${server.root}search.html?q=taskkill&severity=concern&severity=critical`);
    await eventually(() => status(page), 'Nothing found.');
    await page.locator('.told a').click();
    await answered(page, /finding/);
    assert.equal(new URL(page.url()).search, '?q=taskkill');
    await page.fill('#query', 'the and ');
    await eventually(() => status(page), 'Nothing found.');
    assert.match(await page.locator('.told').innerText(), /common/);
    await page.goto(`${server.root}search.html?q=lock&repo=nowhere&since=never&page=-3&sort=up`);
    await eventually(() => status(page), 'Nothing found.');
  });

  test('answers only the newest question, however slow the others are', async () => {
    const page = await open('search.html');
    await answered(page);
    // What the first question needs comes late.
    const asked = requestsOf(page);
    await page.route('**/t/*/*.js', async (route) => { await new Promise((resolve) => { setTimeout(resolve, 700); }); await route.continue(); }, { times: 1 });
    await page.fill('#query', 'lock');
    await page.waitForTimeout(200);
    await page.fill('#query', 'pid');
    await answered(page);
    await eventually(async () => /pid/i.test((await page.locator('.results mark').allInnerTexts()).join()), true);
    const shown = await titles(page);
    await page.waitForTimeout(900);
    assert.deepEqual(await titles(page), shown);
    assert.equal(new URL(page.url()).search, '?q=pid');
    assert.equal(asked.filter((path) => /\/t\//.test(path)).length, 2, 'one shard for each question');
  });

  test('takes 200 fast keystrokes', async () => {
    const page = await open('search.html');
    await answered(page);
    const asked = requestsOf(page);
    await page.locator('#query').focus();
    let count = 0;
    for (const word of ['timeout', 'recycle', 'process', 'windows', 'handle', 'signal', 'volumes', 'retry', 'socket', 'daemon', 'machine', 'journal', 'secret', 'token', 'unlink', 'archive']) {
      await page.keyboard.type(word, { delay: 5 });
      for (let at = 0; at < word.length; at += 1) await page.keyboard.press('Backspace');
      count += 2 * word.length;
    }
    await page.keyboard.type('lock', { delay: 5 });
    assert.ok(count + 4 >= 200, String(count));
    await page.waitForURL((url) => url.search === '?q=lock');
    await answered(page);
    await page.waitForTimeout(300);
    assert.equal(new Set(asked).size, asked.length, 'nothing twice');
    assert.ok(asked.length < 40, asked.join());
    const other = await open('search.html?q=lock');
    await answered(other);
    assert.deepEqual(await titles(page), await titles(other));
    assert.equal(await status(page), await status(other));
  });

  test('loads what it needs before the filters, and little of it', async () => {
    const guarded = await contextWithin(browser, server.root);
    opened.push({ ...guarded, expected: null });
    const page = await guarded.context.newPage();
    const asked = requestsOf(page);
    await page.goto(`${server.root}search.html?q=lock`);
    await answered(page);
    const kindsAsked = asked.map((path) => path.split('/')[1] ?? path);
    assert.ok(kindsAsked.indexOf('f') > kindsAsked.lastIndexOf('d'), kindsAsked.join());
    assert.ok(!kindsAsked.includes('v'), 'no vocabulary');
  });

  test('says so without script, and leads to the lists', async () => {
    const page = await open('search.html?q=lock', { javaScriptEnabled: false });
    assert.match(await page.locator('main').innerText(), /needs a script/);
    for (const one of await page.locator('main :is(button, input, summary)').all()) assert.ok(!(await one.isVisible()));
    const hrefs = await page.locator('main a').evaluateAll((list) => list.map((one) => one.href));
    assert.ok(hrefs.length >= 3);
    for (const href of hrefs) assert.equal((await page.goto(href)).status(), 200, href);
  });

  test('works on a phone by touch', async () => {
    const page = await open('index.html', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    await page.locator('.bar a').filter({ hasText: 'Search' }).tap();
    await page.waitForURL(/search\.html/);
    await page.locator('#query').tap();
    await page.keyboard.type('lock');
    await page.waitForURL(/q=lock/);
    await answered(page);
    assert.ok(!(await page.getByRole('checkbox', { name: /^Important/ }).isVisible()));
    await page.locator('.narrow summary').tap();
    await page.locator('.facet label').filter({ hasText: 'Important' }).tap();
    await page.waitForURL(/severity=important/);
    await answered(page);
    assert.equal(await page.locator('.narrow summary').innerText(), 'Narrow (1)');
    assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth));
    const small = await page.locator('main :is(a, button, summary, .facet label)').evaluateAll((list) => list
      .filter((one) => one.checkVisibility()).map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect().height]).filter(([, height]) => height < 24));
    assert.deepEqual(small, []);
    await page.locator('.results h2 a').first().tap();
    await page.waitForURL(/reviews\//);
  });

  test('is left alone by what people write', async () => {
    const page = await open('search.html');
    await answered(page);
    for (const words of ['<img src=x onerror=alert(1)>', '</script>', '\u2028', '__proto__', 'constructor', 'toString:x', '"', '💥', `${'x'.repeat(3000)}`, '%00', '&q=b', '*', '\\', 'std::fs']) {
      await page.fill('#query', words);
      await page.waitForURL((url) => url.searchParams.get('q') === words);
      await answered(page, /./);
      assert.equal(await page.locator('main img, main script:not([defer])').count(), 0);
    }
  });
});

describe('the palette', () => {
  test('opens over every kind of page by / and by Ctrl K, and closes by Escape', async () => {
    const page = await open('index.html');
    for (const path of Object.values(kinds).filter((kind) => kind !== kinds.search)) {
      await page.goto(server.root + path);
      await page.keyboard.press('/');
      await page.keyboard.type('lock');
      await page.locator('#palette [role=option]').first().waitFor();
      assert.equal(await page.inputValue('#palette-query'), 'lock', path);
      await page.keyboard.press('Escape');
      await page.locator('#palette').waitFor({ state: 'hidden' });
      await page.keyboard.press('Control+k');
      assert.ok(await page.locator('#palette-query:focus').count(), path);
      await page.keyboard.press('Escape');
      await page.locator('#palette').waitFor({ state: 'hidden' });
    }
    await page.goto(`${server.root}search.html`);
    for (const key of ['/', 'Control+k']) {
      await page.locator('.brand').focus();
      await page.keyboard.press(key);
      assert.ok(await page.locator('#query:focus').count());
    }
    assert.equal(await page.locator('dialog').count(), 0);
  });

  for (const where of ['the disk', 'a sub-path']) {
    test(`is led by keys, from ${where}`, async () => {
      const root = where === 'the disk' ? fileRoot(site.folder) : server.root;
      const page = await open(all[0].findings[0].page, { root });
      await page.keyboard.press('/');
      await page.keyboard.type('lock');
      const options = page.getByRole('option');
      await options.last().filter({ hasText: /^All \d+ results$/ }).waitFor();
      const input = page.getByRole('combobox', { name: 'Search all findings and reviews' });
      const active = async () => options.evaluateAll((list) => list.findIndex((one) => one.getAttribute('aria-selected') === 'true'));
      const named = async () => (await input.getAttribute('aria-activedescendant')) === (await options.nth(await active()).getAttribute('id'));
      const last = (await options.count()) - 1;
      for (const [key, at] of [['ArrowDown', 1], ['ArrowDown', 2], ['ArrowUp', 1], ['End', last], ['ArrowDown', 0], ['ArrowUp', last], ['Home', 0]]) {
        await page.keyboard.press(key);
        assert.equal(await active(), at, key);
        assert.ok(await named());
      }
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.href !== root + all[0].findings[0].page && url.href.includes('reviews/'));
      await page.goBack();
      await page.keyboard.press('/');
      await page.keyboard.type('lock');
      await options.last().waitFor();
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await page.waitForURL(`${root}search.html?q=lock`);
      await answered(page);
    });
  }

  test('opens tabs by Ctrl Enter, Ctrl click and the middle button', async () => {
    const page = await open('index.html');
    await page.keyboard.press('/');
    await page.keyboard.type('lock');
    const first = page.getByRole('option').first();
    await first.waitFor();
    const inTab = async (act) => {
      const [tab] = await Promise.all([page.context().waitForEvent('page'), act()]);
      await tab.waitForURL(/reviews\//);
      assert.equal(await tab.evaluate(() => opener), null);
      await tab.close();
    };
    await inTab(() => page.keyboard.press('Control+Enter'));
    await inTab(() => first.click({ modifiers: ['Control'] }));
    await inTab(() => first.click({ button: 'middle' }));
    assert.ok(await page.locator('#palette').isVisible());
    assert.equal(await page.inputValue('#palette-query'), 'lock', 'the middle button pastes nothing');
    // By the bare mouse: the page goes while a locator's click would still look whether it hit.
    const { x, y } = await first.boundingBox();
    await page.mouse.click(x + 20, y + 10);
    await page.waitForURL(/reviews\//);
  });

  test('goes to all results of what is typed when its list is not there yet', async () => {
    const page = await open('index.html');
    await page.keyboard.press('/');
    await page.keyboard.type('lock');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.type(' timeout');
    await page.keyboard.press('Enter');
    await page.waitForURL(/search\.html\?q=lock%20timeout$/);
  });

  test('shows the answer to what was typed last', async () => {
    const page = await open('index.html');
    await page.keyboard.press('/');
    const asked = requestsOf(page);
    for (let round = 0; round < 20; round += 1) {
      await page.keyboard.type('timeo', { delay: 4 });
      for (let at = 0; at < 5; at += 1) await page.keyboard.press('Backspace');
    }
    await page.keyboard.type('lock');
    await page.getByRole('option').filter({ hasText: /^All/ }).waitFor();
    await page.waitForTimeout(300);
    assert.ok((await page.locator('#palette mark').allInnerTexts()).every((text) => /lock/i.test(text)));
    assert.ok(asked.length < 20 && new Set(asked).size === asked.length, asked.join());
  });

  test('says what it found, and what not', async () => {
    const page = await open('index.html');
    await page.keyboard.press('/');
    const said = page.locator('#palette').getByRole('status');
    await page.keyboard.type('lock');
    await said.filter({ hasText: /^\d+ results$/ }).waitFor();
    assert.equal(await page.getByRole('combobox').getAttribute('aria-expanded'), 'true');
    await page.fill('#palette-query', 'zzzzzz');
    await said.filter({ hasText: /^Nothing found\.$/ }).waitFor();
    assert.equal(await page.getByRole('combobox').getAttribute('aria-expanded'), 'false');
    assert.equal(await page.getByRole('combobox').getAttribute('aria-activedescendant'), null);
    await page.fill('#palette-query', 'foo^');
    await said.filter({ hasText: 'after ^ comes a number' }).waitFor();
    await page.fill('#palette-query', '');
    await eventually(() => said.innerText(), '');
  });

  test('that cannot be loaded says so, and comes when it can', async () => {
    const page = await open('index.html', { expected: NOT_THERE });
    await page.route('**/search-index/manifest.js*', (route) => route.fulfill({ status: 404, body: 'no' }));
    await page.keyboard.press('/');
    await page.keyboard.type('lock');
    await page.locator('#palette').getByRole('status').filter({ hasText: 'could not be loaded' }).waitFor();
    await page.unroute('**/search-index/manifest.js*');
    await page.keyboard.press('Escape');
    await page.locator('#palette').waitFor({ state: 'hidden' });
    await page.keyboard.press('/');
    await page.getByRole('option').first().waitFor();
  });

  test('goes on with the new index after the site was built anew', async () => {
    const page = await open('index.html', { expected: NOT_THERE });
    await another(page, 'fedcba', { onlyPast: true });
    await page.keyboard.press('/');
    await page.keyboard.type('lock');
    await page.getByRole('option').first().waitFor();
  });
});

/** Another build in the place of the one that is there; the old one's files are gone. */
async function another(page, name, { onlyPast = false } = {}) {
  const renamed = (text) => text.replaceAll(BUILD, name);
  await page.route(`**/search-index/${BUILD}/**`, (route) => route.fulfill({ status: 404, body: 'gone' }));
  await page.route(`**/search-index/${name}/**`, (route) => {
    const path = new URL(route.request().url()).pathname.split(`/${name}/`)[1];
    return route.fulfill({ contentType: 'text/javascript', body: renamed(readFileSync(join(site.folder, 'search-index', BUILD, path), 'utf8')) });
  });
  await page.route(/search-index\/manifest\.js/, (route) => {
    const past = route.request().url().includes('?');
    return route.fulfill({ contentType: 'text/javascript', body: past || !onlyPast ? renamed(manifestText) : manifestText });
  });
}

const loadsOf = (page) => {
  const loads = [];
  page.on('request', (request) => { if (request.isNavigationRequest() && request.frame() === page.mainFrame()) loads.push(request.url()); });
  return loads;
};

describe('a file', () => {
  const garbage = {
    'that is not there': { status: 404, contentType: 'text/html', body: '<!doctype html><title>Not found</title>' },
    'that is a page': { contentType: 'text/html', body: '<!doctype html><title>Hello</title>' },
    'that calls nothing': { contentType: 'text/javascript', body: 'const other = 1;' },
    'that is another file': { contentType: 'text/javascript', body: `pilcrowPart("${BUILD}","t999",["","","","",""]);` },
    'of another build': { contentType: 'text/javascript', body: 'pilcrowPart("other","THIS",["","","","",""]);' },
    'that is cut': { contentType: 'text/javascript', body: `pilcrowPart("${BUILD}","THIS",["#$ab` },
    'that is broken': { contentType: 'text/javascript', body: `pilcrowPart("${BUILD}","THIS",[" \u0023abc","  ","","",""]);` },
    'that holds nothing': { contentType: 'text/javascript', body: `pilcrowPart("${BUILD}","THIS",null);` },
  };
  // Which shard holds the word is the index's affair, so every shard answers so, in its own name.
  const SHARDS = '**/t/*/*.js';
  const inItsName = (answer) => (route) => {
    const [, number] = /\/(\d+)\.js/.exec(route.request().url());
    return route.fulfill({ ...answer, body: answer.body.replace('THIS', `t${number}`) });
  };
  for (const [name, answer] of Object.entries(garbage)) {
    test(`${name} is told, and asked for again`, async () => {
      const page = await open('search.html', { expected: /Failed to load resource|SyntaxError|Unexpected|Refused to execute/ });
      await answered(page);
      await page.route(SHARDS, inItsName(answer));
      await page.fill('#query', 'lock');
      await eventually(() => status(page), 'A part of the search could not be loaded.');
      assert.equal(await page.locator('.results li').count(), 0);
      await page.unroute(SHARDS);
      await page.getByRole('button', { name: 'Try again' }).click();
      await answered(page, /finding/);
      assert.ok(await page.locator('.results li').count() > 0);
    });
  }

  test('of the filters that is not there leaves the results', async () => {
    const page = await open('index.html', { expected: NOT_THERE });
    await page.route('**/f/0/*.js', (route) => route.fulfill({ status: 404, body: 'no' }));
    await page.goto(`${server.root}search.html?q=lock`);
    await answered(page, /results/);
    assert.equal(await page.locator('.results li').count(), 10);
    await page.unroute('**/f/0/*.js');
    await page.locator('.narrow').getByRole('button', { name: 'Try again' }).click();
    await answered(page, /findings/);
    await page.getByRole('checkbox', { name: /^Important/ }).waitFor();
  });

  test('of documents that is not there is told', async () => {
    const page = await open('index.html', { expected: NOT_THERE });
    await page.route('**/d/0/*.js', (route) => route.abort());
    await page.goto(`${server.root}search.html?q=lock`);
    await eventually(() => status(page), 'A part of the search could not be loaded.');
  });

  test('is no index at all', async () => {
    const page = await open('index.html', { expected: NOT_THERE });
    await page.route('**/search-index/**', (route) => route.fulfill({ status: 404, body: 'no' }));
    await page.goto(`${server.root}search.html?q=lock`);
    await eventually(() => status(page), 'A part of the search could not be loaded.');
    await page.unroute('**/search-index/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await answered(page, /finding/);
  });
});

describe('an old page', () => {
  test('loads itself again, once, and then goes on with the new index', async () => {
    const page = await open('index.html');
    await another(page, 'abcdef');
    const loads = loadsOf(page);
    await page.goto(`${server.root}search.html?q=lock`);
    await eventually(async () => loads.length, 2);
    await answered(page, /finding/);
    await page.waitForTimeout(500);
    assert.equal(loads.length, 2);
    await page.reload();
    await answered(page, /finding/);
    assert.equal(loads.length, 3);
  });

  test('whose files go while it is open does the same, and keeps what was asked', async () => {
    const page = await open('search.html', { expected: NOT_THERE });
    await answered(page);
    await another(page, 'abcdef', { onlyPast: true });
    const loads = loadsOf(page);
    await page.fill('#query', 'lock');
    await eventually(async () => loads.length, 1);
    await answered(page, /finding/);
    await page.waitForTimeout(500);
    assert.equal(loads.length, 1);
    assert.equal(await page.inputValue('#query'), 'lock');
  });

  test('with an old manifest in the cache takes the new one', async () => {
    const page = await open('index.html');
    await page.route(/manifest\.js$/, (route) => route.fulfill({ contentType: 'text/javascript', body: manifestText.replaceAll(BUILD, 'old') }));
    const loads = loadsOf(page);
    await page.goto(`${server.root}search.html?q=lock`);
    await answered(page, /finding/);
    assert.equal(loads.length, 1);
  });

  test('that may remember nothing does not load itself again, and says so', async () => {
    const page = await open('index.html', { init: () => Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('forbidden'); } }) });
    await another(page, 'abcdef');
    const loads = loadsOf(page);
    await page.goto(`${server.root}search.html?q=lock`);
    await answered(page, /finding/);
    assert.equal(loads.length, 1);
    assert.match(await page.locator('.told').innerText(), /older/);
  });
});

/** A site of one review with findings of its own, served. */
async function siteOf(change) {
  const folder = mkdtempSync(join(tmpdir(), 'pilcrow-archive-'));
  const run = JSON.parse(readFileSync(new URL('../fixtures/20260101-100000-pr-1.json', import.meta.url), 'utf8'));
  change(run);
  mkdirSync(join(folder, 'reviews'));
  writeFileSync(join(folder, 'reviews', `${run.id}.json`), JSON.stringify(run));
  const built = build(join(folder, 'reviews'));
  const own = await serve(built.folder);
  return {
    root: own.root,
    close: async () => {
      await own.close();
      built.remove();
      rmSync(folder, { recursive: true });
    },
  };
}

test('a reader pastes, types, misspells', async () => {
  const findingOf = ([title, body], at) => ({ id: `I${at + 1}`, severity: 'important', title, body, found_by: [{ agent: 'claude' }] });
  const own = await siteOf((run) => {
    run.findings = [
      ['The pid is recycled', 'Between reading and killing, `stopInstanceForcibly` may meet another process.'],
      ['Nothing waits', 'It calls `taskkill /PID` and goes on. See `src/locks/lease.rs:88`.'],
      ['Another', 'It stops an instance, though not forcibly.'],
    ].map(findingOf);
  });
  try {
    const page = await open('search.html', { root: own.root });
    await answered(page);
    for (const [words, first, mark] of [
      ['stopInstanceForcibly', 'The pid is recycled', 'stopInstanceForcibly'], ['stopInstanceForcibly()', 'The pid is recycled', 'stopInstanceForcibly'],
      ['stopinst', 'The pid is recycled', 'stopInstanceForcibly'], ['forcibly instance', 'Another', 'forcibly'],
      ['pid recyc', 'The pid is recycled', 'recycled'], ['taskill~1', 'Nothing waits', 'taskkill'], ['src/locks/lease.rs:88', 'Nothing waits', 'src/locks/lease.rs:88'],
    ]) {
      await ask(page, words);
      assert.match((await titles(page))[0], new RegExp(`${first}$`), words);
      assert.ok((await page.locator('.results mark').allInnerTexts()).includes(mark), words);
    }
    await page.fill('#query', 'taskill');
    await page.getByRole('link', { name: 'taskkill' }).click();
    await answered(page, /finding/);
  } finally {
    await own.close();
  }
});

test('hostile texts change nothing', async () => {
  const hostile = ['<img src=x onerror="window.caught=1">', '</script><script>window.caught=1</script>', 'a\u2028b\u2029c', '__proto__ constructor', 'x'.repeat(1 << 20)];
  const own = await siteOf((run) => {
    run.findings = hostile.map((title, at) => ({ id: `I${at + 1}`, severity: 'important', title: at === 4 ? 'Long' : `Hostile ${title}`, body: `Hostile body ${title}`, found_by: [{ agent: 'claude' }] }));
    run.subject.title = 'Hostile <b>review</b>';
  });
  try {
    const page = await open('search.html?q=hostile', { root: own.root });
    await answered(page);
    assert.equal(await status(page), '5 findings and 1 review');
    const shown = (await titles(page)).join('\n');
    assert.match(shown, /<img src=x onerror="window\.caught=1">/);
    assert.match(shown, /<\/script><script>window\.caught=1<\/script>/);
    for (const query of ['__proto__', 'constructor', 'x'.repeat(2000), 'onerror', 'x*']) {
      await ask(page, query);
      assert.equal(await page.evaluate(() => window.caught), undefined);
      assert.equal(await page.locator('main img').count(), 0);
    }
    await page.goto(`${own.root}index.html`);
    await page.keyboard.press('/');
    await page.keyboard.type('hostile');
    await page.getByRole('option').nth(4).waitFor();
    assert.equal(await page.evaluate(() => window.caught), undefined);
    assert.equal(await page.locator('#palette img').count(), 0);
  } finally {
    await own.close();
  }
});

describe('to a screen reader', () => {
  test('the page has names for all it has', async () => {
    const page = await open('search.html?q=lock&severity=important');
    await answered(page);
    await page.getByRole('search', { name: 'All findings and reviews' }).waitFor();
    await page.getByRole('searchbox', { name: /Words to look for/ }).waitFor();
    await page.getByRole('form', { name: 'Narrow the results' }).waitFor();
    for (const name of ['Severity', 'Agent', 'Repository', 'Kind', 'What came of it', 'Date']) await page.getByRole('group', { name, exact: true }).waitFor();
    assert.match(await page.getByRole('status').filter({ hasText: 'finding' }).innerText(), /^\d+ findings?$/);
    assert.equal(await page.getByRole('checkbox', { checked: true }).count(), 1);
    const first = page.locator('.results li').first();
    assert.ok(await first.getByRole('heading', { level: 2 }).getByRole('link').count());
    assert.match(await first.innerText(), /Important/);
    await page.getByRole('navigation', { name: 'Site' }).waitFor();
  });

  test('keys alone reach everything, and the focus stays where it is', async () => {
    const page = await open('search.html?q=lock');
    await answered(page);
    await page.getByRole('checkbox', { name: /^Important/ }).focus();
    await page.keyboard.press('Space');
    await page.waitForURL(/severity=important/);
    await answered(page);
    assert.ok(await page.getByRole('checkbox', { name: /^Important/ }).evaluate((one) => one === document.activeElement));
    const outline = await page.getByRole('checkbox', { name: /^Important/ }).evaluate((one) => getComputedStyle(one).outlineStyle);
    assert.equal(outline, 'solid');
  });
});

describe('axe-core finds nothing', () => {
  const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  async function violations(page) {
    const found = [];
    for (const [colorScheme, width] of [['light', 1280], ['dark', 1280], ['light', 320], ['dark', 320]]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate(() => { for (const fold of document.querySelectorAll('details')) fold.open = true; });
      await page.evaluate(axe.source);
      found.push(...await page.evaluate(async (values) => {
        const { violations: all } = await window.axe.run(document, { runOnly: { type: 'tag', values }, rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] });
        return all.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`));
      }, TAGS).then((lines) => lines.map((line) => `${colorScheme} ${width} ${line}`)));
      assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth), `${width} px is too narrow`);
    }
    return found;
  }

  for (const [name, search] of Object.entries({ results: '?q=lock', filters: '?q=lock&severity=important&agent=codex&sort=new', nothing: '?q=sokcett', 'a wrong query': '?q=foo^', 'all there is': '?page=3' })) {
    test(`on search.html with ${name}`, async () => {
      const page = await open(`search.html${search}`);
      await answered(page, /./);
      assert.deepEqual(await violations(page), []);
    });
  }

  test('in the open palette', async () => {
    const page = await open('index.html');
    await page.keyboard.press('/');
    await page.keyboard.type('lock');
    await page.getByRole('option').first().waitFor();
    assert.deepEqual(await violations(page), []);
  });
});
