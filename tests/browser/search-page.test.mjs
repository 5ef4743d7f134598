// search.html as a reader has it: results, filters, its address, keys, what a screen reader and axe-core say.
import axe from 'axe-core';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { all, answered, ask, blank, eventually, findings, links, open, requestsOf, server, site, siteOf, status, titles } from './search-pages.mjs';
import { fileRoot } from './site.mjs';

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
    const wanted = (await links(page)).slice(0, 3).sort();
    const tabs = [];
    page.context().on('page', (tab) => tabs.push(tab));
    for (let at = 0; at < 3; at += 1) await page.locator('.results h2 a').nth(at).click({ modifiers: ['Control'] });
    // Which of them comes first is the browser's affair.
    await eventually(async () => tabs.map((tab) => tab.url()).sort(), wanted);
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
    assert.equal(await page.inputValue('#\\~query'), 'lock');
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
    assert.ok(await page.locator('#\\~found [role=status]:focus').count());
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
    await page.locator('#\\~query').fill('lock');
    await page.locator('#\\~query').press('Enter');
    await page.waitForURL((url) => url.search === '?q=lock&severity=important');
    await answered(page);
    await page.goBack();
    await page.waitForURL((url) => url.search === '?severity=important');
  });

  test('says what cannot be read, what is nowhere, what filters hide', async () => {
    const page = await open('search.html');
    await answered(page);
    await page.fill('#\\~query', 'lock foo^');
    await eventually(() => status(page), '“foo^”: ^ must be followed by a number, as in lock^5.');
    assert.equal(await page.locator('.results li').count(), 0);
    await page.fill('#\\~query', 'sokcett');
    await eventually(() => status(page), 'No results.');
    await page.getByRole('link', { name: 'socket' }).click();
    await answered(page, /finding/);
    assert.equal(await page.inputValue('#\\~query'), 'socket');
    await page.goto(`${server.root}search.html?q=taskkill&severity=concern&severity=critical`);
    await eventually(() => status(page), 'No results.');
    await page.locator('.told a').click();
    await answered(page, /finding/);
    assert.equal(new URL(page.url()).search, '?q=taskkill');
    await page.fill('#\\~query', 'the and ');
    await eventually(() => status(page), 'No results.');
    assert.match(await page.locator('.told').innerText(), /common/);
    await page.goto(`${server.root}search.html?q=lock&repo=nowhere&since=never&page=-3&sort=up`);
    await eventually(() => status(page), 'No results.');
  });

  test('answers only the newest question, however slow the others are', async () => {
    const page = await open('search.html');
    await answered(page);
    // What the first question needs comes late.
    const asked = requestsOf(page);
    await page.route('**/t/*/*.js', async (route) => { await new Promise((resolve) => { setTimeout(resolve, 700); }); await route.continue(); }, { times: 1 });
    await page.fill('#\\~query', 'lock');
    await page.waitForTimeout(200);
    await page.fill('#\\~query', 'pid');
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
    await page.locator('#\\~query').focus();
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
    const page = await blank();
    const asked = requestsOf(page);
    await page.goto(`${server.root}search.html?q=lock`);
    await answered(page);
    const kindsAsked = asked.map((path) => path.split('/')[1] ?? path);
    assert.ok(kindsAsked.indexOf('f') > kindsAsked.lastIndexOf('d'), kindsAsked.join());
    assert.ok(!kindsAsked.includes('v'), 'no vocabulary');
  });

  test('says so without script, and leads to the lists', async () => {
    const page = await open('search.html?q=lock', { javaScriptEnabled: false });
    assert.match(await page.locator('main').innerText(), /requires JavaScript/);
    for (const one of await page.locator('main :is(button, input, summary)').all()) assert.ok(!(await one.isVisible()));
    const hrefs = await page.locator('main a').evaluateAll((list) => list.map((one) => one.href));
    assert.ok(hrefs.length >= 3);
    for (const href of hrefs) assert.equal((await page.goto(href)).status(), 200, href);
  });

  test('works on a phone by touch', async () => {
    const page = await open('index.html', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    await page.locator('.bar a').filter({ hasText: 'Search' }).tap();
    await page.waitForURL(/search\.html/);
    await page.locator('#\\~query').tap();
    await page.keyboard.type('lock');
    await page.waitForURL(/q=lock/);
    await answered(page);
    assert.ok(!(await page.getByRole('checkbox', { name: /^Important/ }).isVisible()));
    await page.locator('.narrow summary').tap();
    await page.locator('.facet label').filter({ hasText: 'Important' }).tap();
    await page.waitForURL(/severity=important/);
    await answered(page);
    assert.equal(await page.locator('.narrow summary').innerText(), 'Filters (1)');
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
      await page.fill('#\\~query', words);
      await page.waitForURL((url) => url.searchParams.get('q') === words);
      await answered(page, /./);
      assert.equal(await page.locator('main img, main script:not([defer])').count(), 0);
    }
  });
});

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
    await page.fill('#\\~query', 'taskill');
    await page.getByRole('link', { name: 'taskkill' }).click();
    await answered(page, /finding/);
  } finally {
    await own.close();
  }
});

describe('to a screen reader', () => {
  test('the page has names for all it has', async () => {
    const page = await open('search.html?q=lock&severity=important');
    await answered(page);
    await page.getByRole('search', { name: 'All findings and reviews' }).waitFor();
    await page.getByRole('searchbox', { name: 'Search all findings and reviews' }).waitFor();
    await page.getByRole('form', { name: 'Filter results' }).waitFor();
    for (const name of ['Severity', 'Agent', 'Repository', 'Kind', 'State', 'Date']) await page.getByRole('group', { name, exact: true }).waitFor();
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
