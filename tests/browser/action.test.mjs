// The action holds a site against the addresses of the published one, which its script fetches: what it does with each answer.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../.github/action/fetch-addresses', import.meta.url));
const LIST = '{"format":"pilcrow-addresses/1","addresses":{}}\n';
let server, root;
const asked = [];

before(async () => {
  server = createServer((request, response) => {
    asked.push(request.url);
    const [, folder] = request.url.split('/');
    if (folder === 'moved') response.writeHead(301, { location: '/there/data/addresses.json' }).end();
    else if (folder === 'there') response.writeHead(200).end(LIST);
    else response.writeHead(Number(folder)).end('<p>an answer of the server');
  });
  await new Promise((ready) => { server.listen(0, '127.0.0.1', ready); });
  root = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

async function fetched(environment) {
  const folder = await mkdtemp(join(tmpdir(), 'pilcrow-action-'));
  const output = join(folder, 'output');
  await writeFile(output, '');
  const variables = { AGAINST: '', BASE_URL: '', RUNNER_TEMP: folder, GITHUB_OUTPUT: output, PATH: process.env.PATH, ...environment };
  const script = spawn('bash', [SCRIPT], { env: variables });
  let said = '';
  for (const stream of [script.stdout, script.stderr]) stream.on('data', (part) => { said += part; });
  const status = await new Promise((ended) => { script.on('close', ended); });
  const [, file] = /^file=(.*)$/m.exec(await readFile(output, 'utf8')) ?? [];
  const list = file?.startsWith(folder) ? await readFile(file, 'utf8') : undefined;
  await rm(folder, { recursive: true });
  return { status, said, file, list };
}

test('the addresses of the published site are fetched', async () => {
  for (const [environment, path] of [
    [{ BASE_URL: `${root}/there` }, '/there/data/addresses.json'],
    [{ BASE_URL: `${root}/there/` }, '/there/data/addresses.json'],
    [{ BASE_URL: `${root}/moved/` }, '/there/data/addresses.json'],
    [{ BASE_URL: `${root}/404/`, AGAINST: `${root}/there/` }, '/there/data/addresses.json'],
    [{ AGAINST: `${root}/there/of/another.json` }, '/there/of/another.json'],
  ]) {
    const { status, said, list } = await fetched(environment);
    assert.equal(status, 0, said);
    assert.equal(list, LIST);
    assert.equal(asked.at(-1), path);
  }
});

test('a site that is not there yet has no addresses to lose', async () => {
  const { status, said, file } = await fetched({ BASE_URL: `${root}/404/` });
  assert.equal(status, 0, said);
  assert.equal(file, undefined);
  assert.match(said, /^::notice::.*the first publication/m);
});

test('whatever else keeps the addresses from being fetched stops the job', async () => {
  const [denied, broken, refused] = await Promise.all([
    fetched({ BASE_URL: `${root}/403/` }),
    fetched({ BASE_URL: `${root}/500/` }),
    // Nothing listens there.
    fetched({ BASE_URL: 'http://127.0.0.1:1/' }),
  ]);
  for (const [{ status, said, file }, words] of [
    [denied, /answers with the status 403/],
    [broken, /answers with the status 500/],
    [refused, /could not be fetched from http:\/\/127\.0\.0\.1:1\/data\/addresses\.json/],
  ]) {
    assert.equal(status, 1, said);
    assert.equal(file, undefined);
    assert.match(said, words);
    assert.match(said, /^::error title=Old addresses::.* set the input `against` to `off`/m);
  }
});

test('nothing is fetched where there is nothing to fetch from', async () => {
  const before = asked.length;
  for (const [environment, file] of [
    [{ BASE_URL: `${root}/there/`, AGAINST: 'off' }, undefined],
    [{}, undefined],
    [{ BASE_URL: `${root}/there/`, AGAINST: 'old site/addresses.json' }, 'old site/addresses.json'],
  ]) {
    const found = await fetched(environment);
    assert.equal(found.status, 0, found.said);
    assert.equal(found.file, file);
  }
  assert.equal(asked.length, before);
});
