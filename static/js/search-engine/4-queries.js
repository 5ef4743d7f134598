// What people type, as lunr's parser takes it, and what is wrong with it.
(() => {
  'use strict';

  class QueryError extends Error {
    constructor(message, start, end) {
      super(message);
      Object.assign(this, { name: 'QueryError', start, end });
    }
  }

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
    let words = `“${word}” is not a valid query. Put \\ before a special character to search for it literally.`;
    if (/edit distance/.test(message)) words = `“${word}”: ~ must be followed by a number, as in lock~1.`;
    else if (/boost/.test(message)) words = `“${word}”: ^ must be followed by a number, as in lock^5.`;
    else if (/expecting term or field/.test(message)) words = `“${word}”: ${/^-/.test(word) ? '-' : '+'} must be followed by a word, as in ${/^-/.test(word) ? '-' : '+'}lock.`;
    else if (/expecting term/.test(message)) words = `“${word}”: a field must be followed by a word, as in title:lock.`;
    return new QueryError(words, start, end);
  };

  Object.assign(PilcrowSearch, { QueryError, prepare, explained });
})();
