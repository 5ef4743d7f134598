// Runs that few would write: what stands on their pages works and is whole.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { contextWithin, launch, siteOf } from './site.mjs';

let browser;
let opened = [];
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Opens a page of a site of one review, changed; `expected` says which messages it may give. */
async function open(change, path = 'reviews/20260101-100000-pr-1.html', { expected = null, init = null, ...options } = {}) {
  const site = await siteOf(change);
  const guarded = await contextWithin(browser, site.root, options);
  opened.push({ site, expected, ...guarded });
  await guarded.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  if (init) await guarded.context.addInitScript(init);
  const page = await guarded.context.newPage();
  await page.goto(site.root + path);
  return page;
}

afterEach(async () => {
  const problems = opened.flatMap(({ problems: all, expected }) => all.filter((problem) => !expected?.test(problem)));
  await Promise.all(opened.map(async ({ context, site }) => { await context.close(); await site.close(); }));
  opened = [];
  assert.deepEqual(problems, []);
});

async function assertScriptWorks(page) {
  await page.locator('.code').first().hover();
  await page.locator('.code .copy').first().click();
  await page.locator('.toast').filter({ hasText: 'Code copied' }).waitFor();
  await page.keyboard.press('?');
  assert.ok(await page.locator('dialog[open] kbd').first().isVisible());
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  assert.ok(await page.locator('article.finding:focus').count());
  await page.keyboard.press('/');
  await page.locator('dialog.palette input').fill('lock');
  await page.locator('dialog.palette [role=option]').first().waitFor();
}

describe('the script works', () => {
  for (const language of ['', ' ', '\u202e']) {
    test(`where a script to reproduce has the language ${JSON.stringify(language)}`, async () => {
      const page = await open((run) => { run.findings[0].repro.language = language; });
      assert.equal(await page.locator('figure.code').count(), await page.locator('.code > .copy').count());
      await assertScriptWorks(page);
    });
  }

  test('where sections, findings and agents are called like what is the page\'s own', async () => {
    const names = ['query', 'filter', 'palette', 'palette-query', 'palette-list', 'keys', 'keys-title', 'found', 'main'];
    const page = await open((run) => {
      run.sections = names.map((title) => ({ title, body: `# ${title}` }));
      run.findings.push(...names.map((id) => ({ ...run.findings[1], id: id.toUpperCase(), aliases: [`${id}-1`] })));
      run.originals.push(...names.map(() => ({ agent: 'claude', body: '# Query' })));
    });
    // Their own anchors are what they were.
    for (const name of names) assert.equal(await page.locator(`section[id="${name}"]`).count(), 1, name);
    await assertScriptWorks(page);
    await page.goto(`${new URL('../search.html', page.url())}?q=lock`);
    await page.locator('.results li').first().waitFor();
  });

  test('where one of its parts fails', async () => {
    // As in a theme that has no bar to put the switch into.
    const init = () => document.addEventListener('DOMContentLoaded', () => document.querySelector('.bar').remove());
    const page = await open(() => {}, undefined, { init, expected: /Cannot read properties of null/ });
    assert.equal(opened[0].problems.length, 1);
    await assertScriptWorks(page);
  });
});

// Agents are compared with each other, so that many of them take long to count: one site for all.
test('on paper no column of a wide table is cut off', async () => {
  const agents = Array.from({ length: 26 }, (_, at) => `agent-${String.fromCharCode(97 + at)}`);
  // Between the margins of a sheet: A4 with 1 cm each.
  const sheet = { width: 718, height: 1000 };
  const page = await open((run) => {
    run.reviewers = agents.map((agent) => ({ agent, name: `Reviewer ${agent}`, model: 'A Model 1.0' }));
    run.metrics = agents.map((agent) => ({ agent, duration_seconds: 1234, input_tokens: 1234567, cost_usd: 1.25 }));
    for (const finding of run.findings) finding.found_by = agents.slice(0, 20).map((agent) => ({ agent }));
    Object.assign(run, { strengths: [], retro: undefined, originals: [] });
    const row = (word) => `| ${agents.map((_, at) => word + at).join(' | ')} |`;
    run.sections = [{ title: 'Wide', body: `${row('Column')}\n${row('---').replace(/\d+/g, '')}\n${row('`some_value`')}` }];
  }, 'index.html', { viewport: sheet });
  await page.emulateMedia({ media: 'print' });
  const seen = [];
  for (const path of ['reviews/20260101-100000-pr-1.html', 'agents/index.html', 'agents/agent-a.html', 'panels.html', 'index.html']) {
    await page.goto(opened[0].site.root + path);
    const tables = await page.locator('table').evaluateAll((all) => all.map((table) => ({
      columns: table.rows[0].cells.length,
      right: Math.round(Math.max(...[...table.rows].flatMap((row) => [...row.cells]).map((cell) => cell.getBoundingClientRect().right))),
    })));
    for (const { columns, right } of tables) {
      assert.ok(right <= sheet.width, `${path}: ${columns} columns reach to ${right} of ${sheet.width} px`);
      seen.push(columns);
    }
  }
  // Metrics, a table of a text, the matrix of overlaps.
  assert.ok(seen.filter((columns) => columns >= 26).length >= 3, String(seen));
});
