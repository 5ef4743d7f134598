// Results on search.html: an answer, drawn.
(() => {
  'use strict';
  const { QueryError, LoadError, SEVERITIES, site, element, counted, icon, marked, dayWords, problemWords, unfiltered } = PilcrowSearch;

  const PER_PAGE = 10;

  const resultOf = (searcher, one, terms) => {
    const [slug, severity] = SEVERITIES[one.severity];
    const address = element('a', { href: new URL(one.url, site).href });
    if (one.id) address.append(element('b', { textContent: one.id }));
    address.append(...marked(searcher, one.title || 'Untitled', terms));
    const about = element('div', { className: 'about' }, element('span', { className: 'sev' }, slug === 'review' ? '' : icon(slug), severity));
    if (one.subject) about.append(element('span', { textContent: one.subject }));
    if (one.place) about.append(element('code', {}, ...marked(searcher, one.place, terms)));
    if (one.agents.length) about.append(element('span', { className: 'who' }, ...one.agents.map(([, name, slot]) => element('span', { className: `a${slot}`, textContent: name }))));
    if (one.date) about.append(element('time', { dateTime: one.date, textContent: dayWords(one.date) }));
    if (one.status) about.append(element('span', { textContent: one.status }));
    const made = element('li', { className: slug }, element('h2', {}, address));
    if (one.start) made.append(element('p', {}, ...marked(searcher, one.start, terms)));
    made.append(about);
    return made;
  };

  // Links to pages of results, the first, the last and those around the one that is shown.
  const pageLinks = (shown, last, link) => {
    const near = [1, last, ...[-2, -1, 0, 1, 2].map((by) => shown + by)].filter((n) => n >= 1 && n <= last);
    const numbers = [...new Set(near)].sort((a, b) => a - b);
    const items = numbers.flatMap((n, at) => {
      const gap = at && n > numbers[at - 1] + 1 ? [element('span', { textContent: '…' })] : [];
      const words = element('span', { className: 'unseen', textContent: 'Page ' });
      const made = link(words, { page: n });
      made.append(n.toLocaleString('en'));
      if (n === shown) made.setAttribute('aria-current', 'page');
      return [...gap, made];
    });
    if (shown < last) items.push(link('Next', { page: shown + 1 }, { rel: 'next' }));
    return element('ul', {}, ...items.map((one) => element('li', {}, one)));
  };

  // Where search.html shows answers. `current()` is the page's state, `link` makes a link to another.
  const answersOn = (found, { current, link }) => {
    const [status, order] = found.querySelector('.head').children;
    const [told, results, pages] = ['.told', '.results', '.pages'].map((selector) => found.querySelector(selector));
    const tell = (...inside) => told.append(element('p', {}, ...inside));
    const focus = () => status.focus({ preventScroll: true });
    const busy = () => results.setAttribute('aria-busy', 'true');
    const searching = () => { status.textContent = 'Searching…'; };

    const drawPages = (count) => {
      const last = Math.ceil(count / PER_PAGE);
      pages.replaceChildren(pageLinks(current().page, last, link));
      pages.hidden = last < 2;
    };
    const drawOrder = (count) => {
      order.replaceChildren();
      if (!count) return;
      if (!current().q.trim()) order.append('Newest first');
      else if (current().sort) order.append(link('Most relevant first', { sort: '', page: 1 }), ' · newest first');
      else order.append('Most relevant first · ', link('newest first', { sort: 'new', page: 1 }));
    };

    // The results of an answer, with what is to be said of it; how many there are comes with the figures of the filters.
    const draw = ({ searcher, all, narrowed, count, here, documents, near }, notices) => {
      told.replaceChildren(...[...notices, ...all.notes].map((note) => element('p', { textContent: note })));
      results.replaceChildren(...documents.map((one, at) => resultOf(searcher, one, new Set(all.terms(here[at])))));
      drawPages(count);
      drawOrder(count);
      results.removeAttribute('aria-busy');
      if (count) return;
      status.textContent = 'No results.';
      if (near.length) tell('Did you mean ', link(near[0], { ...unfiltered(current()), q: near[0] }), '?');
      if (narrowed && all.count) tell('Without filters: ', link(counted(all.count, 'result'), unfiltered(current())), '.');
    };
    const say = ({ findings, reviews }) => {
      const words = [[findings, 'finding'], [reviews, 'review']].filter(([count]) => count).map(([count, word]) => counted(count, word));
      if (!words.length) return;
      status.replaceChildren(element('b', { textContent: words[0] }), words[1] ? ` and ${words[1]}` : '');
    };
    const sayCount = (count) => { status.textContent = counted(count, 'result'); };
    const fail = (error, again) => {
      status.textContent = problemWords(error);
      results.removeAttribute('aria-busy');
      results.replaceChildren();
      order.replaceChildren();
      pages.hidden = true;
      told.replaceChildren();
      if (error instanceof QueryError) return;
      const retry = element('button', { type: 'button', className: 'plain', textContent: 'Try again' });
      retry.addEventListener('click', () => { status.focus(); again(); });
      tell(retry);
      if (error instanceof LoadError) tell(element('small', { textContent: error.message }));
    };

    return { focus, busy, searching, draw, say, sayCount, fail };
  };

  Object.assign(PilcrowSearch, { PER_PAGE, answersOn });
})();
