// The engine of the search in node: its parts, run one after the other as the site joins them.
import { readFileSync, readdirSync } from 'node:fs';
import vm from 'node:vm';

const PARTS = new URL('../../static/js/search-engine/', import.meta.url);

for (const name of readdirSync(PARTS).sort()) {
  const { pathname } = new URL(name, PARTS);
  vm.runInThisContext(readFileSync(pathname, 'utf8'), { filename: pathname });
}

export default globalThis.PilcrowSearch;
