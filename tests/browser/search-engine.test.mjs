// The engine of the search without a browser: that it reads what the format says, answers as lunr does, and says what
// is wrong where it cannot. Exactness over a whole archive is held by tests/all/search.rs.
import lunr from 'lunr';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import engine from '../search/engine.mjs';
import { indexOf, lunrOf, number } from './index-files.mjs';

const { createSearcher, narrow, newest, QueryError, LoadError, Column, fuzzy, accepted, fits, distanceOf, prepare } = engine;
const FIELDS = [['title', 6], ['body', 1], ['path', 3]];
const ROOT = new URL('../../', import.meta.url);

/** A searcher over documents, what it loaded, and a way to put something else in a file's place. */
function searching(documents, options) {
  const { files, manifest } = indexOf(documents, FIELDS, options);
  const loaded = [];
  const instead = new Map();
  const load = async (kind, n) => {
    loaded.push(kind + n);
    const payload = (instead.get(kind + n) ?? (() => files.get(kind + n)))();
    if (payload === undefined) throw new Error('404');
    return JSON.parse(JSON.stringify(payload));
  };
  return { searcher: createSearcher({ lunr, manifest, load }), manifest, files, loaded, instead };
}

/** Numbers that look random and are the same every time. */
function dice(seed) {
  let state = seed;
  const next = () => { state = (state * 1103515245 + 12345) % 2147483648; return state / 2147483648; };
  return { next, one: (list) => list[Math.floor(next() * list.length)] };
}

const WORDS = ['lock', 'locks', 'lockfil', 'timeout', 'leas', 'stop', 'stopinstanceforc', 'instanc', 'forcibl', 'taskkil', 'pid', 'recycl',
  'src/locks/lease.r', 'std::f', 'fs', 'über', 'naïv', '日本語', '😀', '__proto__', 'constructor', 'hasownproperty', '0', '12', '1b', 'a', 'aaaa', 'abab',
  'x'.repeat(128), 'length', 'valueof', '_index'];

function archive(seed, count = 120) {
  const { next, one } = dice(seed);
  const zipf = () => WORDS[Math.floor(WORDS.length * next() ** 2)];
  const words = (most) => Array.from({ length: Math.floor(next() * most) }, zipf);
  return { documents: Array.from({ length: count }, () => [words(5), words(30), words(3)]), next, one, zipf };
}

const refs = (found) => Array.from(found.refs);

test('lunr is the published one, byte for byte', () => {
  for (const file of ['lunr.min.js', 'LICENSE']) {
    assert.deepEqual(readFileSync(new URL(`static/vendor/lunr/${file}`, ROOT)), readFileSync(new URL(`tests/browser/node_modules/lunr/${file}`, ROOT)));
  }
  assert.equal(lunr.version, '2.3.9');
});

describe('columns', () => {
  test('hold numbers of any size', () => {
    const values = [0, 1, 63, 64, 91, 92, 1000, 1855, 1856, 1e6, 2 ** 31, 2 ** 40];
    const column = new Column(values.map(number).join(''));
    assert.deepEqual(values.map(() => column.number()), values);
    assert.ok(column.done);
  });

  test('have their symbols in the order of their codes', () => {
    assert.equal(new Column(' ').number(), 0);
    assert.equal(new Column('!').number(), 1);
    assert.equal(new Column('#').number(), 2);
    assert.equal(new Column('b').number(), 63);
    assert.equal(new Column('c ').number(), 64);
    assert.equal(new Column('d!').number(), 65 + 28);
  });

  test('that are broken are not read', () => {
    for (const text of ['', 'c', 'é', '<', '"', '\u007f']) assert.throws(() => new Column(text).number(), /broken/, JSON.stringify(text));
    assert.throws(() => new Column('ab').raw(3));
    assert.throws(() => new Column(null));
  });
});

describe('answers', () => {
  const clauseOf = ({ next, one, zipf }) => {
    let word = zipf().slice(0, 40);
    const kind = next();
    if (kind < 0.15) word = `${word.slice(0, 2)}*`;
    else if (kind < 0.25) word = `*${word.slice(1)}`;
    else if (kind < 0.3) word = `${word[0]}*${word.at(-1)}`;
    else if (kind < 0.5) word += `~${one([0, 1, 1, 2, 2, 3])}`;
    if (next() < 0.2) word = `${one(['title', 'body', 'path'])}:${word.replaceAll(':', '\\:')}`;
    else word = word.replaceAll(':', '\\:');
    if (next() < 0.15) word += `^${one([0, 2, 10])}`;
    return one(['', '', '', '+', '-']) + word;
  };
  const plain = (found) => found.map(({ ref, score, matchData, terms }) => ({ ref, score, terms: terms ?? Object.keys(matchData.metadata) }));

  for (const options of [{ perShard: 12 }, { perShard: 30, perPage: 2 }, { perShard: 5000, perFile: 5 }]) {
    test(`are lunr's: ${JSON.stringify(options)}`, async () => {
      const made = archive(7);
      const { searcher } = searching(made.documents, options);
      const whole = lunrOf(lunr, made.documents, FIELDS, searcher.pipeline);
      const given = ['', '   ', '-lock', '-lock -title:a*', '*', '**', '*a*a*a*', '+nowhere lock', '!!!', '+!!! lock', 'constructor __proto__', '__proto__~1',
        `${'x'.repeat(127)}~1`, `${'x'.repeat(126)}*x`, '!!!~1', '0*', '1*b~1', 'lock lock', 'lock^0', 'title:lock body:lock'];
      for (const query of [...given, ...Array.from({ length: 250 }, () => Array.from({ length: 1 + Math.floor(made.next() * 3) }, () => clauseOf(made)).join(' '))]) {
        assert.deepEqual(await searcher.exact(query), plain(whole.search(query)), query);
      }
    });
  }

  test('fail to parse as lunr fails', async () => {
    const made = archive(3, 20);
    const { searcher } = searching(made.documents);
    const whole = lunrOf(lunr, made.documents, FIELDS, searcher.pipeline);
    for (const query of ['foo^', 'foo~x', '+', '-', 'title:', 'nofield:x', '~1', '+-a']) {
      let theirs;
      assert.throws(() => { whole.search(query); }, (error) => { theirs = error; return true; });
      await assert.rejects(searcher.exact(query), (error) => error instanceof lunr.QueryParseError && error.message === theirs.message, query);
    }
  });

  test('to queries that explode in lunr come all the same', async () => {
    const { searcher } = searching([[['a'.repeat(60), 'b'.repeat(40), `${'ab'.repeat(60)}`]]]);
    for (const query of [`${'*a'.repeat(30)}*`, `${'*a'.repeat(999)}*`, `${'ab'.repeat(60)}~2`, 'z'.repeat(2000), `${'z'.repeat(1990)}~2`, 'a~2 '.repeat(500), 'q '.repeat(1000)]) {
      const began = performance.now();
      await searcher.search(query);
      assert.ok(performance.now() - began < 2000, `${query.slice(0, 20)} took ${performance.now() - began} ms`);
    }
    assert.equal((await searcher.search(`${'*a'.repeat(30)}*`)).count, 1);
    assert.equal((await searcher.search(`${'ab'.repeat(59)}~2`)).count, 1);
  });

  test('of nothing but prohibitions are all others, in order', async () => {
    const { searcher } = searching([[['a']], [['b']], [[]], [['a', 'b']]]);
    assert.deepEqual(refs(await searcher.search('')), [0, 1, 2, 3]);
    assert.deepEqual(refs(await searcher.search('-a')), [1, 2]);
    assert.deepEqual((await searcher.search('-a')).results[0], { ref: '1', score: 0, terms: [] });
  });
});

describe('files', () => {
  test('are loaded when needed, each once', async () => {
    const { searcher, loaded, manifest } = searching(archive(5).documents, { perShard: 20 });
    await Promise.all([searcher.search('lock'), searcher.search('lock title:lock'), searcher.exact('lock')]);
    assert.equal(new Set(loaded).size, loaded.length);
    assert.ok(loaded.length < manifest.shards / 2 && loaded.every((file) => file.startsWith('t')), loaded.join());
  });

  test('of a term that has several shards are all loaded, and no other', async () => {
    const documents = Array.from({ length: 50 }, (_, at) => [['same', `w${at}`], ['same', 'same']]);
    for (const perPage of [0, 2]) {
      const { searcher, loaded, manifest, files } = searching(documents, { perShard: 16, perPage });
      const bounds = manifest.bounds ?? manifest.pages.flatMap((_, n) => files.get(`p${n}`));
      const own = bounds.map((bound, n) => (bound === 'same' ? `t${n}` : '')).filter(Boolean);
      assert.ok(own.length > 3);
      const found = await searcher.exact('same');
      assert.equal(found.length, 50);
      assert.deepEqual(loaded.filter((file) => file.startsWith('t')).sort(), own.sort());
    }
  });

  test('that fail are asked for again', async () => {
    const { searcher, instead, loaded } = searching(archive(5).documents, { perShard: 5000 });
    for (const broken of [undefined, null, 7, 'text', [], [1, 2, 3, 4, 5], ['', '', '', '', ' '], ['!c', '', '', '', ''], ['#$ab', ' ', '', '', '']]) {
      instead.set('t0', () => broken);
      await assert.rejects(searcher.search('lock'), (error) => error instanceof LoadError && error.file === 't0', JSON.stringify(broken));
    }
    instead.delete('t0');
    assert.ok((await searcher.search('lock')).count > 0);
    assert.equal(loaded.length, 10);
  });

  test('of documents and facets are looked at as well', async () => {
    const { searcher, instead } = searching(Array.from({ length: 9 }, () => [['a']]));
    for (const broken of [[], [[]], [[9, '', '', '', '', '', '', [], '', '']], [[0, '', '', '', '', '', '', [3], '', '']], [[0, {}, '', '', '', '', '', [], '', '']]]) {
      instead.set('d0', () => broken);
      await assert.rejects(searcher.documents([0]), LoadError, JSON.stringify(broken));
    }
    instead.delete('d0');
    assert.equal((await searcher.documents([0])).length, 1);
    for (const broken of [[], ['', '', '', '', '', ''], Array(6).fill(`${number(9)}${number(4)}`), Array(6).fill(`${number(0)}${number(70)}`)]) {
      instead.set('f1', () => broken);
      await assert.rejects(searcher.facets(), LoadError, JSON.stringify(broken));
    }
    instead.delete('f1');
    assert.equal((await searcher.facets()).columns.severity.length, 9);
  });

  test('of another format are refused', () => {
    for (const manifest of [null, undefined, {}, { format: 2 }]) assert.throws(() => createSearcher({ lunr, manifest, load: () => null }), LoadError);
  });
});

describe('what people type', () => {
  const { searcher } = searching([
    [['std::f', 'std', 'f'], [], ['src/a.r', 'src', 'a.r', 'a', 'rs']],
    [['termin', 'wsl'], ['lock']],
    [['http://x', 'c:\\users']],
    [['lockstep']],
    [['recycl'], ['pid']],
  ], { perShard: 5 });

  test('holds colons that name no field', async () => {
    assert.deepEqual(refs(await searcher.search('std::fs')), [0]);
    assert.deepEqual(refs(await searcher.search('http://x')), [2]);
    assert.deepEqual(refs(await searcher.search('path:src/a.rs')), [0]);
    assert.deepEqual(refs(await searcher.search('title:std\\:\\:fs')), [0]);
    assert.deepEqual(refs(await searcher.search('title:std::fs')), [0]);
    assert.deepEqual(refs(await searcher.search('+nofield:lock')), []);
  });

  test('holds lines of paths', async () => {
    for (const query of ['src/a.rs:12', 'src/a.rs:12-20', 'src/a.rs:12–20', 'src/a.rs:12:5', 'path:src/a.rs:12', '+path:src/a.rs:12']) {
      assert.deepEqual(refs(await searcher.search(query)), [0], query);
    }
  });

  test('holds options, homes and arrows', async () => {
    assert.deepEqual(refs(await searcher.search('wsl --terminate')), [1]);
    assert.deepEqual(refs(await searcher.search('wsl - lock')), [1]);
    for (const query of ['~/.config', '^', '~', 'a -> b', '\\', '--', 'lock -- b', ':', '::', '*:', '"lock"', 'foo\\']) await searcher.search(query);
  });

  test('is read as lunr reads it where it is syntax', () => {
    const names = ['title', 'body'];
    for (const query of ['lock timeout', '+lock -docs', 'title:lock*', '-title:lock', 'lock~1^5 wait', 'foo-bar', 'a\\:b', ' lock']) {
      assert.equal(prepare(query, names).text.trim(), query.trim());
    }
    const { text, origin } = prepare('a  std::fs', names);
    assert.equal(text, 'a std\\:\\:fs');
    assert.equal(origin.length, text.length + 1);
    assert.equal(origin[text.indexOf('fs')], 8);
  });

  test('and cannot be read is told in our words, with its place', async () => {
    for (const [query, words, start, end] of [
      ['foo^', /“foo\^”: \^ must be followed by a number/, 0, 4],
      ['lock foo~x', /“foo~x”: ~ must be followed by a number/, 5, 10],
      ['lock +', /“\+”: \+ must be followed by a word/, 5, 6],
      ['-', /“-”: - must be followed by a word/, 0, 1],
      ['lock title:', /“title:”: a field must be followed by a word/, 5, 11],
    ]) {
      await assert.rejects(searcher.search(query), (error) => {
        assert.ok(error instanceof QueryError, query);
        assert.match(error.message, words);
        assert.deepEqual([error.start, error.end], [start, end], query);
        return true;
      });
    }
  });

  test('may be stop words', async () => {
    assert.deepEqual(refs(await searcher.search('the lock, and')), [1]);
    for (const query of ['the', 'the, and of', 'the -lock']) {
      const found = await searcher.search(query);
      assert.equal(found.count, 0);
      assert.match(found.notes.join(), /common/);
    }
    assert.equal((await searcher.search('+the lock')).count, 0);
  });

  test('may want more than there is', async () => {
    const far = await searcher.search('lick~9');
    assert.deepEqual([refs(far).includes(1), far.notes.length], [true, 1]);
    const long = await searcher.search(`lock ${'q '.repeat(1500)}`);
    assert.deepEqual([refs(long), long.notes.length], [[1], 1]);
  });

  test('is looked for as the beginning of a word while it is typed', async () => {
    const found = async (query) => refs(await searcher.search(query, { prefix: true }));
    assert.deepEqual(await found('lock'), [1, 3], 'whole words first');
    assert.deepEqual(await found('lock '), [1]);
    assert.deepEqual(await found('pid recy'), [4]);
    assert.deepEqual(await found('recyclin'), [4]);
    assert.deepEqual(await found('recyclab'), [4]);
    assert.deepEqual(await found('recyclix'), []);
    assert.deepEqual(await found('+lockst'), [], 'not where it must be there');
    assert.deepEqual(await found('l'), [], 'not one letter');
    assert.deepEqual(await found('the'), []);
    assert.deepEqual(refs(await searcher.search('lock')), [1]);
  });

  test('costs few files while it is typed', async () => {
    const documents = Array.from({ length: 400 }, (_, at) => [[`lo${at}`]]);
    const { searcher: many, loaded } = searching(documents, { perShard: 4 });
    await many.search('lo', { prefix: true });
    assert.ok(loaded.length <= 2, loaded.join());
    await many.search('lo39', { prefix: true });
    assert.ok(loaded.length <= 7, loaded.join());
  });

  test('may fit too much to load', async () => {
    const documents = Array.from({ length: 1700 }, (_, at) => [[`lo${at}`]]);
    const { searcher: many, loaded } = searching(documents, { perShard: 4 });
    for (const query of ['lo*', '*o*', '*']) await assert.rejects(many.search(query), (error) => error instanceof QueryError && /too many/.test(error.message));
    assert.ok(!loaded.some((file) => file.startsWith('t')));
    assert.equal((await many.exact('lo*')).length, 1700);
  });
});

describe('the nearest spelling', () => {
  const { searcher } = searching([{ texts: [['taskkil', 'timeout', 'lock', 'block', 'clock', 'recycl', 'constructor']], title: 'A Taskkill(pid), and Recycling' }]);

  test('is the nearest term, and only for what is no term', async () => {
    assert.deepEqual(await searcher.nearest(['taskill', 'tiemout', 'lock', 'locks', 'blick', 'zzzzzzzz', 'the', '', '!!!', 'hasownproperty', 'constructer']),
      ['taskkil', 'timeout', null, null, 'block', null, null, null, null, null, 'constructor']);
  });

  test('is written as a result writes it', async () => {
    assert.equal(await searcher.spelled('taskkil'), 'taskkill');
    assert.equal(await searcher.spelled('recycl'), 'recycling');
    assert.equal(await searcher.spelled('timeout'), 'timeout');
  });

  test('is measured in letters', () => {
    for (const [a, b, distance] of [['a', 'a', 0], ['ab', 'ba', 1], ['lock', 'look', 1], ['lock', 'lok', 1], ['lock', 'clok', 2], ['', 'ab', 2], ['abc', 'xyz', 3], ['kitten', 'sitting', 3]]) {
      assert.equal(distanceOf(a, b, 3), distance);
      assert.equal(distanceOf(b, a, 3), distance);
      if (distance) assert.ok(distanceOf(a, b, distance - 1) >= distance);
    }
  });

  test('of what is missing is told with its place', async () => {
    const found = await searcher.search('  lock  taskill std::fs');
    assert.deepEqual(found.missing, [{ word: 'taskill', start: 8, end: 15 }, { word: 'std::fs', start: 16, end: 23 }]);
  });
});

describe('facets', () => {
  const agents = [['claude', 'Claude', 1], ['codex', 'Codex', 2], ['__proto__', 'Proto', 3]];
  const documents = Array.from({ length: 12 }, (_, at) => ({
    texts: [['every1', ...(at % 2 ? ['odd'] : [])]], severity: at % 5, set: at % 3, repo: at % 3, kind: 0, age: at, statusAt: at < 6 ? 0 : 1,
  }));
  const { searcher } = searching(documents, {
    agents, sets: [[], [0], [0, 1, 2]], repositories: ['x/one', '__proto__'], kinds: [['code', 'Code']], statuses: [['fixed', 'Fixed']], newestDay: 20000,
  });
  const count = (wanted) => documents.filter(wanted).length;

  test('filter, and count with the filters of the others', async () => {
    const facets = await searcher.facets();
    const all = await searcher.search('every1');
    const kept = ({ kept: places }) => Array.from(places, (at) => all.refs[at]).sort((a, b) => a - b);
    const none = narrow(all.refs, facets, {});
    assert.equal(none.kept.length, 12);
    assert.equal(none.findings + none.reviews, 12);
    assert.equal(none.reviews, count(({ severity }) => severity === 4));
    assert.deepEqual([...none.counts.agent], [8, 4, 4]);
    assert.deepEqual([...none.counts.status], [6]);

    const some = narrow(all.refs, facets, { agent: ['codex'], severity: ['critical', 'concern'] });
    assert.deepEqual(kept(some), [...documents.keys()].filter((at) => at % 3 === 2 && (at % 5 === 0 || at % 5 === 3)));
    assert.deepEqual([...some.counts.severity], [0, 1, 2, 3, 4].map((one) => count(({ severity, set }) => severity === one && set === 2)));
    assert.equal(some.counts.agent[0], count(({ severity, set }) => (severity === 0 || severity === 3) && set > 0));
    assert.equal(some.counts.repo[1], some.kept.length);

    assert.deepEqual(kept(narrow(all.refs, facets, { since: 19995, until: 19998 })), [2, 3, 4, 5]);
    assert.deepEqual(kept(narrow(all.refs, facets, { repo: ['__proto__'], status: ['fixed'] })), [8, 11]);
    assert.deepEqual(kept(narrow(all.refs, facets, { agent: ['nobody'] })), []);
    assert.deepEqual(kept(narrow(all.refs, facets, { agent: ['constructor'] })), []);
  });

  test('count only what was found', async () => {
    const odd = await searcher.search('odd');
    const { counts, kept } = narrow(odd.refs, await searcher.facets(), {});
    assert.equal(kept.length, 6);
    assert.equal(counts.kind[0], 6);
  });
});

describe('marks', () => {
  const { searcher } = searching([[['a']]]);
  const marks = (text, ...terms) => searcher.marked(text, new Set(terms)).map(([piece, isMatch]) => (isMatch ? `[${piece}]` : piece)).join('');

  test('stand on words and their parts', () => {
    for (const [text, terms, expected] of [
      ['Locks, (locking) and clocks', ['lock'], '[Locks], ([locking]) and clocks'],
      ['src/locks/lease.rs:88', ['leas'], 'src/locks/[lease].rs:88'],
      ['src/locks/lease.rs:88', ['lease.r'], 'src/locks/[lease.rs]:88'],
      ['stopInstanceForcibly()', ['instanc'], 'stop[Instance]Forcibly()'],
      ['stopInstanceForcibly()', ['stopinstanceforc', 'stop'], '[stopInstanceForcibly]()'],
      ['HTTPServer', ['server', 'http'], '[HTTP][Server]'],
      ['max_retry_count', ['retri'], 'max_[retry]_count'],
      ['«Über»', ['über'], '«[Über]»'],
      ['<img src=x onerror=alert(1)>', ['img'], '<[img] src=x onerror=alert(1)>'],
      ['__proto__ constructor', ['__proto__'], '[__proto__] constructor'],
      ['', ['a'], ''],
    ]) assert.equal(marks(text, ...terms), expected);
  });

  test('cost little on strange texts', () => {
    const began = performance.now();
    for (const sign of ['x', '!', '.', 'aB', 'a/', '-']) marks(sign.repeat(100000), 'a');
    assert.ok(performance.now() - began < 2000);
  });
});

test('only the newest question is answered', async () => {
  const latest = newest();
  const waiting = [];
  const ask = (value) => latest(() => new Promise((resolve) => { waiting.push(() => resolve(value)); }));
  const answers = [ask('a'), ask('b'), ask('c')];
  await Promise.resolve();
  waiting.reverse().forEach((end) => end());
  assert.deepEqual(await Promise.all(answers), [null, null, { value: 'c' }]);
  const failed = await latest(() => { throw new Error('no'); });
  assert.match(failed.error.message, /no/);
});

test('patterns fit as in lunr', () => {
  const { next, one } = dice(9);
  const text = (signs, most) => Array.from({ length: Math.floor(next() * most) }, () => one(signs)).join('');
  for (let round = 0; round < 3000; round += 1) {
    const [pattern, term] = [text(['a', 'b', '*'], 7), text(['a', 'b'], 8)];
    if (!term || !pattern.includes('*')) continue;
    const theirs = lunr.TokenSet.fromArray([term]).intersect(lunr.TokenSet.fromString(pattern)).toArray();
    assert.equal(fits(pattern)(term), theirs.length === 1, `${pattern} ${term}`);
  }
});

test('fuzzy token sets accept what lunr\'s accept, in its order', () => {
  const { next, one } = dice(11);
  const text = (most) => Array.from({ length: 1 + Math.floor(next() * most) }, () => one(['a', 'b', '1', '0', '.'])).join('');
  for (let round = 0; round < 150; round += 1) {
    const terms = [...new Set(Array.from({ length: 60 }, () => text(6)))].sort();
    const [term, distance] = [text(6), round % 4];
    const theirs = lunr.TokenSet.fromArray(terms).intersect(lunr.TokenSet.fromFuzzyString(term, distance)).toArray();
    assert.deepEqual(accepted(terms, fuzzy(term, distance)), theirs, `${term}~${distance} of ${terms}`);
  }
});
