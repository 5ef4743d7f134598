// What a term is: how words are trimmed and stemmed, how far two are apart, and where a text holds some.
(() => {
  'use strict';

  const LONGEST_TERM = 128;
  const HUMPS = /(?<=\P{Uppercase})(?=\p{Uppercase})|(?<=\p{Uppercase})(?=\p{Uppercase}\p{Lowercase})/u;

  // As lunr's trimmer, which takes every letter beyond ASCII for a sign to trim, but for words that hold one.
  const trim = (word) => (/^[\0-\x7f]*$/.test(word)
    ? word.replace(/^\W+/, '').replace(/\W+$/, '')
    : word.replace(/^[^\p{Alphabetic}\p{N}_]+/u, '').replace(/[^\p{Alphabetic}\p{N}_]+$/u, ''));
  const trimmer = (token) => token.update(trim);
  trimmer.label = 'trimmer';

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

  // Words as the index takes them, by a lunr that has nothing added to it.
  const languageOf = (lunr) => {
    const pipeline = new lunr.Pipeline();
    // Not through `add`, which would warn of a trimmer that is not lunr's.
    pipeline._stack.push(trimmer, lunr.stemmer);
    const termOf = (word) => pipeline.runString(word.toLowerCase(), {})[0] || '';
    const isStopWord = (word) => lunr.stopWordFilter(new lunr.Token(trim(word), {})) === undefined;

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

    return { pipeline, parts: [trimmer, lunr.stemmer], termOf, isStopWord, marked };
  };

  Object.assign(PilcrowSearch, { LONGEST_TERM, trim, distanceOf, startShared, languageOf });
})();
