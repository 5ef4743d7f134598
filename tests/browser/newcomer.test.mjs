// What somebody does who has the program and nothing else: in an empty folder, from `init` to the summary for a pull request.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { binary, launch } from './site.mjs';

/** Nothing of this machine but the program: no PATH, no home. */
function beginner() {
  const folder = mkdtempSync(join(tmpdir(), 'pilcrow-newcomer-'));
  const options = (cwd) => ({ cwd: join(folder, cwd), env: { HOME: folder } });
  const type = (cwd, ...words) => new Promise((resolve) => {
    execFile(binary, words, options(cwd), (error, out, said) => { resolve({ status: error ? error.code : 0, out, said }); });
  });
  return { folder, options, type };
}

test('from an empty folder to a site, and back into the pull request', async (t) => {
  const { folder, options, type } = beginner();
  t.after(() => rmSync(folder, { recursive: true }));
  const expect = async (...words) => {
    const ended = await type('archive', ...words);
    assert.equal(ended.status, 0, `${words.join(' ')}: ${ended.said}`);
    return ended;
  };

  const nothing = await type('', 'build');
  assert.equal(nothing.status, 2);
  assert.match(nothing.said, /pilcrow init/);
  const made = await type('', 'init', 'archive', '--demo');
  assert.equal(made.status, 0, made.said);
  assert.match(made.said, /Next: cd archive && pilcrow build/);
  await expect('check', '--deny-warnings');

  // See it, change it, break it, see why, mend it.
  const server = spawn(binary, ['serve', '--port', '0'], { ...options('archive'), stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(server, 'exit');
  const [root] = await once(createInterface(server.stdout), 'line');
  const browser = await launch();
  t.after(async () => { await browser.close(); server.kill(); await ended; });
  const page = await browser.newPage();
  const year = readdirSync(join(folder, 'archive/reviews')).sort().at(-1);
  const name = readdirSync(join(folder, 'archive/reviews', year)).sort().at(-1);
  const file = join(folder, 'archive/reviews', year, name);
  const text = readFileSync(file, 'utf8');
  const run = JSON.parse(text);
  await page.goto(`${root}reviews/${run.id}.html`);
  writeFileSync(file, JSON.stringify({ ...run, title: 'Seen by a newcomer' }));
  await page.locator('h1', { hasText: 'Seen by a newcomer' }).waitFor({ state: 'attached' });
  writeFileSync(file, text.slice(0, -20));
  const panel = page.locator('pilcrow-serve aside');
  await panel.waitFor();
  assert.match(await panel.innerText(), new RegExp(`${run.id}\\.json:\\d+:\\d+`));
  writeFileSync(file, text);
  await panel.waitFor({ state: 'detached' });
  server.kill('SIGINT');
  assert.deepEqual(await ended, [0, null]);

  // Publish it: the same from a disk, without a server.
  const built = await expect('build');
  assert.match(built.said, /site\/index\.html/);
  await page.goto(pathToFileURL(join(folder, 'archive/site/index.html')).href);
  await page.locator(`a[href="reviews/${run.id}.html"]`).first().click();
  await page.locator('h1').first().waitFor();
  assert.match(page.url(), new RegExp(`${run.id}\\.html$`));

  const { out } = await expect('summary', `reviews/${year}/${name}`, '--base-url', 'https://team.github.io/reviews/');
  assert.ok(out.startsWith('### ¶ [') && out.includes(`https://team.github.io/reviews/reviews/${run.id}`), out);

  // A run of one's own.
  const id = '20260322-142409-pr-242';
  const { out: path } = await expect('new', id, '--from-pr', 'owner/name#242');
  assert.equal(path.trim(), `reviews/2026/${id}.json`);
  await expect('check', path.trim(), '--deny-warnings');
});
