// How the files of the index are read: numbers and terms in columns of text. No page, no network: all of the engine also
// runs in node. Its parts are joined into one script, each putting what the next ones need into `PilcrowSearch`.
(() => {
  'use strict';
  globalThis.PilcrowSearch = {};

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

  Object.assign(PilcrowSearch, { must, Column, joined, merged, readShard, readVocabulary, readTexts, readRuns });
})();
