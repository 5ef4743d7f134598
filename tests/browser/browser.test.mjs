// What only a browser can show: that the pages read from the disk and below a sub-path, with and without script, on
// paper and on narrow screens, and that the script does what it promises.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileRoot, kindsOf, leadsOf, pagesOf, runs } from './site.mjs';
import { openWithClipboard as open, server, site } from './visits.mjs';

const kinds = kindsOf(site.folder);
const all = runs();
const longest = all[0];
const moved = all.filter((run) => run.aliases?.length);

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const theme = (page) => page.evaluate(() => document.documentElement.dataset.theme);
const paper = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
const roots = () => ({ 'the disk': fileRoot(site.folder), 'a sub-path': server.root });

/** Waits until a value is as expected, and says what it is if it never becomes so. */
async function eventually(read, expected) {
  for (let tries = 0; tries < 40 && (await read()) !== expected; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(await read(), expected);
}

test('every page opens below a sub-path without a message, an error or a request elsewhere, and fits a narrow screen', async () => {
  const page = await open('index.html');
  const wide = [];
  for (const path of pagesOf(site.folder)) {
    await page.goto(server.root + path);
    assert.ok(await page.evaluate(() => document.querySelector('h1') && document.documentElement.classList.contains('js')), path);
    for (const width of [360, 320]) {
      await page.setViewportSize({ width, height: 700 });
      const found = await page.evaluate(() => {
        const { scrollWidth } = document.scrollingElement;
        if (scrollWidth <= innerWidth) return null;
        const name = (element) => [element.tagName.toLowerCase(), ...element.classList].join('.') + (element.id && `#${element.id}`);
        const out = [...document.querySelectorAll('body *')].filter((element) =>
          element.getBoundingClientRect().right > innerWidth && !element.parentElement.closest('pre, .scroll, .unseen'));
        return `${scrollWidth} px: ${out.slice(0, 4).map(name).join(', ')}`;
      });
      if (found) wide.push(`${path} at ${width} px is ${found}`);
    }
  }
  assert.deepEqual(wide, []);
});

describe('each kind of page', () => {
  test('opens from the disk without a message, an error or a request elsewhere', async () => {
    const root = fileRoot(site.folder);
    const page = await open('index.html', { root });
    for (const path of Object.values(kinds)) {
      await page.goto(root + path);
      assert.ok(await page.evaluate(() => document.querySelector('h1') && document.documentElement.classList.contains('js')), path);
    }
  });

  test('has buttons of 24 px at least', async () => {
    const page = await open('index.html');
    for (const path of Object.values(kinds)) {
      await page.goto(server.root + path);
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 800 });
        const small = await page.locator('button, summary, input').evaluateAll((all) => all
          .map((one) => [one.outerHTML.slice(0, 90), (one.closest('label') ?? one).getBoundingClientRect()])
          .filter(([, { width, height }]) => (width || height) && Math.min(width, height) < 24)
          .map(([html, { width, height }]) => `${html} ${width} × ${height}`));
        assert.deepEqual(small, [], `${path} at ${width} px`);
      }
    }
  });

  test('stands still when the script dresses it', async () => {
    const page = await open('index.html');
    // Holds back what the script does once the page is there, as a slow connection would.
    await page.addInitScript(() => {
      const listen = window.addEventListener;
      window.addEventListener = (type, listener, ...rest) => {
        if (type === 'DOMContentLoaded') window.dress = listener;
        else listen.call(window, type, listener, ...rest);
      };
    });
    const places = () => page.locator('main :is(h1, h2, h3, .prose, figure, .reviews li, table)').evaluateAll((all) => all
      .map((one) => ({ words: one.textContent.replace(/\s+/g, ' ').slice(0, 40), top: Math.round(one.getBoundingClientRect().top) })));
    for (const path of [...Object.values(kinds), ...longest.findings.map((finding) => finding.page)]) {
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(server.root + path);
        const before = await places();
        await page.evaluate(() => window.dress());
        const after = await places();
        const at = before.findIndex(({ top }, index) => top !== after[index].top);
        assert.ok(at < 0, `${path} at ${width} px: "${before[at]?.words}" goes from ${before[at]?.top} to ${after[at]?.top}`);
      }
    }
  });

  test('skips to its content by keyboard', async () => {
    const page = await open('index.html');
    for (const path of Object.values(kinds)) {
      await page.goto(server.root + path);
      await page.keyboard.press('Tab');
      assert.ok(await page.locator('.skip:focus').evaluate((one) => one.getBoundingClientRect().top >= 0), path);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      assert.ok(await page.locator('main :focus').count(), path);
    }
  });
});

test('an unknown address is answered with links back into the site', async () => {
  // The browser itself reports the status; nothing else may be wrong.
  const page = await open('index.html', { expected: /no-such-page\.html: Failed to load resource: .* 404/ });
  const response = await page.goto(`${server.root}no-such-page.html`);
  assert.equal(response.status(), 404);
  await page.locator('main a').first().click();
  await page.waitForURL(`${server.root}index.html`);
});

describe('without script', () => {
  const invisible = (page) => page.evaluate(() => {
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    const out = [];
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || parent.closest('details:not([open]) > :not(summary), .pilcrow, .filter')) continue;
      if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) out.push(walker.currentNode.data.trim());
    }
    return out;
  });

  test('a review shows all its text, and folds open', async () => {
    for (const run of [longest, all.find((run) => run.kind === 'ci-failures')]) {
      const page = await open(run.page, { javaScriptEnabled: false });
      assert.deepEqual(await invisible(page), []);
      assert.equal(await page.locator('article.finding').count(), run.findings.length);
      for (const finding of run.findings) assert.ok(await page.locator(`#${finding.id}`).isVisible(), finding.id);
    }
    const page = await open(longest.page, { javaScriptEnabled: false });
    await page.locator('summary').first().click();
    assert.ok(await page.locator('details[open] pre').first().isVisible());
  });

  test('nothing is shown that needs it', async () => {
    const page = await open('index.html', { javaScriptEnabled: false });
    for (const path of Object.values(kinds)) {
      await page.goto(server.root + path);
      for (const one of await page.locator('button, .switch, #\\~filter').all()) assert.ok(!(await one.isVisible()), path);
    }
  });

  test('the link of a finding leads to its page', async () => {
    const page = await open(longest.page, { javaScriptEnabled: false });
    const { id, page: own } = longest.findings[1];
    await page.locator(`#${id} .about a[href$="/${id}.html"]`).click();
    await page.waitForURL(server.root + own);
  });

  test('an old address leads to its review', async () => {
    for (const root of Object.values(roots())) {
      const page = await open(moved[0].aliases[0], { root, javaScriptEnabled: false });
      await page.waitForURL(root + moved[0].page);
    }
  });
});

describe('on paper', () => {
  for (const colorScheme of ['light', 'dark']) {
    test(`a review in ${colorScheme} is dark on white, whole, and without what one cannot press`, async () => {
      const page = await open(longest.page, { colorScheme });
      await page.locator('.switch').click();
      await page.emulateMedia({ media: 'print' });
      assert.equal(await paper(page), 'rgb(255, 255, 255)');
      for (const finding of longest.findings) {
        assert.ok(await page.locator(`#${finding.id} > header`).isVisible(), finding.id);
        assert.ok(await page.locator(`#${finding.id} > .prose`).first().isVisible(), finding.id);
      }
      for (const one of await page.locator('button, .rail, .top').all()) assert.ok(!(await one.isVisible()), await one.evaluate((it) => it.outerHTML.slice(0, 80)));
      assert.ok((await page.pdf({ format: 'A4' })).length > 10_000);
    });
  }
});

describe('the switch', () => {
  for (const where of ['the disk', 'a sub-path']) {
    test(`turns the page, and the next one before it is painted, from ${where}`, async () => {
      const root = roots()[where];
      const page = await open('index.html', { root });
      await page.addInitScript(() => {
        const look = () => {
          if (document.body) window.firstFrame = document.documentElement.dataset.theme ?? 'none';
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
      const light = await paper(page);
      await page.locator('.switch').click();
      assert.equal(await theme(page), 'dark');
      assert.notEqual(await paper(page), light);
      assert.equal(await page.evaluate(() => localStorage.getItem('pilcrow-theme')), 'dark');
      await page.goto(root + longest.page);
      await eventually(() => page.evaluate(() => window.firstFrame), 'dark');
      await page.locator('.switch').press('Enter');
      assert.equal(await theme(page), 'light');
      assert.equal(await paper(page), light);
      await page.reload();
      assert.equal(await theme(page), 'light');
    });
  }

  test('starts from what the system prefers', async () => {
    const page = await open('index.html', { colorScheme: 'dark' });
    const dark = await paper(page);
    await page.locator('.switch').click();
    assert.equal(await theme(page), 'light');
    assert.notEqual(await paper(page), dark);
  });
});

describe('copying', () => {
  for (const where of ['the disk', 'a sub-path']) {
    test(`the link of a finding gives its page's address, from ${where}`, async () => {
      const root = roots()[where];
      const page = await open(longest.page, { root });
      for (const finding of longest.findings) {
        await page.locator(`#${finding.id} a[data-copy]`).click();
        await eventually(() => clipboard(page), root + finding.page);
      }
      assert.equal(page.url(), root + longest.page);
    });
  }

  test('a finding as Markdown gives id, severity, title, address and the place it is about first', async () => {
    const findings = all.flatMap((run) => run.findings);
    const marked = findings.filter(({ title }) => /[`_*[\]]/.test(title)).slice(0, 10);
    const spread = findings.filter(({ locations }) => locations?.length > 1).slice(0, 10);
    const page = await open('index.html');
    for (const { id, severity, title, locations, page: own } of new Set([...longest.findings, ...marked, ...spread])) {
      await page.goto(server.root + own);
      await page.locator('[data-copy-markdown]').click();
      const [place] = locations ?? [];
      const end = place?.end_line > place?.start_line ? `–${place.end_line}` : '';
      const where = place ? ` — \`${place.path}${place.start_line ? `:${place.start_line}${end}` : ''}\`` : '';
      await eventually(() => clipboard(page), `[${id} · ${severity}: ${title}](${server.root}${own})${where}`);
    }
  });

  test('¶ gives the address of its anchor, and goes there', async () => {
    const page = await open(longest.page);
    const anchors = await page.locator('a.pilcrow').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    assert.ok(anchors.length > longest.findings.length);
    for (const anchor of anchors) {
      const link = page.locator(`a.pilcrow[href="${anchor}"]`);
      await link.locator('xpath=..').hover();
      await link.click();
      await eventually(() => clipboard(page), server.root + longest.page + anchor);
      assert.equal(page.url(), server.root + longest.page + anchor);
      assert.ok(await page.locator(':target').isVisible(), anchor);
    }
  });

  test('¶ is seen when its heading is pointed at or it has the focus', async () => {
    const page = await open(longest.page);
    const link = page.locator(`#${longest.findings[2].id} a.pilcrow`).first();
    const opacity = () => link.evaluate((one) => getComputedStyle(one).opacity);
    assert.equal(await opacity(), '0');
    await link.locator('xpath=..').hover();
    await eventually(opacity, '1');
    await page.mouse.move(0, 0);
    await eventually(opacity, '0');
    await page.keyboard.press('Tab');
    await link.focus();
    await eventually(opacity, '1');
  });

  test('code gives its lines without their numbers; a patch can be applied', async () => {
    const page = await open(longest.page);
    assert.equal(await page.locator('figure.code').count(), await page.locator('figure.code > button.copy').count());
    const copied = async (figure) => {
      await figure.hover();
      await figure.locator('.copy').click();
      return clipboard(page);
    };
    const finding = longest.findings.find((one) => one.excerpts?.length && one.patch);
    const figures = page.locator(`#${finding.id} > figure.code`);
    assert.ok(await figures.first().locator('pre[aria-hidden]').count(), 'the excerpt has line numbers');
    assert.equal((await copied(figures.first())).trimEnd(), dedented(finding.excerpts[0].code));
    assert.equal(await copied(figures.filter({ hasText: 'Download patch' })), finding.patch);
  });

  function dedented(code) {
    const indents = code.split('\n').filter((line) => line.trim()).map((line) => line.match(/^\s*/)[0]);
    const shared = indents.reduce((a, b) => (a.length < b.length ? a : b));
    return code.split('\n').map((line) => (line.startsWith(shared) ? line.slice(shared.length) : line)).join('\n').trimEnd();
  }

  test('is said aloud', async () => {
    const page = await open(longest.page);
    await page.locator('a[data-copy]').first().click();
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
  });

  test('leaves clicks with a key held to the browser', async () => {
    const page = await open(longest.page);
    const [tab] = await Promise.all([
      page.context().waitForEvent('page'),
      page.locator(`#${longest.findings[0].id} a[data-copy]`).click({ modifiers: ['Control'] }),
    ]);
    await tab.waitForURL(server.root + longest.findings[0].page);
  });
});

describe('keys', () => {
  const current = (page) => page.evaluate(() => document.activeElement.closest('article.finding')?.id
    ?? document.querySelector('article.finding:target')?.id);

  test('j and k go through the findings, c copies the link of the one in hand', async () => {
    const page = await open(longest.page);
    for (const finding of longest.findings) {
      await page.keyboard.press('j');
      assert.equal(await current(page), finding.id);
      assert.ok(await page.locator(`#${finding.id} > header`).evaluate((one) => one.getBoundingClientRect().top >= 0 && one.getBoundingClientRect().top < innerHeight));
    }
    await page.keyboard.press('j');
    assert.equal(await current(page), longest.findings.at(-1).id);
    await page.keyboard.press('k');
    assert.equal(await current(page), longest.findings.at(-2).id);
    await page.keyboard.press('c');
    await eventually(() => clipboard(page), server.root + longest.findings.at(-2).page);
  });

  test('j goes on from the finding that the address names', async () => {
    const page = await open(`${longest.page}#${longest.findings[2].id}`);
    await page.keyboard.press('j');
    assert.equal(await current(page), longest.findings[3].id);
  });

  test('c copies the link of the finding that the address names', async () => {
    const page = await open(`${longest.page}#${longest.findings[2].id}`);
    await page.keyboard.press('c');
    await eventually(() => clipboard(page), server.root + longest.findings[2].page);
  });

  test('? opens the list of keys, Escape closes it and gives the focus back', async () => {
    const page = await open('index.html');
    for (const path of Object.values(kinds)) {
      await page.goto(server.root + path);
      await page.locator('.brand').focus();
      await page.keyboard.press('?');
      assert.ok(await page.locator('dialog#\\~keys').isVisible(), path);
      const words = await page.locator('#\\~keys').innerText();
      for (const key of ['?', 'j', 'k', 'c', 't', '/', 'g h', 'g r']) assert.ok(words.includes(key), key);
      await page.keyboard.press('t');
      assert.equal(await theme(page), undefined, 'other keys rest while it is open');
      await page.keyboard.press('Escape');
      assert.ok(!(await page.locator('dialog#\\~keys').isVisible()), path);
      assert.ok(await page.locator('.brand:focus').count(), 'the focus is back');
      await page.keyboard.press('?');
      await page.locator('#\\~keys button').click();
      assert.ok(!(await page.locator('dialog#\\~keys').isVisible()), path);
    }
  });

  test('t switches the theme, with modifiers nothing happens', async () => {
    const page = await open(longest.page);
    await page.keyboard.press('t');
    assert.equal(await theme(page), 'dark');
    await page.keyboard.press('Control+t');
    await page.keyboard.press('Alt+t');
    assert.equal(await theme(page), 'dark');
  });

  test('g h and g r go to the first page and to the list, from anywhere', async () => {
    for (const root of Object.values(roots())) {
      const page = await open('404.html', { root });
      for (const path of [longest.page, longest.findings[0].page, kinds.group]) {
        await page.goto(root + path);
        await page.keyboard.press('g');
        await page.keyboard.press('r');
        await page.waitForURL(`${root}reviews/index.html`);
        await page.keyboard.press('g');
        await page.keyboard.press('h');
        await page.waitForURL(`${root}index.html`);
      }
    }
  });

  test('f goes to the filter, where keys are only text', async () => {
    const page = await open(kinds.reviews);
    await page.keyboard.press('f');
    await page.locator('#\\~filter:focus').waitFor();
    await page.keyboard.type('t?/gh');
    assert.equal(await page.inputValue('#\\~filter'), 't?/gh');
    assert.equal(await theme(page), undefined);
    assert.equal(await page.locator('dialog[open]').count(), 0);
    assert.equal(page.url(), server.root + kinds.reviews);
  });
});

describe('the filter', () => {
  for (const kind of ['reviews', 'group']) {
    test(`leaves the rows that match, and says how many (${kind})`, async () => {
      const page = await open(kinds[kind]);
      const rows = page.locator('.reviews li');
      const status = page.locator('.filter [role="status"]');
      const shown = () => page.locator('.reviews li:visible').count();
      const count = await rows.count();
      // A review that is the only one of its title.
      const titles = await page.locator('.reviews li div > a').allInnerTexts();
      const title = titles.find((one) => titles.filter((other) => other.includes(one)).length === 1);
      await page.fill('#\\~filter', title.toUpperCase());
      assert.equal(await shown(), 1);
      assert.equal(await page.locator('.reviews li:visible div > a').innerText(), title);
      assert.match(await status.innerText(), /\b1\b/);
      assert.equal(await page.locator('.month:visible').count(), 1, 'months without a row are hidden');
      await page.fill('#\\~filter', 'no review says this');
      assert.equal(await shown(), 0);
      assert.match(await status.innerText(), /^(0|no)\b/i);
      await page.fill('#\\~filter', '');
      assert.equal(await shown(), count);
    });
  }

  test('filters again after the way back', async () => {
    const page = await open(kinds.reviews);
    await page.fill('#\\~filter', 'windows');
    const shown = await page.locator('.reviews li:visible').count();
    await page.locator('.reviews li:visible div > a').first().click();
    await page.waitForURL(/pr-/);
    await page.goBack();
    const value = await page.inputValue('#\\~filter');
    await eventually(() => page.locator('.reviews li:visible').count(), value ? shown : await page.locator('.reviews li').count());
  });
});

describe('old addresses', () => {
  for (const where of ['the disk', 'a sub-path']) {
    test(`lead to the review and keep the fragment, from ${where}`, async () => {
      const root = roots()[where];
      const page = await open('index.html', { root });
      for (const run of moved) {
        for (const alias of run.aliases) {
          await page.goto(`${root}${alias}#${run.findings[1].id}`);
          await page.waitForURL(`${root}${run.page}#${run.findings[1].id}`);
          assert.equal(await page.evaluate(() => document.querySelector(':target')?.id), run.findings[1].id);
        }
      }
    });
  }

  test('that the round tells lead to the page of the finding, with and without script', async () => {
    const [lead] = leadsOf(site.folder);
    const [, run, finding] = /url=.*\/reviews\/([^/]+)\/([^/]+)\.html/.exec(readFileSync(join(site.folder, lead), 'utf8'));
    for (const root of Object.values(roots())) {
      for (const javaScriptEnabled of [true, false]) {
        const page = await open('index.html', { root, javaScriptEnabled });
        await page.goto(root + lead);
        await page.waitForURL(`${root}reviews/${run}/${finding}.html`);
        await page.goBack();
        assert.equal(page.url(), `${root}index.html`);
      }
    }
  });

  test('are not stops on the way back', async () => {
    const page = await open('index.html');
    await page.goto(server.root + moved[0].aliases[0]);
    await page.waitForURL(server.root + moved[0].page);
    await page.goBack();
    assert.equal(page.url(), `${server.root}index.html`);
  });

  test('of findings are anchors of their review', async () => {
    const page = await open(moved[0].page);
    await page.goto(`${page.url()}#${moved[0].findings[0].aliases[0]}`);
    assert.ok(await page.locator(`#${moved[0].findings[0].id} :target`).count());
    for (const run of all) {
      await page.goto(server.root + run.page);
      const expected = run.findings.flatMap((finding) => (finding.aliases ?? []).map((alias) => [alias, finding.id]));
      const found = await page.evaluate((aliases) => aliases.map((alias) =>
        [alias, document.getElementById(alias)?.closest('article.finding').id]), expected.map(([alias]) => alias));
      assert.deepEqual(found, expected, run.page);
    }
  });
});

describe('the rail', () => {
  const marked = (page) => page.locator('.rail [aria-current]').evaluateAll((all) => all.map((one) => one.hash.slice(1)).join());

  test('marks the entry that was pressed, if it can come to the top, and keeps it in view', async () => {
    const page = await open(longest.page);
    for (const entry of await page.locator('.rail a').all()) {
      const href = await entry.getAttribute('href');
      await entry.click();
      const [top, rest] = await page.locator(href).evaluate((one) =>
        [one.getBoundingClientRect().top, document.documentElement.scrollHeight - innerHeight - scrollY]);
      assert.ok(top < 60 || rest < 1, href);
      if (rest > 1) await eventually(() => marked(page), href.slice(1));
      assert.ok(await page.locator('.rail [aria-current]').evaluate((one) => {
        const [{ top, bottom }, rail] = [one.getBoundingClientRect(), one.closest('.rail').getBoundingClientRect()];
        return top >= rail.top - 1 && bottom <= rail.bottom + 1;
      }), href);
    }
  });

  test('follows the scroll', async () => {
    const page = await open(longest.page);
    const order = await page.locator('.rail a').evaluateAll((all) => all.map((one) => one.hash.slice(1)));
    const seen = [];
    await page.mouse.move(800, 400);
    while (await page.evaluate(() => document.documentElement.scrollHeight - innerHeight - scrollY > 1)) {
      const before = await page.evaluate(() => scrollY);
      await page.mouse.wheel(0, 500);
      await page.waitForFunction((before) => scrollY > before, before);
      await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
      seen.push(order.indexOf(await marked(page)));
    }
    assert.deepEqual(seen, seen.toSorted((a, b) => a - b), 'never goes back');
    assert.ok(new Set(seen).size > longest.findings.length, seen.join());
  });
});

describe('the leaderboard', () => {
  // Places of cells in a row.
  const [REVIEWS, MEDIAN] = [5, 10];
  const column = (page, nth) => page.$$eval('.board tbody', (bodies, at) => bodies.map((body) => body.rows[0].cells[at].firstChild.textContent), nth);
  const names = (page) => page.$$eval('.board tbody', (bodies) => bodies.map((body) => body.id));
  const versionsOf = (page) => page.$$eval('.board tbody', (bodies) => Object.fromEntries(bodies.map((body) => [body.id, body.rows.length])));

  test('sorts by a column, keeps versions below their agent, and says so in the address', async () => {
    const page = await open(kinds.agents);
    const before = await names(page);
    const versions = await versionsOf(page);
    await page.click('.board button.sort:text-is("Reviews")');
    const found = (await column(page, REVIEWS)).map(Number);
    assert.deepEqual(found, [...found].sort((a, b) => b - a));
    assert.equal(await page.getAttribute('.board th[aria-sort]', 'aria-sort'), 'descending');
    assert.equal(new URL(page.url()).searchParams.get('sort'), 'reviews-down');
    await page.click('.board button.sort:text-is("Reviews")');
    assert.deepEqual((await column(page, REVIEWS)).map(Number), found.toSorted((a, b) => a - b));
    assert.deepEqual(await versionsOf(page), versions);
    assert.deepEqual((await names(page)).sort(), [...before].sort());
  });

  for (const [where, root] of Object.entries({ 'the disk': () => fileRoot(site.folder), 'a sub-path': () => server.root })) {
    test(`opens as the address says, from ${where}`, async () => {
      const page = await open(`${kinds.agents}?sort=median-up`, { root: root() });
      const medians = (await column(page, MEDIAN)).map((words) => words.split(':').reduce((sum, part) => sum * 60 + Number(part), 0));
      assert.equal(medians.length, 5);
      assert.deepEqual(medians, [...medians].sort((a, b) => a - b));
    });
  }

  test('takes the order along to another part of the archive', async () => {
    const page = await open(`${kinds.agents}?sort=reviews-up`);
    await page.click('.choice a:not([aria-current])');
    await page.waitForURL(/agents\/in\/.*sort=reviews-up/);
    assert.equal(await page.getAttribute('.board th[aria-sort]', 'aria-sort'), 'ascending');
  });

  test('leaves what nobody knows as it is, and what is not recorded last', async () => {
    const page = await open(`${kinds.agents}?sort=constructor-up`);
    assert.equal(await page.$('.board th[aria-sort]'), null);
    await page.goto(`${server.root}${kinds.agents}?sort=rank-down`);
    const ranks = await column(page, 0);
    assert.equal(ranks.at(-1), 'not ranked');
  });

  test('reads without script', async () => {
    const page = await open(kinds.agents, { javaScriptEnabled: false });
    assert.equal(await page.locator('.board button').count(), 0);
    assert.ok(await page.locator('.choice a').count() > 3);
    assert.ok(await page.locator('.board tbody').count() === 5);
    await page.click('.criteria a:text-is("Precision")');
    await page.waitForURL(/agents\/by\/precision\.html$/);
    assert.match(await page.textContent('#leaderboard h2'), /^Leaderboard, by precision/);
  });

  test('asks for another criterion in its own order, whatever it was sorted by', async () => {
    const page = await open(`${kinds.agents}?sort=median-up`);
    await page.click('.criteria a:text-is("F1")');
    await page.waitForURL(/agents\/by\/f1\.html$/);
    assert.equal(await page.getAttribute('.board th.chosen', 'aria-sort'), null);
  });

  test('shows every column at 1280 without scrolling, versions and all, and keeps the agent in sight when narrower', async () => {
    const page = await open(kinds.agents, { viewport: { width: 1280, height: 900 } });
    await page.$$eval('.fold', (folds) => { for (const fold of folds) fold.open = true; });
    const seen = () => page.$eval('.scroll:has(> .ranked)', (box) => box.scrollWidth - box.clientWidth);
    assert.equal(await seen(), 0);
    await page.setViewportSize({ width: 800, height: 900 });
    assert.ok(await seen() > 0, 'it scrolls in itself');
    const agent = page.locator('.ranked tbody th').first();
    await page.$eval('.scroll:has(> .ranked)', (box) => { box.scrollLeft = 300; });
    const [cell, box] = [await agent.boundingBox(), await page.locator('.scroll:has(> .ranked)').boundingBox()];
    assert.ok(Math.abs(cell.x - box.x) < 1, `${cell.x} of ${box.x}`);
  });

  test('is a card for each agent at 390, with its figure, interval and reading', async () => {
    const page = await open(kinds.agents, { viewport: { width: 390, height: 900 } });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 390);
    for (const card of await page.locator('.ranked tbody').all()) {
      const within = await card.boundingBox();
      for (const part of ['th .agent', '.chosen', '.chosen .ci', '.reading']) {
        const of = await card.locator(`tr:first-child ${part}`).boundingBox();
        assert.ok(of.x >= within.x && of.x + of.width <= within.x + within.width + 1 && of.height > 8, part);
      }
    }
  });

  test('keeps versions behind a fold', async () => {
    const page = await open(kinds.agents);
    const lines = page.locator('#claude > .version');
    assert.ok(await lines.count() > 0);
    assert.equal(await lines.first().isVisible(), false);
    await page.click('#claude summary');
    assert.equal(await lines.first().isVisible(), true);
  });
});
