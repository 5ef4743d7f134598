// Other people's code is as they published it: npm has checked the package against the hash in the lock file.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

test('the lunr of the site is that of its package', async () => {
  const ours = await readFile(new URL('../../static/vendor/lunr/lunr.min.js', import.meta.url));
  const theirs = await readFile(new URL('node_modules/lunr/lunr.min.js', import.meta.url));
  assert.ok(ours.equals(theirs));
});
