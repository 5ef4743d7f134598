// Pieces of what a page shows. Whatever comes from the index is put on it as text.
(() => {
  'use strict';
  const { QueryError, LoadError } = PilcrowSearch;

  const LONGEST_TITLE = 300;

  const element = (name, properties, ...inside) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inside);
    return made;
  };
  const counted = (count, word) => `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
  const plainClick = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
  const icon = (slug) => {
    const made = slug === 'review' ? element('i', { className: 'para', textContent: '¶' }) : element('i', { className: `icon ${slug}` });
    made.setAttribute('aria-hidden', 'true');
    return made;
  };
  const cut = (text) => (text.length > LONGEST_TITLE ? `${text.slice(0, LONGEST_TITLE)}…` : text);
  const marked = (searcher, text, terms) => searcher.marked(cut(text), terms)
    .map(([piece, isMatch]) => (isMatch ? element('mark', { textContent: piece }) : piece));
  const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const dayWords = (date) => {
    const [year, month, day] = date.split('-').map(Number);
    return MONTHS[month - 1] ? `${day} ${MONTHS[month - 1]} ${year}` : date;
  };
  // What a deferred question says when it fails, in words for a reader.
  const problemWords = (error) => {
    if (error instanceof QueryError) return error.message;
    if (error instanceof LoadError) return 'Part of the search index could not be loaded.';
    console.error(error);
    return 'Something went wrong while searching.';
  };

  Object.assign(PilcrowSearch, { element, counted, plainClick, icon, marked, dayWords, problemWords });
})();
