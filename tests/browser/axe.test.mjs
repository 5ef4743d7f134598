// axe-core finds nothing on any page: light and dark, wide and narrow, folds open; nor in what the script opens.
import axe from 'axe-core';
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { build, contextWithin, kindsOf, launch, leadsOf, pagesOf, REFRESH, serve, siteOf } from './site.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// What colours, and what the size of the window, can change of a page that has been looked at whole.
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];
const OF_SIZE = [...OF_COLOUR, 'scrollable-region-focusable', 'target-size'];
const LOOKS = [['light', 1280, null], ['dark', 1280, OF_COLOUR], ['dark', 320, OF_SIZE], ['light', 320, OF_COLOUR]];
const TABS = 2;

const site = build();
let browser;
let server;
let tabs;
let page;

before(async () => {
  browser = await launch();
  server = await serve(site.folder);
  const { context } = await contextWithin(browser, server.root, { watchOnly: true });
  tabs = await Promise.all(Array.from({ length: TABS }, () => context.newPage()));
  [page] = tabs;
});

after(async () => {
  await browser?.close();
  await server?.close();
  site.remove();
});

/** What axe finds on a page as it stands, by all rules or by some; one line for each element. */
async function violations(tab, rules) {
  const found = await tab.evaluate(async ([tags, some]) => {
    const runOnly = some ? { type: 'rule', values: some } : { type: 'tag', values: tags };
    const options = { runOnly, rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'], iframes: false, preload: false };
    const { violations } = await window.axe.run(document, options);
    return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target, failureSummary }) => ({ target, failureSummary })) }));
  }, [TAGS, rules]);
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
    `${id}: ${target.join(' ')}\n      ${failureSummary.split('\n').slice(1).map((line) => line.trim()).join('; ')}`));
}

/** Looks at a page in every way: by all rules in the first, or in all of them. The debugger puts axe in, past the CSP. */
async function faultsOf(tab, { thorough }) {
  await tab.evaluate(() => { for (const fold of document.querySelectorAll('details')) fold.open = true; });
  await tab.evaluate(axe.source);
  const looksOf = new Map();
  for (const [colorScheme, width, rules] of LOOKS) {
    await tab.emulateMedia({ colorScheme });
    await tab.setViewportSize({ width, height: 800 });
    for (const line of await violations(tab, thorough ? null : rules)) looksOf.set(line, [...(looksOf.get(line) ?? []), `${colorScheme} ${width}`]);
  }
  return [...looksOf].map(([line, looks]) => `${tab.url().replace(server.root, '')} (${looks.join(', ')}) ${line}`);
}

async function assertNoFaults() {
  const faults = await faultsOf(page, { thorough: true });
  assert.ok(faults.length === 0, `${faults.length} violations\n${faults.join('\n')}`);
}

describe('axe-core finds nothing', () => {
  for (const [kind, path] of Object.entries(kindsOf(site.folder))) {
    test(`on ${kind}: ${path}`, async () => {
      await page.goto(server.root + path);
      await assertNoFaults();
    });
  }

  test('on any page of the sample', async () => {
    const left = pagesOf(site.folder);
    const faults = [];
    await Promise.all(tabs.map(async (tab) => {
      for (let path = left.shift(); path !== undefined; path = left.shift()) {
        await tab.goto(server.root + path);
        faults.push(...await faultsOf(tab, { thorough: false }));
      }
    }));
    assert.ok(faults.length === 0, `${faults.length} violations\n${faults.join('\n')}`);
  });

  test('on an address that leads to a finding, where a browser does not follow it', async () => {
    const [path] = leadsOf(site.folder);
    await page.route(server.root + path, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace(REFRESH, '') });
    });
    await page.goto(server.root + path);
    await assertNoFaults();
  });

  test('on an address that several findings have', async () => {
    const of = (id) => (run) => Object.assign(run, { id, round: 7, aliases: [] });
    const own = await siteOf(['a', 'b', 'c'].map(of), { config: '[publish]\nwithdrawn = ["c"]\n' });
    const { context, problems } = await contextWithin(browser, own.root, { watchOnly: true });
    try {
      const tab = await context.newPage();
      await tab.goto(`${own.root}lantern-works/ferry/pull/1/7/I1/`);
      assert.equal(await tab.locator('main li a').count(), 2);
      await tab.getByText('Another review of this round was withdrawn.').waitFor();
      assert.deepEqual(await faultsOf(tab, { thorough: true }), []);
      assert.deepEqual(problems, []);
    } finally {
      await context.close();
      await own.close();
    }
  });

  test('in the list of keys', async () => {
    await page.goto(server.root);
    await page.keyboard.press('?');
    await page.locator('#\\~keys').waitFor();
    await assertNoFaults();
  });

  test('where a quote is offered, and where a text is to be copied by hand', async () => {
    await page.goto(server.root + kindsOf(site.folder).finding);
    await page.evaluate(() => getSelection().selectAllChildren(document.querySelector('.prose p')));
    await page.getByRole('button', { name: 'Copy quote' }).waitFor();
    await assertNoFaults();
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden'));
      document.execCommand = () => false;
    });
    await page.keyboard.press('y');
    await page.locator('dialog textarea').waitFor();
    await assertNoFaults();
  });

  test('in a filtered list', async () => {
    await page.goto(`${server.root}reviews/index.html`);
    await page.fill('#\\~filter', 'windows');
    await assertNoFaults();
  });

  test('in the palette, empty, with results and without', async () => {
    await page.goto(server.root);
    await page.keyboard.press('/');
    await page.locator('#\\~palette').waitFor();
    await assertNoFaults();
    await page.fill('#\\~palette-query', 'lock');
    await page.locator('#\\~palette [role=option]').first().waitFor();
    await assertNoFaults();
    await page.fill('#\\~palette-query', 'zzzzzz');
    await page.getByText('No results.').waitFor();
    await assertNoFaults();
  });

  test('in the search, with results, filters and none', async () => {
    for (const [words, shown] of [['?q=lock', '.facet input'], ['?q=lock&severity=critical', '.facet input'], ['?q=zzzzzz', '#\\~found .told']]) {
      await page.goto(`${server.root}search.html${words}`);
      await page.locator(shown).first().waitFor({ state: 'attached' });
      await page.locator('#\\~found [role=status]').filter({ hasText: /finding|review|result/i }).waitFor();
      await assertNoFaults();
    }
  });

  test('on a page with signs that turn the direction', async () => {
    await page.goto(`${server.root}${kindsOf(site.folder).finding}`);
    await page.evaluate(() => {
      const sign = '<bdi class=sign data-sign=U+202E title="U+202E RIGHT-TO-LEFT OVERRIDE">\u202e</bdi>';
      for (const place of document.querySelectorAll('h1, .prose p, pre code, figcaption a')) place.insertAdjacentHTML('afterbegin', sign);
    });
    await assertNoFaults();
  });
});
