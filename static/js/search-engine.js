// The engine of the search: reads the files of the index that a query needs, puts a lunr index together from them, and
// lets lunr answer. No page, no network: files come from `load(kind, number)`, so that it also runs in node.
//
// A document's score in lunr is made of the query's terms alone, and so an index that holds only these gives the same
// documents, scores and order as the whole one.
((root, make) => {
  if (typeof module === 'object' && module.exports) module.exports = make();
  else root.PilcrowSearch = make();
})(globalThis, () => {
  'use strict';

  const FORMAT = 1;
  // What lunr's builder takes where nobody says otherwise.
  const [K1, B] = [1.2, 0.75];
  const LONGEST_QUERY = 2000;
  const LONGEST_TERM = 128;
  const MOST_EDITS = 2;
  // A wildcard may need so many shards, four megabytes, and no more.
  const MOST_SHARDS = 400;
  // What a last word that is still being typed may cost.
  const PREFIX_SHARDS = 3;
  const PREFIX_BOOST = 0.01;
  // Of words in their stem's place: what may follow it.
  const ENDINGS = 'able,ably,al,ally,ance,ation,ations,ative,ed,ely,ence,er,ers,es,ful,fully,ibly,ies,ing,ings,ion,ions,ity,ive,ized,izing,less,ly,ment,ments,ness,ous'.split(',');
  // Of the documents that hold a term, how many are looked at for how it is written.
  const LOOKED_AT = 8;
  const EMPTY = Object.freeze(Object.create(null));

  class QueryError extends Error {
    constructor(message, start, end) {
      super(message);
      Object.assign(this, { name: 'QueryError', start, end });
    }
  }

  class LoadError extends Error {
    constructor(file, cause) {
      super(`${file}: ${cause && cause.message ? cause.message : cause}`);
      Object.assign(this, { name: 'LoadError', file, cause });
    }
  }

  // ---- columns ----------------------------------------------------------------------------------------------------

  const VALUES = new Int16Array(128).fill(-1);
  for (let code = 0x20, value = 0; code < 0x7f; code += 1) {
    if (code !== 0x22 && code !== 0x5c && code !== 0x3c) VALUES[code] = value++;
  }

  const must = (holds, words) => { if (!holds) throw new Error(words); };

  // Numbers and raw text of a column, one after the other.
  class Column {
    constructor(text) {
      must(typeof text === 'string', 'a column is no text');
      this.text = text;
      this.at = 0;
    }

    get done() { return this.at >= this.text.length; }

    number() {
      let [sum, scale] = [0, 1];
      for (;;) {
        const value = VALUES[this.text.charCodeAt(this.at)];
        must(value >= 0, 'a number is broken');
        this.at += 1;
        sum += value * scale;
        if (value < 64) return sum;
        scale *= 28;
      }
    }

    raw(length) {
      const from = this.at;
      this.at += length;
      must(this.at <= this.text.length, 'a column is too short');
      return this.text.slice(from, this.at);
    }

    // The next term, of which some units stand in the one before.
    after(before, length) {
      const shared = this.number();
      must(shared <= before.length, 'a term shares too much');
      return before.slice(0, shared) + this.raw(length === undefined ? this.number() : length - shared);
    }
  }

  const columnsOf = (payload, count) => {
    must(Array.isArray(payload) && payload.length === count, 'columns are missing');
    return payload.map((text) => new Column(text));
  };

  // Terms with their postings: per field the documents, the field's lengths there, and how often.
  const readShard = (payload, { documents, fields }) => {
    const [terms, heads, docs, lengths, counts] = columnsOf(payload, 5);
    const shard = new Map();
    const places = () => {
      const count = heads.number();
      must(count <= documents, 'too many postings');
      const place = { docs: new Uint32Array(count), lengths: new Uint32Array(count), counts: new Uint32Array(count) };
      for (let at = 0, next = 0; at < count; at += 1) {
        place.docs[at] = next + docs.number();
        next = place.docs[at] + 1;
        place.lengths[at] = lengths.number();
        place.counts[at] = counts.number() + 1;
      }
      must(!count || place.docs[count - 1] < documents, 'a document is unknown');
      return place;
    };
    let term = '';
    while (!terms.done) {
      term = terms.after(term);
      const [rank, mask] = [heads.number(), heads.number()];
      const split = mask >= 128;
      const total = split ? heads.number() : 0;
      const found = fields.map((_, at) => (mask & (1 << at) ? places() : null));
      const own = found.reduce((sum, place) => sum + (place ? place.docs.length : 0), 0);
      shard.set(term, { rank, total: split ? total : own, fields: found });
    }
    must(heads.done && docs.done && lengths.done && counts.done, 'a shard is too long');
    return shard;
  };

  const joined = (arrays) => {
    const all = new Uint32Array(arrays.reduce((sum, array) => sum + array.length, 0));
    let at = 0;
    for (const array of arrays) { all.set(array, at); at += array.length; }
    return all;
  };

  // A term that stands in several shards, as one.
  const merged = (parts) => {
    if (parts.length === 1) return parts[0];
    const fields = parts[0].fields.map((_, at) => {
      const all = parts.map((part) => part.fields[at]).filter(Boolean);
      const column = (name) => joined(all.map((place) => place[name]));
      return all.length ? { docs: column('docs'), lengths: column('lengths'), counts: column('counts') } : null;
    });
    return { ...parts[0], fields };
  };

  // [length, its terms in order], a run after the other.
  const readVocabulary = (payload) => {
    must(Array.isArray(payload), 'a vocabulary is no list');
    return payload.map(([length, count, text]) => {
      const column = new Column(text);
      const terms = [];
      for (let term = ''; terms.length < count;) terms.push(term = column.after(term, length));
      must(column.done, 'a vocabulary is too long');
      return [length, terms];
    });
  };

  const readTexts = (payload) => {
    must(Array.isArray(payload) && payload.every((text) => typeof text === 'string'), 'texts are missing');
    return payload;
  };

  const readRuns = (text, count) => {
    const column = new Column(text);
    const all = new Uint32Array(count);
    for (let at = 0; at < count;) {
      const value = column.number();
      const end = at + column.number() + 1;
      must(end <= count, 'a facet is too long');
      all.fill(value, at, end);
      at = end;
    }
    must(column.done, 'a facet is too long');
    return all;
  };

  // ---- terms ------------------------------------------------------------------------------------------------------

  // As lunr's trimmer, which takes every letter beyond ASCII for a sign to trim, but for words that hold one.
  const trim = (word) => (/^[\0-\x7f]*$/.test(word)
    ? word.replace(/^\W+/, '').replace(/\W+$/, '')
    : word.replace(/^[^\p{Alphabetic}\p{N}_]+/u, '').replace(/[^\p{Alphabetic}\p{N}_]+$/u, ''));
  const trimmer = (token) => token.update(trim);
  trimmer.label = 'trimmer';

  // What lunr's fuzzy token set accepts, state by state as it is asked for: that set itself has a node for every way to
  // spell an edit, millions for a long word. A state is the list of lunr's frames that end in the same node, in lunr's
  // order and each once, so that edges come in lunr's order as well, which ranks equal scores.
  const fuzzy = (term, distance) => {
    const states = new Map();
    const shorter = ({ lead, at, edits }) => (lead ? { lead: '', at, edits } : { lead: '', at: at + 1, edits });
    const left = ({ lead, at }) => lead.length + term.length - at;
    const stateOf = (frames) => {
      const known = new Set();
      const unique = frames.filter((frame) => {
        const name = `${frame.at},${frame.edits},${frame.lead && frame.lead.charCodeAt(0)}`;
        return !known.has(name) && known.add(name);
      });
      const name = [...known].join(' ');
      if (!states.has(name)) states.set(name, new State(unique));
      return states.get(name);
    };
    class State {
      constructor(frames) {
        this.frames = frames;
        // What is left may be left out.
        this.final = frames.some((frame) => left(frame) <= frame.edits);
      }

      get edges() {
        if (this.known) return this.known;
        const next = {};
        const seen = new Set();
        const to = (edge, ...frames) => { (next[edge] ||= []).push(...frames); };
        const visit = (frame) => {
          const name = `${frame.at},${frame.edits},${frame.lead && frame.lead.charCodeAt(0)}`;
          if (seen.has(name)) return;
          seen.add(name);
          const first = frame.lead || term[frame.at];
          const fewer = { ...frame, edits: frame.edits - 1 };
          const [some, edit] = [left(frame) > 0, frame.edits > 0];
          const second = edit && left(frame) > 1 ? term[frame.lead ? frame.at : frame.at + 1] : '';
          // The edges in the order in which lunr makes them, then what follows them in the order in which it goes on.
          if (some) to(first);
          if (edit) to('*');
          if (second) to(second, { lead: first, at: frame.lead ? frame.at + 1 : frame.at + 2, edits: fewer.edits });
          if (edit && some) to('*', shorter(fewer));
          if (second) visit(shorter(fewer));
          if (edit) to('*', fewer);
          if (some) to(first, shorter(frame));
        };
        this.frames.forEach(visit);
        this.known = {};
        for (const edge of Object.keys(next)) this.known[edge] = stateOf(next[edge]);
        return this.known;
      }
    }
    return stateOf([{ lead: '', at: 0, edits: distance }]);
  };

  // The terms of a sorted list that a token set accepts, in the order in which lunr would name them: the walk of lunr's
  // TokenSet.intersect, but over the list, and never twice from the same pair of states. The first visit of a pair has
  // made all below it before lunr comes to the second, so that this one changes nothing; without it, `*a*a*a*` ends.
  const accepted = (terms, automaton) => {
    const node = (low, high, depth) => ({ low, high, depth, edges: {}, final: false, below: null, seen: new Set() });
    const below = ({ low, high, depth }) => {
      const kids = {};
      for (let at = terms[low].length === depth ? low + 1 : low; at < high;) {
        const from = at;
        const unit = terms[from][depth];
        while (at < high && terms[at][depth] === unit) at += 1;
        kids[unit] = node(from, at, depth + 1);
      }
      return kids;
    };
    const root = node(0, terms.length, 0);
    const stack = terms.length ? [[automaton, root]] : [];
    while (stack.length) {
      const [state, out] = stack.pop();
      if (out.seen.has(state)) continue;
      out.seen.add(state);
      const kids = out.below ||= below(out);
      for (const edge of Object.keys(state.edges)) {
        const next = state.edges[edge];
        for (const unit of edge === '*' ? Object.keys(kids) : [edge]) {
          const kid = kids[unit];
          if (!kid) continue;
          out.edges[unit] = kid;
          kid.final ||= next.final && terms[kid.low].length === kid.depth;
          stack.push([next, kid]);
        }
      }
    }
    const words = [];
    for (const nodes = [root]; nodes.length;) {
      const one = nodes.pop();
      if (one.final) words.push(terms[one.low]);
      for (const unit of Object.keys(one.edges)) nodes.push(one.edges[unit]);
    }
    return words;
  };

  // Whether a term fits a pattern with `*`, without ever going back.
  const fits = (pattern) => {
    const pieces = pattern.split('*');
    const [first, last] = [pieces.shift(), pieces.pop()];
    return (term) => {
      if (term.length < first.length + last.length || !term.startsWith(first) || !term.endsWith(last)) return false;
      let at = first.length;
      for (const piece of pieces) {
        const found = term.indexOf(piece, at);
        if (found < 0) return false;
        at = found + piece.length;
      }
      return at <= term.length - last.length;
    };
  };

  // Letters that must be put in, left out, replaced or swapped; more than `most` is `most + 1`.
  const distanceOf = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      if (Math.min(...row) > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[b.length];
  };

  const startShared = (a, b) => {
    let at = 0;
    while (at < a.length && a[at] === b[at]) at += 1;
    return at;
  };

  // ---- queries ----------------------------------------------------------------------------------------------------

  // The query as lunr's parser takes it, and for each of its units where it stood. People paste what is no syntax: a `:`
  // is one only after a field's name, a line number is no part of a path's name, `--flag` is no double negation, a dash between
  // words forbids nothing, and `~` or `^` before any word are signs like others.
  const prepare = (text, names) => {
    let made = '';
    const origin = [];
    const put = (sign, at) => { made += sign; for (let unit = 0; unit < sign.length; unit += 1) origin.push(at + unit); };
    const field = new RegExp(`^(?:${names.join('|')}):`);
    const line = /^(?!\/\/)([^\s:]*[./][^\s:]*?):\d+(?:[-–:]\d+)*$/;
    for (const { 0: word, index } of text.matchAll(/\S+/g)) {
      if (/^--+$/.test(word) || (/^[+-]$/.test(word) && made && text.slice(index + 1).trim())) continue;
      let at = /^--+(?=[^-])/.test(word) ? word.search(/[^-]/) : 0;
      if (made) put(' ', Math.max(0, index - 1));
      if (!at && /^[+-]/.test(word)) put(word[at++], index);
      const name = field.exec(word.slice(at));
      if (name) { put(name[0], index + at); at += name[0].length; }
      const path = line.exec(word.slice(at));
      const copy = (end) => {
        for (let unit = at; unit < end; unit += 1) {
          if (word[unit] === '\\' && unit + 1 < end) put(word[unit++], index + unit - 1);
          else if (word[unit] === ':' || (unit === at && /[~^]/.test(word[unit]))) put('\\', index + unit);
          put(word[unit], index + unit);
        }
      };
      // A text may name the very line; files are listed without.
      if (path && !at) { copy(word.length); put(' ', index); }
      copy(path ? at + path[1].length : word.length);
    }
    if (/\s$/.test(text)) put(' ', text.length - 1);
    origin.push(text.length);
    return { text: made, origin };
  };

  // What is wrong with a query, in our words and with the word it is about.
  const explained = (error, text, origin) => {
    const at = Math.min(origin[Math.min(error.start, origin.length - 1)], text.length);
    let start = at;
    while (start > 0 && /\S/.test(text[start - 1])) start -= 1;
    let end = Math.max(at, start + 1);
    while (end < text.length && /\S/.test(text[end])) end += 1;
    const word = text.slice(start, end).trim();
    const { message } = error;
    let words = `“${word}” cannot be read. A \\ before a sign makes it a letter like others.`;
    if (/edit distance/.test(message)) words = `“${word}”: after ~ comes a number, as in lock~1.`;
    else if (/boost/.test(message)) words = `“${word}”: after ^ comes a number, as in lock^5.`;
    else if (/expecting term or field/.test(message)) words = `“${word}”: after ${/^-/.test(word) ? '-' : '+'} comes a word, as in ${/^-/.test(word) ? '-' : '+'}lock.`;
    else if (/expecting term/.test(message)) words = `“${word}”: after a field comes a word, as in title:lock.`;
    return new QueryError(words, start, end);
  };

  // ---- answers ----------------------------------------------------------------------------------------------------

  // Documents by number, best first. Results as lunr has them are made only when asked for: there may be a million.
  class Answer {
    constructor(refs, found, notes = [], missing = []) {
      Object.assign(this, { refs, found, notes, missing });
    }

    get count() { return this.refs.length; }

    score(at) { return this.found ? this.found[at].score : 0; }

    terms(at) { return this.found ? Object.keys(this.found[at].matchData.metadata) : []; }

    get results() {
      return Array.from(this.refs, (ref, at) => ({ ref: String(ref), score: this.score(at), terms: this.terms(at) }));
    }
  }

  const SEVERITIES = [
    ['critical', 'Critical'], ['important', 'Important'], ['suggestion', 'Suggestion'], ['concern', 'Concern'], ['review', 'Review'],
  ];
  const REVIEW = SEVERITIES.length - 1;
  const FACETS = ['severity', 'agent', 'repo', 'kind', 'status'];

  // Of the documents of an answer those that pass all filters, by their place in it; and for each value of each facet
  // how many pass the filters of the *other* facets, which is how many one would see on choosing it.
  const narrow = (refs, { columns, values, sets }, chosen) => {
    const counts = {};
    const tests = FACETS.map((name) => {
      const wanted = chosen[name] && chosen[name].length ? new Set(chosen[name]) : null;
      const mask = wanted && values[name].map(([slug]) => wanted.has(slug));
      const count = counts[name] = new Uint32Array(values[name].length);
      const column = columns[name];
      // Severity and kind count from 0, what may be missing from 1; agents come in sets.
      const shift = name === 'repo' || name === 'status' ? 1 : 0;
      const of = name === 'agent' ? (ref) => sets[column[ref]] : null;
      return {
        passes: !mask ? () => true : of ? (ref) => of(ref).some((one) => mask[one]) : (ref) => Boolean(mask[column[ref] - shift]),
        add: of ? (ref) => { for (const one of of(ref)) count[one] += 1; } : (ref) => { if (column[ref] >= shift) count[column[ref] - shift] += 1; },
      };
    });
    const [since, until] = [chosen.since ?? -Infinity, chosen.until ?? Infinity];
    const kept = new Uint32Array(refs.length);
    let [size, reviews] = [0, 0];
    for (let at = 0; at < refs.length; at += 1) {
      const ref = refs[at];
      if (columns.day[ref] < since || columns.day[ref] > until) continue;
      const failed = tests.filter((one) => !one.passes(ref));
      if (failed.length === 0) {
        kept[size++] = at;
        if (columns.severity[ref] === REVIEW) reviews += 1;
        for (const one of tests) one.add(ref);
      } else if (failed.length === 1) failed[0].add(ref);
    }
    return { kept: kept.slice(0, size), counts, reviews, findings: size - reviews };
  };

  // Gives an answer only to the newest question.
  const newest = () => {
    let asked = 0;
    return async (ask) => {
      const mine = asked += 1;
      const settled = await Promise.resolve().then(ask).then((value) => ({ value }), (error) => ({ error }));
      return mine === asked ? settled : null;
    };
  };

  // ---- the searcher -----------------------------------------------------------------------------------------------

  const createSearcher = ({ lunr, manifest, load }) => {
    if (!manifest || manifest.format !== FORMAT) throw new LoadError('manifest', 'another format');
    const fields = manifest.fields.map(([name]) => name);
    const averages = manifest.totals.map((total) => total / manifest.documents);
    const shape = { documents: manifest.documents, fields };
    const pipeline = new lunr.Pipeline();
    // Not through `add`, which would warn of a trimmer that is not lunr's.
    pipeline._stack.push(trimmer, lunr.stemmer);
    const termOf = (word) => pipeline.runString(word.toLowerCase(), {})[0] || '';
    const isStopWord = (word) => lunr.stopWordFilter(new lunr.Token(trim(word), {})) === undefined;

    // Each file once; one that failed is asked for again.
    const parts = new Map();
    const part = (kind, n, read) => {
      const file = kind + n;
      if (!parts.has(file)) {
        const loaded = Promise.resolve().then(() => load(kind, n)).then((payload) => read(payload, shape)).catch((error) => {
          parts.delete(file);
          throw error instanceof LoadError ? error : new LoadError(file, error);
        });
        parts.set(file, loaded);
      }
      return parts.get(file);
    };

    // The bounds of the shards around a text, and the number of the first.
    const boundsAround = async (text, belongs) => {
      const { bounds, pages } = manifest;
      if (bounds) return [0, bounds];
      let from = 0;
      while (from + 1 < pages.length && pages[from + 1][0] < text) from += 1;
      let to = from + 1;
      while (to < pages.length && belongs(pages[to][0])) to += 1;
      const numbers = Array.from({ length: to - from }, (_, at) => from + at);
      const all = await Promise.all(numbers.map((n) => part('p', n, readTexts)));
      return [pages[from][1], all.flat()];
    };

    // The shards that may hold a term, or the terms that begin so.
    const shardsOf = async (text, asPrefix) => {
      if (!manifest.shards) return [];
      const belongs = asPrefix ? (bound) => bound.startsWith(text) : (bound) => bound === text;
      const [offset, bounds] = await boundsAround(text, belongs);
      let [low, high] = [0, bounds.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (bounds[middle] < text) low = middle + 1;
        else high = middle;
      }
      const first = bounds[low] === text ? low : Math.max(0, low - 1);
      let last = first;
      while (last + 1 < bounds.length && belongs(bounds[last + 1])) last += 1;
      return Array.from({ length: last - first + 1 }, (_, at) => offset + first + at);
    };
    const shard = (n) => part('t', n, readShard);

    // The postings of terms, of those that there are.
    const recordsOf = async (terms) => {
      const records = new Map();
      await Promise.all([...new Set(terms)].filter((term) => term && term.length <= LONGEST_TERM).map(async (term) => {
        const shards = await Promise.all((await shardsOf(term, false)).map(shard));
        const found = shards.map((one) => one.get(term)).filter(Boolean);
        if (found.length) records.set(term, merged(found));
      }));
      return records;
    };

    // All terms of certain lengths, a run of sorted ones after the other.
    const vocabulary = async (shortest, longest) => {
      const starts = manifest.vocabulary;
      const files = starts.map((_, n) => n).filter((n) => starts[n] <= longest && !(starts[n + 1] < shortest));
      const runs = (await Promise.all(files.map((n) => part('v', n, readVocabulary)))).flat();
      return runs.filter(([length]) => length >= shortest && length <= longest).map(([, terms]) => terms);
    };

    const tooBroad = (clause, count) => new QueryError(
      `“${clause.term}” fits too many words (${count.toLocaleString('en')} or more). Give it more letters.`, 0, 0);

    const expandFuzzy = async ({ term, editDistance }) => {
      const automaton = fuzzy(term, editDistance);
      const runs = await vocabulary(term.length - editDistance, term.length + editDistance);
      return accepted(runs.flatMap((run) => accepted(run, automaton)).sort(), automaton);
    };

    const expandWildcard = async (clause, capped) => {
      const { term } = clause;
      const start = term.slice(0, term.indexOf('*'));
      const fit = fits(term);
      const shards = start ? await shardsOf(start, true) : [];
      // Only where the start says it all are all shards needed; else the vocabulary is the shorter way.
      const isPrefix = start && /^\*+$/.test(term.slice(start.length));
      let found;
      if (isPrefix || (start && shards.length <= PREFIX_SHARDS)) {
        if (capped && shards.length > MOST_SHARDS) throw tooBroad(clause, shards.length * 100);
        found = (await Promise.all(shards.map(shard))).flatMap((one) => [...one.keys()]).filter(fit);
      } else {
        const literal = term.replaceAll('*', '').length;
        found = (await vocabulary(literal, LONGEST_TERM)).flatMap((run) => run.filter(fit));
        const needed = capped ? new Set((await Promise.all(found.map((one) => shardsOf(one, false)))).flat()) : [];
        if (needed.size > MOST_SHARDS) throw tooBroad(clause, found.length);
      }
      return accepted([...new Set(found)].sort(), lunr.TokenSet.fromString(term));
    };

    // The terms that a clause means, in lunr's order.
    const expand = (clause, capped) => {
      if ('editDistance' in clause) return expandFuzzy(clause);
      return clause.term.includes('*') ? expandWildcard(clause, capped) : [clause.term];
    };

    const weigh = (index, { total, fields: places }, at, place) => {
      const x = (manifest.documents - total + 0.5) / (total + 0.5);
      const idf = Math.log(1 + Math.abs(x));
      const tf = places[at].counts[place];
      let score = idf * ((K1 + 1) * tf) / (K1 * (1 - B + B * (places[at].lengths[place] / averages[at])) + tf);
      score *= manifest.fields[at][1] || 1;
      return Math.round(score * 1000) / 1000;
    };

    // A number that orders terms as lunr meets them: by the first document, then by the place in it.
    const orderOf = ({ rank, fields: places }) => {
      const first = Math.min(...places.map((place) => (place ? place.docs[0] : Infinity)));
      return first * 2 ** 21 + rank;
    };

    const indexOf = (records, weighed, expansions) => {
      const invertedIndex = Object.create(null);
      const fieldVectors = Object.create(null);
      const inOrder = [...records].map(([term, record]) => [orderOf(record), term, record]).sort((a, b) => a[0] - b[0]);
      for (const [order, term, record] of inOrder) {
        const posting = invertedIndex[term] = Object.create(null);
        posting._index = order;
        fields.forEach((name, at) => {
          const documents = posting[name] = Object.create(null);
          const place = record.fields[at];
          for (let n = 0; place && n < place.docs.length; n += 1) {
            documents[place.docs[n]] = EMPTY;
            if (!weighed.has(term)) continue;
            const vector = fieldVectors[`${name}/${place.docs[n]}`] ||= new lunr.Vector();
            vector.elements.push(order, weigh(order, record, at, n));
          }
        });
      }
      // lunr asks once for each clause, in their order; what they mean is known by now.
      let asked = 0;
      const tokenSet = { intersect: () => ({ toArray: () => expansions[asked++] }) };
      return new lunr.Index({ invertedIndex, fieldVectors, tokenSet, fields, pipeline });
    };

    const isProhibited = ({ presence }) => presence === lunr.Query.presence.PROHIBITED;

    // A query that only says what not: lunr gives all others, in order, with no score.
    const allBut = (clauses, expansions, records) => {
      const out = new Uint8Array(manifest.documents);
      clauses.forEach((clause, at) => expansions[at].forEach((term) => {
        for (const name of clause.fields) {
          const place = records.get(term).fields[fields.indexOf(name)];
          if (place) for (const document of place.docs) out[document] = 1;
        }
      }));
      const refs = new Uint32Array(out.length);
      let size = 0;
      out.forEach((hidden, document) => { if (!hidden) refs[size++] = document; });
      return new Answer(refs.slice(0, size), null);
    };

    const answer = async (clauses, capped) => {
      const wanted = await Promise.all(clauses.map((clause) => expand(clause, capped)));
      const records = await recordsOf(wanted.flat());
      const expansions = wanted.map((terms) => terms.filter((term) => records.has(term)));
      if (clauses.every(isProhibited)) return { records, found: allBut(clauses, expansions, records) };
      const weighed = new Set(expansions.filter((_, at) => !isProhibited(clauses[at])).flat());
      const found = indexOf(records, weighed, expansions).query((query) => {
        for (const { fields: scope, presence, boost } of clauses) {
          query.clauses.push({ term: '', usePipeline: false, fields: scope, presence, boost });
        }
      });
      return { records, found: new Answer(Uint32Array.from(found, ({ ref }) => Number(ref)), found) };
    };

    // The clauses of a query and, for each, where its word stands.
    const parse = (text) => {
      const query = new lunr.Query(fields);
      const parser = new lunr.QueryParser(text, query);
      parser.parse();
      const words = parser.lexemes.filter(({ type }) => type === lunr.QueryLexer.TERM);
      return query.clauses.map((clause, at) => ({ ...clause, raw: clause.term, start: words[at].start, end: words[at].end }));
    };

    const throughPipeline = (clause) => (clause.usePipeline
      ? { ...clause, term: pipeline.runString(clause.term, {})[0] } : clause);

    // As lunr.Index.search, with nothing done to the text first.
    const exact = async (text) => (await answer(parse(text).map(throughPipeline), false)).found.results;

    const parsed = (text) => {
      const prepared = prepare(text, fields);
      try {
        return parse(prepared.text).map((clause) => ({ ...clause, start: prepared.origin[clause.start], end: prepared.origin[clause.end - 1] + 1 }));
      } catch (error) {
        throw error instanceof lunr.QueryParseError ? explained(error, text, prepared.origin) : error;
      }
    };

    const isPlain = (clause) => clause.usePipeline && !('editDistance' in clause) && clause.presence === lunr.Query.presence.OPTIONAL;

    // A last word that may be half typed also stands for the words it begins. A word that there is counts so much more than
    // those it only begins that it comes first; where there is none, these are all that can be meant. And where none begins so, the
    // ending of a word may be half typed ("recyclin"): then the longest term that begins the word is taken.
    const beginning = async (clause) => {
      const typed = trim(clause.raw);
      if (typed.length < 2 || typed.length > LONGEST_TERM || typed.includes('*')) return [];
      const shards = await shardsOf(typed, true);
      const extra = (term, boost) => ({ ...clause, term, usePipeline: false, boost: boost * clause.boost });
      const isWord = (await recordsOf([termOf(typed)])).size > 0;
      if (shards.length <= PREFIX_SHARDS) {
        const begun = (await Promise.all(shards.map(shard))).some((one) => [...one.keys()].some((term) => term.startsWith(typed)));
        if (begun) return [extra(`${typed}*`, isWord ? PREFIX_BOOST : 1)];
      }
      if (isWord || typed.length < 6) return [];
      const stems = [1, 2, 3, 4].filter((less) => ENDINGS.some((ending) => ending.startsWith(typed.slice(-less)))).map((less) => typed.slice(0, -less));
      const known = await recordsOf(stems);
      const stem = stems.find((one) => known.has(one));
      return stem ? [extra(stem, 1)] : [];
    };

    const search = async (given, { prefix = false } = {}) => {
      const notes = [];
      const text = given.slice(0, LONGEST_QUERY);
      if (given.length > LONGEST_QUERY) notes.push(`Only the first ${LONGEST_QUERY.toLocaleString('en')} characters were read.`);
      const all = parsed(text);
      for (const clause of all.filter(({ editDistance }) => editDistance > MOST_EDITS)) {
        clause.editDistance = MOST_EDITS;
        notes.push(`At most ${MOST_EDITS} letters may differ: “${clause.raw}~${MOST_EDITS}” was searched for.`);
      }
      // Stop words are in no index; one that is looked for in a field, or must be there, is left to find nothing.
      const isDropped = (clause) => isPlain(clause) && clause.fields === all[0].fields && isStopWord(clause.raw);
      const kept = all.filter((clause) => !isDropped(clause) || clause.fields.length !== fields.length);
      const last = all[all.length - 1];
      const typing = prefix && last && isPlain(last) && last.boost === 1 && last.end === text.length ? await beginning(last) : [];
      const clauses = [...kept.map(throughPipeline), ...typing];
      if (all.some((clause) => !isProhibited(clause)) && clauses.every(isProhibited)) {
        notes.push('Words as common as these are not searched for. Add another.');
        return new Answer(new Uint32Array(0), null, notes);
      }
      const { records, found } = await answer(clauses, true);
      found.notes = notes;
      found.missing = kept.filter((clause) => clause.usePipeline && !('editDistance' in clause) && !isProhibited(clause))
        .filter((clause) => termOf(clause.raw) && !records.has(termOf(clause.raw)))
        .map(({ raw, start, end }) => ({ word: raw, start, end }));
      return found;
    };

    const documents = async (refs) => {
      const of = (ref) => Math.floor(ref / manifest.per_block);
      const numbers = [...new Set(Array.from(refs, of))];
      const blocks = await Promise.all(numbers.map((n) => part('d', n, (payload) => readDocuments(payload, n))));
      return Array.from(refs, (ref) => {
        const found = blocks[numbers.indexOf(of(ref))][ref % manifest.per_block];
        return { ref, ...found };
      });
    };

    const readDocuments = (payload, n) => {
      const count = Math.min(manifest.per_block, manifest.documents - n * manifest.per_block);
      must(Array.isArray(payload) && payload.length === count, 'documents are missing');
      return payload.map((one) => {
        must(Array.isArray(one) && one.length === 10 && SEVERITIES[one[0]] && Array.isArray(one[7]), 'a document is broken');
        const [severity, id, title, start, url, subject, place, agents, date, status] = one;
        must([id, title, start, url, subject, place, date, status].every((text) => typeof text === 'string'), 'a document is broken');
        const who = agents.map((agent) => manifest.agents[agent]);
        must(who.every(Boolean), 'an agent is unknown');
        return { severity, id, title, start, url, subject, place, agents: who, date, status };
      });
    };

    // What can be filtered by: for each facet its values ([slug, words]) and a column with a number for each document.
    let known = null;
    const facets = () => {
      known ||= readFacets().catch((error) => { known = null; throw error; });
      return known;
    };
    const readFacets = async () => {
      const files = Array.from({ length: manifest.facet_files }, (_, n) => n);
      const lengthOf = (n) => Math.min(manifest.per_facet_file, manifest.documents - n * manifest.per_facet_file);
      const [dictionaries, ...all] = await Promise.all([
        part('f', 0, (payload) => {
          must(Array.isArray(payload) && payload.length === 5 && Number.isInteger(payload[4]), 'dictionaries are missing');
          return payload;
        }),
        ...files.map((n) => part('f', n + 1, (payload) => {
          must(Array.isArray(payload) && payload.length === 6, 'columns are missing');
          return payload.map((text) => readRuns(text, lengthOf(n)));
        })),
      ]);
      const [repositories, kinds, sets, statuses, newestDay] = dictionaries;
      const [severity, agent, repo, kind, day, status] = [0, 1, 2, 3, 4, 5].map((at) => joined(all.map((columns) => columns[at])));
      const within = (column, count) => must(column.every((value) => value < count), 'a value is unknown');
      const sizes = [SEVERITIES, sets, [0, ...repositories], kinds, [0, ...statuses]];
      try {
        [severity, agent, repo, kind, status].forEach((column, at) => within(column, sizes[at].length));
        must(sets.every((set) => set.every((one) => manifest.agents[one])), 'an agent is unknown');
      } catch (error) {
        [0, ...files.map((n) => n + 1)].forEach((n) => parts.delete(`f${n}`));
        throw new LoadError('f1', error);
      }
      return {
        columns: { severity, agent, repo, kind, status, day: Int32Array.from(day, (before) => newestDay - before) },
        values: { severity: SEVERITIES, agent: manifest.agents, repo: repositories.map((name) => [name, name]), kind: kinds, status: statuses },
        sets,
      };
    };

    // For each word that is no term the nearest that is one, or null: the fewest letters apart, then the longest common
    // start, then the order of terms.
    const nearest = (words) => Promise.all(words.map(async (word) => {
      const term = termOf(word);
      const most = term.length < 4 ? 1 : MOST_EDITS;
      if (!term || term.length > LONGEST_TERM || (await recordsOf([term])).size) return null;
      let best = null;
      for (const run of await vocabulary(term.length - most, term.length + most)) {
        for (const other of run) {
          const apart = distanceOf(term, other, best ? best.apart : most);
          if (apart > (best ? best.apart : most)) continue;
          const shared = startShared(term, other);
          const better = !best || apart < best.apart || shared > best.shared || (shared === best.shared && other < best.term);
          if (better) best = { term: other, apart, shared };
        }
      }
      return best && best.term;
    }));

    // A term as somebody wrote it, since terms are stems: looked for where results show it.
    const spelled = async (term) => {
      const record = (await recordsOf([term])).get(term);
      const places = record ? record.fields.filter(Boolean).flatMap(({ docs }) => [...docs.slice(0, LOOKED_AT)]) : [];
      for (const { title, start } of await documents(places.slice(0, LOOKED_AT))) {
        const words = marked(`${title} ${start}`, new Set([term])).filter(([, isMatch]) => isMatch);
        if (words.length) return words[0][0].toLowerCase();
      }
      return term;
    };

    // A text in pieces, [piece, whether it is one of the terms]: words as the index takes them, else their parts.
    const marked = (text, terms) => {
      const pieces = [];
      let shown = 0;
      const take = (start, end) => {
        if (start >= end || !terms.has(termOf(text.slice(start, end)))) return false;
        if (shown < start) pieces.push([text.slice(shown, start), false]);
        pieces.push([text.slice(start, end), true]);
        shown = end;
        return true;
      };
      const each = (pattern, start, end, then) => {
        for (const { 0: found, index } of text.slice(start, end).matchAll(pattern)) then(start + index, start + index + found.length);
      };
      const humps = (start, end) => {
        let from = start;
        for (const hump of text.slice(start, end).split(HUMPS)) take(from, from += hump.length);
      };
      each(/[^\s-]+/g, 0, text.length, (start, end) => {
        if (end - start > 4 * LONGEST_TERM) return;
        const word = text.slice(start, end);
        const from = start + word.indexOf(trim(word));
        if (take(from, from + trim(word).length)) return;
        each(/[\p{Alphabetic}\p{N}_.]+/gu, start, end, (low, high) => {
          while (low < high && text[low] === '.') low += 1;
          while (low < high && text[high - 1] === '.') high -= 1;
          if (!take(low, high)) each(/[\p{Alphabetic}\p{N}]+/gu, low, high, (a, b) => { if (!take(a, b)) humps(a, b); });
        });
      });
      if (shown < text.length) pieces.push([text.slice(shown), false]);
      return pieces;
    };

    return { search, exact, documents, facets, nearest, spelled, marked, manifest, pipeline: [trimmer, lunr.stemmer] };
  };

  const HUMPS = /(?<=\P{Uppercase})(?=\p{Uppercase})|(?<=\p{Uppercase})(?=\p{Uppercase}\p{Lowercase})/u;

  return { createSearcher, narrow, newest, QueryError, LoadError, SEVERITIES, FACETS, internals: { Column, fuzzy, accepted, fits, distanceOf, prepare } };
});
