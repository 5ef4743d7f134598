// axe-core finds nothing on any kind of page: light and dark, wide and narrow, folds open.
import axe from 'axe-core';
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { build, contextWithin, kindsOf, launch, serve } from './site.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const LOOKS = [['light', 1280], ['dark', 1280], ['light', 320], ['dark', 320]];

const site = build();
let browser;
let server;
let page;

before(async () => {
  browser = await launch();
  server = await serve(site.folder);
  const { context } = await contextWithin(browser, server.root);
  page = await context.newPage();
});

after(async () => {
  await browser?.close();
  await server?.close();
  site.remove();
});

/** What axe finds on the page as it stands; one line for each element. The debugger puts it in, past the CSP. */
async function violations() {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (values) => {
    const rules = { 'target-size': { enabled: true } };
    const { violations } = await window.axe.run(document, { runOnly: { type: 'tag', values }, rules, resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target, failureSummary }) => ({ target, failureSummary })) }));
  }, TAGS);
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
    `${id}: ${target.join(' ')}\n      ${failureSummary.split('\n').slice(1).map((line) => line.trim()).join('; ')}`));
}

async function assertNoViolations() {
  const looksOf = new Map();
  for (const [colorScheme, width] of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    for (const line of await violations()) looksOf.set(line, [...(looksOf.get(line) ?? []), `${colorScheme} ${width}`]);
  }
  const words = [...looksOf].map(([line, looks]) => `  (${looks.join(', ')}) ${line}`);
  assert.ok(words.length === 0, `${words.length} violations on ${page.url()}\n${words.join('\n')}`);
}

describe('axe-core finds nothing', () => {
  for (const [kind, path] of Object.entries(kindsOf(site.folder))) {
    test(`on ${kind}: ${path}`, async () => {
      await page.goto(server.root + path);
      await page.evaluate(() => { for (const fold of document.querySelectorAll('details')) fold.open = true; });
      await assertNoViolations();
    });
  }

  test('in the list of keys', async () => {
    await page.goto(server.root);
    await page.keyboard.press('?');
    await page.locator('#keys').waitFor();
    await assertNoViolations();
  });

  test('in a filtered list', async () => {
    await page.goto(`${server.root}reviews/index.html`);
    await page.fill('#filter', 'windows');
    await assertNoViolations();
  });
});
