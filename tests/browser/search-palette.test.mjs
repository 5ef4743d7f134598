// The palette over every kind of page.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { all, answered, another, eventually, kinds, NOT_THERE, open, requestsOf, server, site } from './search-pages.mjs';
import { fileRoot } from './site.mjs';

describe('the palette', () => {
  test('opens over every kind of page by / and by Ctrl K, and closes by Escape', async () => {
    const page = await open('index.html');
    for (const path of Object.values(kinds).filter((kind) => kind !== kinds.search)) {
      await page.goto(server.root + path);
      await page.keyboard.press('/');
      await page.keyboard.type('lock');
      await page.locator('#\\~palette [role=option]').first().waitFor();
      assert.equal(await page.inputValue('#\\~palette-query'), 'lock', path);
      await page.keyboard.press('Escape');
      await page.locator('#\\~palette').waitFor({ state: 'hidden' });
      await page.keyboard.press('Control+k');
      assert.ok(await page.locator('#\\~palette-query:focus').count(), path);
      await page.keyboard.press('Escape');
      await page.locator('#\\~palette').waitFor({ state: 'hidden' });
    }
    await page.goto(`${server.root}search.html`);
    for (const key of ['/', 'Control+k']) {
      await page.locator('.brand').focus();
      await page.keyboard.press(key);
      assert.ok(await page.locator('#\\~query:focus').count());
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
    assert.ok(await page.locator('#\\~palette').isVisible());
    assert.equal(await page.inputValue('#\\~palette-query'), 'lock', 'the middle button pastes nothing');
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
    assert.ok((await page.locator('#\\~palette mark').allInnerTexts()).every((text) => /lock/i.test(text)));
    assert.ok(asked.length < 20 && new Set(asked).size === asked.length, asked.join());
  });

  test('says what it found, and what not', async () => {
    const page = await open('index.html');
    await page.keyboard.press('/');
    const said = page.locator('#\\~palette').getByRole('status');
    await page.keyboard.type('lock');
    await said.filter({ hasText: /^\d+ results$/ }).waitFor();
    assert.equal(await page.getByRole('combobox').getAttribute('aria-expanded'), 'true');
    await page.fill('#\\~palette-query', 'zzzzzz');
    await said.filter({ hasText: /^No results\.$/ }).waitFor();
    assert.equal(await page.getByRole('combobox').getAttribute('aria-expanded'), 'false');
    assert.equal(await page.getByRole('combobox').getAttribute('aria-activedescendant'), null);
    await page.fill('#\\~palette-query', 'foo^');
    await said.filter({ hasText: '^ must be followed by a number' }).waitFor();
    await page.fill('#\\~palette-query', '');
    await eventually(() => said.innerText(), '');
  });

  test('that cannot be loaded says so, and comes when it can', async () => {
    const page = await open('index.html', { expected: NOT_THERE });
    await page.route('**/search-index/manifest.js*', (route) => route.fulfill({ status: 404, body: 'no' }));
    await page.keyboard.press('/');
    await page.keyboard.type('lock');
    await page.locator('#\\~palette').getByRole('status').filter({ hasText: 'could not be loaded' }).waitFor();
    await page.unroute('**/search-index/manifest.js*');
    await page.keyboard.press('Escape');
    await page.locator('#\\~palette').waitFor({ state: 'hidden' });
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
