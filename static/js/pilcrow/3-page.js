// Comfort on top of pages that read without it: theme, copying, keys, a filter for lists, the door to the search,
// redirects that keep the fragment. Text is only ever set through textContent.
(() => {
  'use strict';
  const { wordsOf, element, toast, say, copy, published, copyAddress, copyMarkdown, copyFinding, copyQuote, offerQuotes } = Pilcrow;
  const root = document.documentElement;
  const site = new URL('../', document.currentScript.src);
  const THEME = 'pilcrow-theme';

  // Storage may be forbidden (private windows, some file: settings); the theme then lasts for the page.
  const stored = (value) => {
    try {
      if (value === undefined) return localStorage.getItem(THEME);
      localStorage.setItem(THEME, value);
    } catch { /* nothing to remember it in */ }
    return null;
  };

  // Before the first paint: this file is loaded in the head.
  root.classList.add('js');
  const remembered = stored();
  if (remembered === 'light' || remembered === 'dark') root.dataset.theme = remembered;

  const switchTheme = () => {
    const dark = (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
    root.dataset.theme = dark ? 'light' : 'dark';
    stored(root.dataset.theme);
  };

  // Ids of the page's own begin with a sign that the id of no section, finding or agent has.
  const own = (id) => document.getElementById(`~${id}`);
  // What an address says after its #, which anybody may have written.
  const decoded = (hash) => {
    try { return decodeURIComponent(hash.slice(1)); } catch { return hash.slice(1); }
  };

  const button = (words, about, properties) => {
    const made = element('button', { type: 'button', textContent: words, ...properties });
    if (about) made.append(element('span', { className: 'unseen', textContent: ` ${about}` }));
    return made;
  };

  // The link to a finding's own page becomes "Copy link", with what else can be taken along beside it.
  const dressFindings = () => {
    for (const link of document.querySelectorAll('a.acts')) {
      const { id } = link.closest('.finding');
      const group = element('span', { className: 'acts' });
      link.replaceWith(group);
      link.className = '';
      // On a finding's own page it led nowhere until now.
      if (!link.hasAttribute('href')) link.setAttribute('href', location.pathname.split('/').pop());
      link.dataset.copy = '';
      link.replaceChildren('Copy link', element('span', { className: 'unseen', textContent: ` to ${id}` }));
      const markdown = button('Copy as Markdown', id, {});
      markdown.dataset.copyMarkdown = '';
      const whole = button('Copy finding', id, {});
      whole.dataset.copyFinding = '';
      group.append(link, markdown, whole);
    }
  };

  const dressCode = () => {
    for (const figure of document.querySelectorAll('figure.code')) {
      const caption = figure.querySelector('figcaption')?.firstChild;
      const label = (caption && wordsOf(caption)) || figure.querySelector('pre[aria-label]')?.getAttribute('aria-label');
      figure.append(button('Copy', label || 'code', { className: 'copy' }));
    }
  };

  const plainClick = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);

  const onClick = (event) => {
    const target = event.target.closest('a, button');
    if (!target || !plainClick(event)) return;
    if (target.matches('.switch')) return switchTheme();
    const finding = target.closest('article.finding');
    if (target.matches('a[data-copy]')) {
      event.preventDefault();
      copyAddress(finding);
    } else if (target.matches('[data-copy-markdown]')) {
      copyMarkdown(finding);
    } else if (target.matches('[data-copy-finding]')) {
      copyFinding(finding);
    } else if (target.matches('a.pilcrow')) {
      copy(published(target.getAttribute('href')), 'Link copied');
    } else if (target.matches('.copy')) {
      copy(target.parentElement.querySelector('code').textContent, 'Code copied');
    }
  };

  // The rail follows the scroll: the last heading that has reached the top of the window is where one is.
  const followScroll = () => {
    const links = [...document.querySelectorAll('.rail a')];
    if (!links.length) return;
    const places = links.map((link) => document.getElementById(decoded(link.hash)));
    let waiting = false;
    const mark = () => {
      waiting = false;
      const line = 64;
      let current = -1;
      places.forEach((place, at) => { if (place && place.getBoundingClientRect().top <= line) current = at; });
      links.forEach((link, at) => {
        if (at !== current) link.removeAttribute('aria-current');
        else if (!link.hasAttribute('aria-current')) {
          link.setAttribute('aria-current', 'true');
          const rail = link.closest('.rail');
          if (rail.scrollHeight > rail.clientHeight) {
            rail.scrollTop += link.getBoundingClientRect().top - rail.getBoundingClientRect().top - rail.clientHeight / 2;
          }
        }
      });
    };
    addEventListener('scroll', () => { if (!waiting) { waiting = true; requestAnimationFrame(mark); } }, { passive: true });
    mark();
  };

  const filterList = () => {
    const input = own('filter');
    if (!input) return;
    const status = document.querySelector('.filter [role="status"]');
    const rows = [...document.querySelectorAll('.reviews li')].map((row) => ({ row, words: row.textContent.toLowerCase() }));
    const filter = () => {
      const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const { row, words } of rows) {
        row.hidden = !wanted.every((word) => words.includes(word));
        if (!row.hidden) shown += 1;
      }
      for (const month of document.querySelectorAll('.month')) month.hidden = !month.querySelector('li:not([hidden])');
      status.textContent = wanted.length ? `${shown} of ${rows.length} on this page` : '';
    };
    input.addEventListener('input', filter);
    if (input.value) filter();
  };

  // Columns of a leaderboard sort by their heads; the chosen one is in the address, so that the view can be shared. An
  // agent's versions stay below it, and what is not recorded comes last either way.
  const figureOf = (cell) => {
    if (!cell || cell.classList.contains('none')) return null;
    const words = (cell.firstChild ? cell.firstChild.textContent : '').trim();
    if (/^\d+(:\d\d)+$/.test(words)) return words.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
    const number = parseFloat(words.replace(/[$,]/g, '').replace('−', '-'));
    return Number.isNaN(number) ? words.toLowerCase() : number;
  };

  const cellAt = (row, column) => {
    let at = 0;
    for (const cell of row.cells) {
      at += cell.colSpan;
      if (at > column) return cell;
    }
    return null;
  };

  const sortTable = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    const bodies = [...table.tBodies];
    const keyOf = (head) => head.firstChild.textContent.trim().toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/-$/, '');
    const sort = (key, up) => {
      const column = heads.findIndex((head) => head.matches('th') && head.dataset.key === key);
      if (column < 0) return;
      const keyed = bodies.map((body, place) => ({ body, place, value: figureOf(cellAt(body.rows[0], column)) }));
      const order = (a, b) => (a < b ? -1 : Number(a > b)) * (up ? 1 : -1);
      keyed.sort((a, b) => {
        if (a.value === null || b.value === null) return (a.value === null) - (b.value === null) || a.place - b.place;
        return order(a.value, b.value) || a.place - b.place;
      });
      table.append(...keyed.map(({ body }) => body));
      for (const head of heads) head.removeAttribute('aria-sort');
      heads[column].setAttribute('aria-sort', up ? 'ascending' : 'descending');
    };
    for (const head of heads.filter((cell) => cell.matches('th:not([data-unsorted])'))) {
      head.dataset.key ||= keyOf(head);
      const made = button(head.firstChild.textContent, '', { className: 'sort' });
      head.firstChild.replaceWith(made);
      made.addEventListener('click', () => {
        const rises = ['rank', 'agent', 'median'].includes(head.dataset.key);
        const now = head.getAttribute('aria-sort');
        const up = now ? now === 'descending' : rises;
        sort(head.dataset.key, up);
        const address = new URL(location.href);
        address.searchParams.set('sort', `${head.dataset.key}-${up ? 'up' : 'down'}`);
        try { history.replaceState(null, '', address); } catch { /* some file: settings forbid it */ }
        say(`Sorted by ${head.firstChild.textContent.trim()}, ${up ? 'ascending' : 'descending'}`);
      });
    }
    const chosen = /^(.+)-(up|down)$/.exec(new URLSearchParams(location.search).get('sort') || '');
    if (chosen) sort(chosen[1], chosen[2] === 'up');
    // The chosen column stays chosen in another part of the archive, but not where another criterion is asked for.
    addEventListener('click', (event) => {
      const link = event.target.closest('.choice:not(.criteria) a');
      const wanted = new URLSearchParams(location.search).get('sort');
      if (link && wanted) link.search = `?sort=${encodeURIComponent(wanted)}`;
    });
  };

  // The search is loaded when first asked for: its manifest names its scripts. One from a cache may name scripts that are
  // gone; then it is asked for again past the cache.
  const load = (address) => new Promise((resolve, reject) => {
    const script = element('script', { src: new URL(address, site).href, async: false, onload: resolve, onerror: reject });
    document.head.append(script);
  });
  const loadSearch = async (past) => {
    let manifest;
    window.pilcrowPart = (build, key, payload) => { manifest = payload; };
    await load(`search-index/manifest.js${past}`);
    await Promise.all(manifest.scripts.map(load));
    dispatchEvent(new CustomEvent('pilcrow-search', { detail: manifest }));
  };

  // The field is there at once, so that nothing that is typed meanwhile gets lost.
  const palette = () => {
    const dialog = element('dialog', { id: '~palette', className: 'palette' });
    dialog.setAttribute('aria-label', 'Search');
    const input = element('input', { id: '~palette-query', type: 'text', autocomplete: 'off', spellcheck: false });
    const foot = element('p', {});
    foot.append(element('span', {}));
    foot.firstChild.setAttribute('role', 'status');
    dialog.append(element('label', { className: 'unseen', htmlFor: input.id, textContent: 'Search all findings and reviews' }), input, foot);
    dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    return dialog;
  };

  const search = () => {
    const field = own('query') || (search.dialog ||= palette()).querySelector('input');
    const { dialog } = search;
    if (dialog && !dialog.open) dialog.showModal();
    field.focus();
    field.select();
    if (!dialog || search.loading) return;
    search.loading = loadSearch('').catch(() => loadSearch(`?${Date.now()}`)).catch(() => {
      search.loading = null;
      dialog.querySelector('[role="status"]').textContent = 'Search could not be loaded. Close this dialog and try again.';
    });
  };

  const KEYS = [
    ['j', 'next finding'], ['k', 'previous finding'], ['y', 'copy the link of the finding in hand, or of the page (also c)'],
    ['Y', 'the same as Markdown'], ['q', 'copy what is selected as a quote with its link'], ['t', 'switch between light and dark'],
    ['/', 'search (also Ctrl K)'], ['f', 'filter the list'], ['g h', 'home page'], ['g r', 'all reviews'], ['g a', 'agents'], ['?', 'show this list'], ['Esc', 'close'],
  ];

  const keysDialog = () => {
    const dialog = element('dialog', { id: '~keys' });
    dialog.setAttribute('aria-labelledby', '~keys-title');
    const list = element('dl', {});
    for (const [key, words] of KEYS) {
      const term = element('dt', {});
      term.append(element('kbd', { textContent: key }));
      list.append(term, element('dd', { textContent: words }));
    }
    const form = element('form', { method: 'dialog' });
    const close = element('button', { type: 'button', textContent: 'Close' });
    close.addEventListener('click', () => dialog.close());
    form.append(close);
    dialog.append(element('h2', { id: '~keys-title', textContent: 'Keyboard shortcuts' }), list, form);
    document.body.append(dialog);
    return dialog;
  };

  const findings = () => [...document.querySelectorAll('article.finding')];

  let currentFinding = null;
  const targeted = () => findings().find((article) => article.id === decoded(location.hash));
  const here = () => document.activeElement.closest('article.finding') || currentFinding || targeted() || null;
  // The one that a key is about: a page of one finding has its own address.
  const inHand = () => document.activeElement.closest('article.finding') || document.querySelector('article.finding:hover')
    || targeted() || document.querySelector('article.finding.alone');

  const step = (by) => {
    const all = findings();
    if (!all.length) return;
    const at = all.indexOf(here());
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
    currentFinding = next;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView();
    history.replaceState(null, '', `#${next.id}`);
  };

  const keys = () => {
    let dialog;
    let before = '';
    const go = (selector) => { const link = document.querySelector(selector); if (link) location.href = link.href; };
    const actions = {
      j: () => step(1),
      k: () => step(-1),
      t: switchTheme,
      c: () => copyAddress(inHand()),
      y: () => copyAddress(inHand()),
      Y: () => copyMarkdown(inHand()),
      q: copyQuote,
      '/': search,
      f: () => { const input = own('filter'); if (!input) return false; input.focus(); return true; },
      '?': () => { dialog ||= keysDialog(); if (!dialog.open) dialog.showModal(); },
      'g h': () => go('.brand'),
      'g r': () => go('.bar nav a'),
      'g a': () => go('.bar nav li:nth-child(2) a'),
    };
    addEventListener('keydown', (event) => {
      const isOpen = document.querySelector('dialog[open]');
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k' && (!isOpen || isOpen === search.dialog)) {
        event.preventDefault();
        search();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      // A field keeps the focus for a moment after its dialog was closed.
      const field = event.target.closest('input, textarea, select, [contenteditable]');
      if (isOpen || (field && !field.closest('dialog:not([open])'))) return;
      const key = before === 'g' ? `g ${event.key}` : event.key;
      before = event.key;
      const action = Object.hasOwn(actions, key) ? actions[key] : null;
      if (action && action() !== false) event.preventDefault();
    });
  };

  const redirect = () => {
    const link = document.querySelector('a[data-redirect]');
    if (link) location.replace(link.href + location.hash);
  };

  const putToast = () => document.body.append(toast);

  const putSwitch = () => {
    const theme = button('', '', { className: 'switch' });
    theme.setAttribute('aria-label', 'Switch between light and dark');
    document.querySelector('.bar').append(theme);
  };

  const sortTables = () => document.querySelectorAll('table[data-sort]').forEach(sortTable);
  const listenForClicks = () => addEventListener('click', onClick);

  addEventListener('DOMContentLoaded', () => {
    // One that fails, perhaps on a page of a team's own template, is told and takes none of the others with it.
    for (const part of [redirect, putToast, putSwitch, dressFindings, dressCode, followScroll, filterList, sortTables, keys, listenForClicks, offerQuotes]) {
      try { part(); } catch (error) { console.error(error); }
    }
  });
})();
