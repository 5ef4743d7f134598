// Whether a new model is better, over time, and two agents beside each other: what only a browser can show of it.
import axe from 'axe-core';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { build, contextWithin, launch, serve } from './site.mjs';

const OLD = 24;
const ALL = 48;
// Two agents of which one has a new model after half of the changes; later ones are harder for both, by as much.
const foundBy = (number) => (number < OLD
  ? ['a b', 'a b', 'a b', number % 2 ? 'a' : 'b', '', 'a b']
  : ['a b', '', 'a b', number % 2 ? 'a' : 'b', '', '']);
const slugs = (words) => words.split(' ').filter(Boolean).map((agent) => ({ agent }));
const run = (number) => ({
  format: 'pilcrow-review/1',
  id: `run-${number}`,
  date: `2026-0${1 + Math.floor(number / 8)}-${String(1 + (number % 8) * 3).padStart(2, '0')}`,
  subject: { repository: 'o/n', pull_request: number + 1 },
  reviewers: [{ agent: 'a', name: 'Avocet', model: number < OLD ? 'Avocet one' : 'Avocet two' }, { agent: 'b', name: 'Bittern', model: 'Bittern 5' }],
  findings: foundBy(number).map((by, at) => ({ id: `I${at}`, severity: 'important', title: `finding ${at}`, assessment: 'confirmed', found_by: slugs(by) })),
});

let archive;
let site;
let server;
let browser;
let page;
before(async () => {
  archive = mkdtempSync(join(tmpdir(), 'pilcrow-versions-'));
  for (let number = 0; number < ALL; number += 1) writeFileSync(join(archive, `run-${number}.json`), JSON.stringify(run(number)));
  site = build(archive);
  server = await serve(site.folder);
  browser = await launch();
  const { context } = await contextWithin(browser, server.root, { watchOnly: true });
  page = await context.newPage();
});
after(async () => {
  await browser?.close();
  await server?.close();
  site?.remove();
  rmSync(archive, { recursive: true });
});

const PAGES = ['agents/index.html', 'agents/a.html', 'agents/a-vs-b.html'];

describe('a new model, measured against agents that stayed', () => {
  test('every column of it is seen at once on a wide window', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const [path, table] of [['agents/index.html', '.changes'], ['agents/a.html', '.changes'], ['agents/a-vs-b.html', '.by-criterion']]) {
      await page.goto(server.root + path);
      const [inner, outer] = await page.locator(`.scroll:has(${table})`).first().evaluate((box) => [box.scrollWidth, box.clientWidth]);
      assert.ok(inner <= outer, `${path}: ${inner} px in ${outer}`);
    }
  });

  test('a phone reads the sentence first and is nowhere wider than its window', async () => {
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 900 });
      for (const path of PAGES) {
        await page.goto(server.root + path);
        assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth), `${path} at ${width}`);
      }
      await page.goto(`${server.root}agents/a.html`);
      const top = (selector) => page.locator(selector).first().evaluate((cell) => cell.getBoundingClientRect().top);
      assert.ok(await top('.changes tbody .words') < await top('.changes tbody .two'));
    }
  });

  test('each point over time leads to its reviews, by keyboard too', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`${server.root}agents/a.html`);
    const points = page.locator('#over-time svg.long a');
    assert.equal(await points.count(), ALL / 8);
    const target = await points.first().locator('rect').boundingBox();
    assert.ok(target.width >= 24 && target.height >= 24, JSON.stringify(target));
    await points.nth(2).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/browse/months/2026-03.html');
    assert.equal(await page.locator('.reviews li').count(), 8);
  });

  test('the warning is beside what is not anchored, in words as well', async () => {
    await page.goto(`${server.root}agents/a.html`);
    const cell = page.locator('.changes tbody .plain-one').first();
    assert.equal(await cell.locator('.icon.warn').count(), 1);
    assert.match(await cell.textContent(), /not anchored: −33\.3/);
    assert.match(await page.locator('.changes tbody .words').first().textContent(), /^cannot be told apart/);
  });

  for (const path of PAGES) {
    test(`axe-core finds nothing on ${path}`, async () => {
      const faults = [];
      for (const [colorScheme, width] of [['light', 1280], ['dark', 320]]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await page.goto(server.root + path);
        await page.evaluate(() => { for (const fold of document.querySelectorAll('details')) fold.open = true; });
        await page.evaluate(axe.source);
        const found = await page.evaluate(async () => (await window.axe.run(document)).violations);
        faults.push(...found.flatMap(({ id, nodes }) => nodes.map((node) => `${id} (${colorScheme} ${width}): ${node.target}`)));
      }
      assert.deepEqual(faults, []);
    });
  }
});
