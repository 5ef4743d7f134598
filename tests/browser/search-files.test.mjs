// What a reader sees when files of the index are missing, broken or of another build, and when texts are hostile.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answered, another, ask, BUILD, eventually, manifestText, NOT_THERE, open, server, siteOf, status, titles } from './search-pages.mjs';

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
      await page.fill('#\\~query', 'lock');
      await eventually(() => status(page), 'Part of the search index could not be loaded.');
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
    await eventually(() => status(page), 'Part of the search index could not be loaded.');
  });

  test('is no index at all', async () => {
    const page = await open('index.html', { expected: NOT_THERE });
    await page.route('**/search-index/**', (route) => route.fulfill({ status: 404, body: 'no' }));
    await page.goto(`${server.root}search.html?q=lock`);
    await eventually(() => status(page), 'Part of the search index could not be loaded.');
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
    await page.fill('#\\~query', 'lock');
    await eventually(async () => loads.length, 1);
    await answered(page, /finding/);
    await page.waitForTimeout(500);
    assert.equal(loads.length, 1);
    assert.equal(await page.inputValue('#\\~query'), 'lock');
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
    const page = await open('index.html', { script: () => Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('forbidden'); } }) });
    await another(page, 'abcdef');
    const loads = loadsOf(page);
    await page.goto(`${server.root}search.html?q=lock`);
    await answered(page, /finding/);
    assert.equal(loads.length, 1);
    assert.match(await page.locator('.told').innerText(), /older/);
  });
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
    assert.equal(await page.locator('#\\~palette img').count(), 0);
  } finally {
    await own.close();
  }
});
