// `pilcrow serve` in a browser: pages load themselves again and keep their place, and what is wrong with the archive is
// shown on top of them for as long as it is.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { binary, contextWithin, launch } from './site.mjs';

const reviews = fileURLToPath(new URL('../../reviews', import.meta.url));
let browser;

before(async () => { browser = await launch(); });
after(async () => browser?.close());

/** A server of a copy of our archive, below a sub-path; `file` is the largest run. */
async function served(t) {
  const folder = mkdtempSync(join(tmpdir(), 'pilcrow-serve-'));
  cpSync(reviews, join(folder, 'reviews'), { recursive: true });
  const files = readdirSync(join(folder, 'reviews'), { recursive: true }).filter((name) => name.endsWith('.json'));
  const all = files.map((name) => join(folder, 'reviews', name)).map((path) => ({ path, text: readFileSync(path, 'utf8') }));
  const [largest] = all.sort((a, b) => b.text.length - a.text.length);
  const run = JSON.parse(largest.text);
  const child = spawn(binary, ['serve', '--port', '0', '--base-url', 'https://team.example/reviews/'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  const [root] = await once(createInterface(child.stdout), 'line');
  const { context, problems } = await contextWithin(browser, root);
  t.after(async () => {
    await context.close();
    child.kill('SIGINT');
    const status = await ended;
    rmSync(folder, { recursive: true });
    assert.deepEqual(status, [0, null]);
    assert.deepEqual(problems, []);
  });
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective }) => console.error(`policy: ${violatedDirective}`));
  });
  return {
    root, context, run, largest,
    page: `${root}reviews/${run.id}.html`,
    save: (change) => writeFileSync(largest.path, JSON.stringify(change(structuredClone(run)))),
    configure: (text) => writeFileSync(join(folder, 'pilcrow.toml'), text),
  };
}

const panel = (page) => page.locator('pilcrow-serve aside');

describe('a served site', () => {
  test('loads its pages again after a change, where the reader was', async (t) => {
    const site = await served(t);
    const page = await site.context.newPage();
    await page.goto(`${site.root}agents/claude.html`);
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = !details.open;
      scrollTo({ top: document.documentElement.scrollHeight / 2, behavior: 'instant' });
    });
    const place = () => page.evaluate(() => [scrollY, ...[...document.querySelectorAll('details')].map(({ open }) => open)]);
    const before = await place();
    assert.ok(before[0] > 200 && before.length > 1, before.join());
    site.configure('title = "Another title"');
    await page.locator('.brand', { hasText: 'Another title' }).waitFor();
    await page.waitForFunction(([top]) => Math.abs(scrollY - top) < 2, before);
    assert.deepEqual(await place(), before);

    // A fragment stays in the address, and does not pull the reader back.
    const fragment = await page.locator('article[id], section[id]').first().getAttribute('id');
    await page.goto(`${site.page}#${encodeURIComponent(fragment)}`);
    await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight / 3, behavior: 'instant' }));
    const top = await page.evaluate(() => scrollY);
    site.save((run) => ({ ...run, title: 'A third title' }));
    await page.locator('h1', { hasText: 'A third title' }).waitFor({ state: 'attached' });
    await page.waitForFunction((was) => Math.abs(scrollY - was) < 80, top);
    assert.ok(page.url().includes('#'));
  });

  test('shows what is wrong with a file until it is right, as text and over the last good page', async (t) => {
    const site = await served(t);
    const page = await site.context.newPage();
    await page.goto(site.page);
    const title = await page.locator('h1').textContent();
    writeFileSync(site.largest.path, site.largest.text.replace('"id"', '<img src=x onerror=alert(1)>'));
    await panel(page).waitFor();
    assert.match(await panel(page).locator('h2').innerText(), /^1 error$/);
    assert.match(await panel(page).innerText(), /reviews\/\d+\/.*\.json:\d+:\d+[\s\S]*is not valid JSON[\s\S]*<img src=x onerror=alert\(1\)>/);
    assert.equal(await panel(page).locator('img').count(), 0);
    assert.equal(await page.locator('h1').textContent(), title);
    assert.equal(await panel(page).evaluate((one) => getComputedStyle(one).position), 'fixed', 'has its styles');

    // Hidden, it stays so until something else is wrong.
    await panel(page).getByRole('button', { name: 'Hide' }).click();
    await panel(page).waitFor({ state: 'detached' });
    const asked = [1, 2].map(() => page.waitForResponse((response) => response.url().endsWith('state.json')));
    await asked[0];
    assert.equal(await panel(page).count(), 0);
    writeFileSync(site.largest.path, '{}');
    await panel(page).waitFor();
    assert.match(await panel(page).innerText(), /is not a review run/);

    // A page that is opened meanwhile has it too, and no page is loaded again when what was before is back.
    const other = await site.context.newPage();
    await other.goto(site.root);
    await panel(other).waitFor();
    await page.bringToFront();
    await page.evaluate(() => { window.isSamePage = true; });
    writeFileSync(site.largest.path, site.largest.text);
    await panel(page).waitFor({ state: 'detached' });
    assert.ok(await page.evaluate(() => window.isSamePage));
  });

  test('is searched, and finds what has just been written', async (t) => {
    const site = await served(t);
    const page = await site.context.newPage();
    await page.goto(`${site.root}search.html?q=quokka`);
    await page.locator('main [role=status]').filter({ hasText: /no/i }).waitFor();
    site.save((run) => ({ ...run, findings: [{ ...run.findings[0], title: 'The quokka is asleep' }, ...run.findings.slice(1)] }));
    await page.locator('main').getByText('The quokka is asleep').first().waitFor();
    await page.goto(site.root);
    await page.keyboard.press('/');
    await page.keyboard.type('quokka');
    await page.getByRole('option').first().waitFor();
  });

  test('keeps many tabs up to date', async (t) => {
    const site = await served(t);
    const pages = await Promise.all(Array.from({ length: 10 }, () => site.context.newPage()));
    await Promise.all(pages.map((page) => page.goto(site.page)));
    site.save((run) => ({ ...run, title: 'For all of them' }));
    // Each in turn: a tab that nobody sees asks for nothing.
    for (const page of pages) {
      await page.bringToFront();
      await page.locator('h1', { hasText: 'For all of them' }).waitFor({ state: 'attached' });
    }
  });
});
