// What leaves a page: addresses, links and findings as Markdown, quotes. From the disk and below a sub-path, with a clipboard
// and without one; each copy is said.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { marked } from 'marked';
import { build, fileRoot, kindsOf, runs, siteOf } from './site.mjs';
import { openWithClipboard as open, server, site } from './visits.mjs';

const kinds = kindsOf(site.folder);
const longest = runs()[0];
const [first, second, third] = longest.findings;

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const EMPTY = 'nothing was copied';
const empty = (page) => page.evaluate((text) => navigator.clipboard.writeText(text), EMPTY);
const said = (page) => page.locator('.toast[role=status]').filter({ hasText: /\S/ }).innerText();
const silent = (page) => page.waitForFunction(() => !document.querySelector('.toast').textContent);

/** What is copied and said when a key is pressed. */
async function pressed(page, key) {
  await empty(page);
  await silent(page);
  await page.keyboard.press(key);
  const words = await said(page);
  return [await clipboard(page), words];
}

const roots = () => ({ 'the disk': fileRoot(site.folder), 'a sub-path': server.root });

describe('y copies the address of what is at hand', () => {
  for (const where of ['the disk', 'a sub-path']) {
    test(`the finding that has the focus, else the one pointed at, else the one in the address, else the page, from ${where}`, async () => {
      const root = roots()[where];
      const page = await open(longest.page, { root });
      assert.deepEqual(await pressed(page, 'y'), [root + longest.page, 'Link to this page copied']);
      await page.goto(`${root}${longest.page}#${first.id}`);
      await page.mouse.move(0, 0);
      assert.deepEqual(await pressed(page, 'y'), [root + first.page, `Link to ${first.id} copied`]);
      await page.locator(`#${second.id} > header`).hover();
      assert.deepEqual(await pressed(page, 'y'), [root + second.page, `Link to ${second.id} copied`]);
      await page.locator(`#${third.id} .about a`).first().focus();
      assert.deepEqual(await pressed(page, 'y'), [root + third.page, `Link to ${third.id} copied`]);
    });
  }

  test('on every kind of page, with what was chosen on it', async () => {
    const page = await open('index.html');
    for (const path of [...new Set(Object.values(kinds)), `${kinds.agents}?sort=found-down`]) {
      await page.goto(server.root + path);
      assert.equal((await pressed(page, 'y'))[0], server.root + path);
    }
  });

  test('as the page says, where it is read from the disk and will be published', async () => {
    const base = 'https://team.example/reviews/';
    const own = build(undefined, { config: `base_url = "${base}"\n` });
    try {
      const page = await open('index.html', { root: fileRoot(own.folder) });
      assert.equal((await pressed(page, 'y'))[0], base);
      await page.goto(`${fileRoot(own.folder)}${longest.page}#${first.id}`);
      assert.equal((await pressed(page, 'y'))[0], base + first.page);
      const [link] = await pressed(page, 'Y');
      assert.ok(link.includes(`](${base}${first.page})`), link);
    } finally {
      own.remove();
    }
  });
});

describe('Y copies it as Markdown', () => {
  test('a finding with its id, severity, title and place, a page with its title', async () => {
    const page = await open(`${longest.page}#${first.id}`);
    const [finding, words] = await pressed(page, 'Y');
    assert.ok(finding.startsWith(`[${first.id} · ${first.severity}: ${first.title}](${server.root}${first.page})`), finding);
    assert.equal(words, `Link to ${first.id} copied as Markdown`);
    await page.goto(server.root + kinds.agents);
    assert.deepEqual(await pressed(page, 'Y'), [`[Agents](${server.root}${kinds.agents})`, 'Link to this page copied as Markdown']);
  });
});

describe('the keys', () => {
  test('rest in fields and with modifiers', async () => {
    const page = await open(kinds.reviews);
    await empty(page);
    for (const key of ['Control+y', 'Alt+y', 'Meta+y', 'Control+Shift+Y', 'q']) await page.keyboard.press(key);
    await page.locator('#\\~filter').focus();
    await page.keyboard.type('yYqc');
    assert.equal(await page.inputValue('#\\~filter'), 'yYqc');
    await page.keyboard.press('Escape');
    assert.equal(await clipboard(page), EMPTY);
    assert.equal(await page.locator('.toast').innerText(), '');
  });

  test('are in the list of keys', async () => {
    const page = await open('index.html');
    await page.keyboard.press('?');
    const listed = await page.locator('#\\~keys kbd').allInnerTexts();
    for (const key of ['y', 'Y', 'q']) assert.ok(listed.includes(key), `${key} of ${listed}`);
  });
});

describe('copying a finding whole', () => {
  const copyWhole = async (page, id) => {
    await page.locator(`[id="${id}"] [data-copy-finding]`).click();
    await page.locator('.toast[role=status]').filter({ hasText: `${id} copied as Markdown` }).waitFor();
    return clipboard(page);
  };

  /** What a reader of Markdown makes of it, in a page that holds nothing else. */
  async function rendered(page, markdown) {
    const html = marked.parse(markdown);
    return page.evaluate((inner) => {
      const { body } = new DOMParser().parseFromString(inner, 'text/html');
      const words = (node) => node.textContent.replace(/\s+/g, ' ').trim();
      // What keeps GitHub from taking signs together is not seen.
      const seen = (node) => words(node).replace(/\u200b/g, '');
      return {
        heading: seen(body.querySelector('h3')),
        href: body.querySelector('h3 a').href,
        words: seen(body),
        codes: [...body.querySelectorAll('pre code')].map((code) => code.textContent),
        folded: [...body.querySelectorAll('details')].map((fold) => [words(fold.querySelector('summary')), [...fold.querySelectorAll('pre code')].map((code) => code.textContent)]),
        elements: [...new Set([...body.querySelectorAll('*')].map((one) => one.localName))].sort(),
      };
    }, html);
  }

  test('gives Markdown that reads as the page does: text, code, patch, steps', async () => {
    const page = await open(longest.page);
    for (const finding of longest.findings) {
      const shown = await page.locator(`#${finding.id}`).evaluate((one) => ({
        texts: [...one.querySelectorAll('.prose p')].map((p) => p.textContent.replace(/\s+/g, ' ').trim()),
        codes: [...one.querySelectorAll('figure.code code')].map((code) => code.textContent),
      }));
      const made = await rendered(page, await copyWhole(page, finding.id));
      assert.equal(made.href, server.root + finding.page);
      for (const { agent } of (finding.found_by ?? []).slice(1)) assert.match(made.words, new RegExp(`found by .*, ${agent}`, 'i'));
      assert.ok(made.heading.startsWith(`${finding.id} · ${finding.severity}: `), made.heading);
      for (const text of shown.texts) assert.ok(made.words.includes(text), `${finding.id}: ${text}\n${made.words}`);
      assert.deepEqual(made.codes.map((code) => code.trimEnd()), shown.codes.map((code) => code.trimEnd()), finding.id);
      const folds = Object.fromEntries(made.folded);
      if (finding.patch) assert.equal(folds.Patch[0], `${finding.patch.trimEnd()}\n`);
      if (finding.repro) assert.ok(folds['Steps to reproduce'][0].includes(finding.repro.script.trim()));
    }
  });

  test('keeps lists, tables and quotes, and nothing in it works on GitHub', async () => {
    const code = 'a `tick`\n```\nfence\n```\n`````\n';
    const body = [
      'Ask @octocat and close #12 or GH-13, see www.evil.example; *this* **that** snake_case __init__ 2 < 3 & &lt; `a``b` $x$ :bug:',
      '<img src=x onerror=alert(1)> ~~gone~~ fore**midst**aft', '- one\n- two\n  1. inner\n  2. more', '1. \\# no heading\n2. \\- no list',
      '| a | b |\n|---|---|\n| `x\\|y` | 1 \\| 2 |', '> quoted\n> twice', `\`\`\`\`\`\`text\n${code}\`\`\`\`\`\``, '+ not\n\n\\# not a heading',
    ].join('\n\n');
    const own = await siteOf((run) => {
      run.findings = [{ id: 'I1', severity: 'important', title: 'A [b](https://c.example) `d` <e> @f *g*', body, found_by: [], fix: '</details> done' }];
      for (const key of ['resolutions', 'metrics', 'retro', 'originals']) delete run[key];
    });
    try {
      const page = await open('reviews/20260101-100000-pr-1.html', { root: own.root });
      const markdown = await copyWhole(page, 'I1');
      const made = await rendered(page, markdown);
      assert.deepEqual(made.codes, [code]);
      assert.equal(made.heading, 'I1 · important: A b d <e> @f g');
      assert.equal(made.href, `${own.root}reviews/20260101-100000-pr-1/I1.html`);
      assert.deepEqual(made.elements.filter((name) => ['img', 'script', 'h1', 'h2', 'details'].includes(name)), []);
      for (const name of ['ul', 'ol', 'table', 'blockquote', 'del', 'em', 'strong']) assert.ok(made.elements.includes(name), `${name}: ${markdown}`);
      const texts = await page.locator('#I1 .prose > :is(p, ul, ol, blockquote)').evaluateAll((all) => all.map((one) => one.textContent.replace(/\s+/g, ' ').trim()));
      for (const text of texts) assert.ok(made.words.replaceAll(' ', '').includes(text.replaceAll(' ', '')), `${text}\n${markdown}`);
      for (const sign of ['@octocat', '#12', 'GH-13', 'www.evil', ':bug:']) assert.ok(!markdown.includes(sign), `${sign} works: ${markdown}`);
    } finally {
      await own.close();
    }
  });
});

describe('without a clipboard', () => {
  const closed = () => {
    if (navigator.clipboard) navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden'));
  };

  test('the text is copied from a field, and focus and selection stay', async () => {
    const page = await open(longest.page, { script: closed });
    const link = page.locator(`#${second.id} .about a`).first();
    await link.focus();
    await page.keyboard.press('y');
    assert.equal(await said(page), `Link to ${second.id} copied`);
    assert.equal(await clipboard(page), server.root + second.page);
    assert.ok(await link.evaluate((one) => one === document.activeElement));
    assert.equal(await page.locator('textarea').count(), 0);
  });

  test('and where that is forbidden too, the text is shown to be copied by hand', async () => {
    const page = await open(longest.page, { script: () => {
      if (navigator.clipboard) navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden'));
      document.execCommand = () => false;
    } });
    await page.keyboard.press('y');
    const field = page.getByRole('dialog').getByLabel(/Copy this yourself/);
    assert.equal(await field.inputValue(), server.root + longest.page);
    assert.equal(await page.evaluate(() => getSelection().toString()), server.root + longest.page);
    await page.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
    assert.equal(await page.locator('.toast').innerText(), '');
  });
});

test('the same copy twice is said twice', async () => {
  const page = await open(longest.page);
  await page.evaluate(() => {
    window.said = [];
    new MutationObserver(() => window.said.push(document.querySelector('.toast').textContent)).observe(document.querySelector('.toast'), { childList: true });
  });
  for (let times = 0; times < 2; times += 1) {
    await page.keyboard.press('y');
    await page.waitForFunction((count) => window.said.filter(Boolean).length === count, times + 1);
  }
  assert.deepEqual((await page.evaluate(() => window.said)).filter(Boolean), ['Link to this page copied', 'Link to this page copied']);
});

describe('a quote', () => {
  /** Selects from a sign of an element's text to another. */
  const select = (page, selector, from, to) => page.locator(selector).first().evaluate((one, [start, end]) => {
    const range = document.createRange();
    const at = (offset) => {
      const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
      let left = offset;
      while (walker.nextNode() && left > walker.currentNode.length) left -= walker.currentNode.length;
      return [walker.currentNode, left];
    };
    range.setStart(...at(start));
    range.setEnd(...at(end));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }, [from, to]);

  const linkIn = (markdown) => /\]\((\S+)\)\n$/.exec(markdown)[1];

  for (const where of ['the disk', 'a sub-path']) {
    test(`holds the words and leads to them, from ${where}`, async () => {
      const root = roots()[where];
      const finding = longest.findings.find(({ body }) => body.length > 500);
      const page = await open(longest.page, { root });
      const paragraph = `#${finding.id} .prose p:last-of-type`;
      const text = await page.locator(paragraph).first().innerText();
      await select(page, paragraph, 1, text.length - 2);
      await empty(page);
      await page.getByRole('button', { name: 'Copy quote' }).click();
      assert.equal(await said(page), 'Quote copied, with its link');
      const markdown = await clipboard(page);
      assert.ok(markdown.startsWith('> '), markdown);
      assert.ok(markdown.includes(`\n\n— [${finding.id} · ${finding.severity}: `), markdown);
      const link = linkIn(markdown);
      assert.ok(link.startsWith(`${root}${finding.page}#:~:text=`), link);
      await page.setViewportSize({ width: 900, height: 200 });
      await page.goto('about:blank');
      await page.goto(link);
      await page.waitForFunction(() => scrollY > 0);
      const shown = await page.locator('.prose p').evaluateAll((all, words) => all.filter((one) => one.innerText === words)
        .map((one) => one.getBoundingClientRect()).some(({ top, bottom }) => bottom > 0 && top < innerHeight), text);
      assert.ok(shown, `${link} does not lead to: ${text}`);
    });
  }

  test('of code is code, and of words that stand on the page twice leads to the right ones', async () => {
    const own = await siteOf((run) => {
      const filler = 'More words that stand in between.\n\n'.repeat(40);
      run.findings = [{ id: 'I1', severity: 'important', title: 'T', body: `The lock is free here.\n\n${filler}Nobody says that the lock is free there (or not).\n\n\`\`\`\na\n\`\`\`\n`, found_by: [] }];
      for (const key of ['resolutions', 'metrics', 'retro', 'originals']) delete run[key];
    });
    try {
      const page = await open('reviews/20260101-100000-pr-1/I1.html', { root: own.root });
      await select(page, '.prose pre code', 0, 1);
      assert.match((await pressed(page, 'q'))[0], /^> ```\n> a\n> ```\n\n— \[I1 · important: T\]\(/);
      const last = '.prose p:text("Nobody says")';
      await select(page, last, 17, 33);
      const [markdown] = await pressed(page, 'q');
      assert.ok(markdown.startsWith('> the lock is free\n'), markdown);
      await page.setViewportSize({ width: 900, height: 300 });
      await page.goto('about:blank');
      await page.goto(linkIn(markdown));
      await page.waitForFunction(() => scrollY > 0);
      assert.ok(await page.locator(last).evaluate((one) => one.getBoundingClientRect().top < innerHeight), linkIn(markdown));
    } finally {
      await own.close();
    }
  });

  test('is offered while something of the page is selected', async () => {
    const page = await open(longest.page);
    const offer = page.getByRole('button', { name: 'Copy quote' });
    await select(page, `#${first.id} .prose p`, 0, 12);
    await offer.waitFor();
    const { width, height } = await offer.boundingBox();
    assert.ok(width >= 24 && height >= 24);
    await page.evaluate(() => getSelection().removeAllRanges());
    await offer.waitFor({ state: 'detached' });
    await select(page, '.foot', 0, 5);
    await page.waitForTimeout(400);
    assert.equal(await offer.count(), 0, 'of the frame around the page nothing is quoted');
  });
});
