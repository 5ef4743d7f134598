// The search as one sees it, above the engine: the palette over any page, search.html, and the loader of the index's
// files. These are scripts that call `pilcrowPart`, so that a site on a disk can be searched as well.
// Whatever comes from the index is put on the page as text.
(() => {
  'use strict';
  const { createSearcher, narrow, newest, QueryError, LoadError, SEVERITIES, FACETS } = PilcrowSearch;
  const site = new URL('../', document.currentScript.src);
  const PATIENCE = 30000;
  const PAUSE = 80;
  const PER_PAGE = 10;
  const IN_PALETTE = 8;
  const LONGEST_TITLE = 300;

  // ---- files ------------------------------------------------------------------------------------------------------

  // What each script that is under way is to bring. A call is believed only from its own script: a file that is none of
  // ours, or stands in the place of another, brings nothing.
  const awaited = new Map();
  window.pilcrowPart = (build, key, payload) => {
    const wanted = awaited.get(document.currentScript);
    if (wanted && wanted.key === key && (!wanted.build || wanted.build === build)) wanted.payload = payload;
  };

  const file = (path, key, build) => new Promise((resolve, reject) => {
    const script = document.createElement('script');
    const wanted = { key, build };
    const end = (problem) => {
      clearTimeout(wanted.timer);
      awaited.delete(script);
      script.remove();
      if (!problem && 'payload' in wanted) resolve(wanted.payload);
      else reject(new LoadError(path, problem || 'holds something else'));
    };
    wanted.timer = setTimeout(() => end('did not answer'), PATIENCE);
    awaited.set(script, wanted);
    script.onload = () => end();
    script.onerror = () => end('is not there');
    script.src = new URL(path, site).href;
    document.head.append(script);
  });

  const manifestOf = (past) => file(`search-index/manifest.js${past ? `?${Date.now()}` : ''}`, 'manifest');
  const searcherOf = (manifest) => createSearcher({
    lunr,
    manifest,
    load: (kind, n) => file(`search-index/${manifest.build}/${kind}/${Math.floor(n / 1000)}/${n}.js`, kind + n, manifest.build),
  });

  // Asks a searcher. Where a file fails, perhaps because the site was built anew, the manifest is asked for again past
  // the cache, and if that one is of another build, the question goes to its searcher.
  const sessionOf = (manifest, onOther) => {
    let searcher = searcherOf(manifest);
    return async (ask) => {
      const used = searcher;
      try {
        return await ask(used);
      } catch (error) {
        if (!(error instanceof LoadError)) throw error;
        const other = await manifestOf(true).catch(() => { throw error; });
        if (other.build === used.manifest.build) throw error;
        await onOther(other);
        searcher = searcherOf(other);
        return ask(searcher);
      }
    };
  };

  // ---- pieces -----------------------------------------------------------------------------------------------------

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
    if (error instanceof LoadError) return 'A part of the search could not be loaded.';
    console.error(error);
    return 'Something went wrong while searching.';
  };

  // ---- the palette ------------------------------------------------------------------------------------------------

  const palette = (dialog, manifest) => {
    const session = sessionOf(manifest, () => {});
    const latest = newest();
    const input = dialog.querySelector('input');
    const status = dialog.querySelector('[role="status"]');
    const list = element('ul', { id: 'palette-list', hidden: true });
    let [active, links, shown] = [0, [], null];
    const every = (text) => new URL(`search.html?q=${encodeURIComponent(text)}`, site).href;

    const choose = (at) => {
      active = at;
      [...list.children].forEach((option, place) => option.setAttribute('aria-selected', String(place === at)));
      if (!links.length) { input.removeAttribute('aria-activedescendant'); return; }
      input.setAttribute('aria-activedescendant', list.children[at].id);
      list.children[at].scrollIntoView({ block: 'nearest' });
    };
    const option = (at, ...inside) => {
      const made = element('li', { id: `palette-${at}` }, ...inside);
      made.setAttribute('role', 'option');
      return made;
    };
    const optionOf = (searcher, one, terms, at) => {
      const [slug, severity] = SEVERITIES[one.severity];
      const words = element('span', {}, element('span', { className: 'unseen', textContent: `${severity}: ` }), ...marked(searcher, one.title, terms));
      const where = [one.subject, one.place].filter(Boolean).join(' · ');
      if (where) words.append(element('small', { textContent: where }));
      const made = option(at, icon(slug), words);
      made.classList.add(slug);
      return made;
    };
    const draw = (text, words, options, addresses) => {
      [shown, links] = [text, addresses];
      list.replaceChildren(...options);
      list.hidden = !links.length;
      input.setAttribute('aria-expanded', String(!list.hidden));
      choose(0);
      status.textContent = words;
    };

    const answer = (text) => session(async (searcher) => {
      const found = await searcher.search(text, { prefix: true });
      const documents = await searcher.documents(found.refs.slice(0, IN_PALETTE));
      return { searcher, found, documents };
    });
    const show = async (text) => {
      const settled = await latest(() => (text.trim() ? answer(text) : null));
      if (!settled) return;
      if (settled.error) { draw(text, problemWords(settled.error), [], []); return; }
      if (!settled.value) { draw(text, '', [], []); return; }
      const { searcher, found, documents } = settled.value;
      if (!found.count) { draw(text, ['Nothing found.', ...found.notes].join(' '), [], []); return; }
      const options = documents.map((one, at) => optionOf(searcher, one, new Set(found.terms(at)), at));
      const all = `All ${counted(found.count, 'result')}`;
      options.push(option(documents.length, element('span', { textContent: all })));
      draw(text, [`${counted(found.count, 'result')}`, ...found.notes].join('. '), options, [...documents.map(({ url }) => new URL(url, site).href), every(text)]);
    };
    const go = (at, apart) => {
      // What is shown may still answer an older text; then all results of the new one.
      const address = shown === input.value && links.length ? links[at] : every(input.value);
      if (apart) window.open(address, '_blank', 'noopener');
      else { dialog.close(); location.assign(address); }
    };

    const moves = { ArrowDown: () => (active + 1) % links.length, ArrowUp: () => (active + links.length - 1) % links.length, Home: () => 0, End: () => links.length - 1 };
    input.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      if (event.key === 'Enter' && input.value.trim()) {
        event.preventDefault();
        go(active, event.ctrlKey || event.metaKey);
      } else if (Object.hasOwn(moves, event.key) && links.length && plainClick(event)) {
        event.preventDefault();
        choose(moves[event.key]());
      }
    });
    const pressed = (event) => {
      const at = [...list.children].indexOf(event.target.closest('li'));
      if (at < 0 || event.button > 1) return;
      event.preventDefault();
      go(at, !plainClick(event));
    };
    list.addEventListener('click', pressed);
    list.addEventListener('auxclick', pressed);
    // The field keeps the focus, and the middle button neither begins to scroll nor pastes into it, as it does on Linux.
    for (const name of ['mousedown', 'mouseup']) list.addEventListener(name, (event) => event.preventDefault());
    let timer;
    input.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(() => show(input.value), PAUSE);
    });

    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', 'Results');
    for (const [name, value] of [['role', 'combobox'], ['aria-expanded', 'false'], ['aria-controls', list.id], ['aria-autocomplete', 'list']]) input.setAttribute(name, value);
    input.after(list);
    const key = (name) => element('kbd', { textContent: name });
    status.after(element('span', {}, ' ', key('↑'), ' ', key('↓'), ' to choose · ', key('Enter'), ' to open · ', key('Esc'), ' to close'));
    status.textContent = '';
    if (input.value) show(input.value);
  };

  addEventListener('pilcrow-search', ({ detail }) => {
    const dialog = document.getElementById('palette');
    if (dialog && !document.getElementById('palette-list')) palette(dialog, detail);
  });

  // ---- search.html ------------------------------------------------------------------------------------------------

  const DAY = 86400000;
  // The first or last day of what `2026`, `2026-03` or `2026-03-09` says, in days since 1970; null for anything else.
  const dayOf = (text, isLast) => {
    const [, year, month, day] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) || [];
    if (!year) return null;
    const first = Date.UTC(year, month ? month - 1 : 0, day || 1);
    const next = day ? first + DAY : Date.UTC(month ? year : Number(year) + 1, month ? Number(month) : 0, 1);
    return (isLast ? next - DAY : first) / DAY;
  };
  const dateOf = (day) => (day === null ? '' : new Date(day * DAY).toISOString().slice(0, 10));

  const stateOf = (search) => {
    const given = new URLSearchParams(search);
    const state = { q: given.get('q') || '', sort: given.get('sort') === 'new' ? 'new' : '', page: Math.max(1, Math.floor(Number(given.get('page'))) || 1) };
    for (const name of FACETS) state[name] = [...new Set(given.getAll(name))].filter(Boolean);
    for (const name of ['since', 'until']) state[name] = dayOf(given.get(name) || '', false) === null ? '' : given.get(name);
    return state;
  };
  const addressOf = (state) => {
    const made = new URLSearchParams();
    for (const name of ['q', ...FACETS, 'since', 'until', 'sort']) for (const value of [state[name]].flat()) if (value) made.append(name, value);
    if (state.page > 1) made.set('page', state.page);
    const words = made.toString();
    return location.pathname + (words && `?${words}`);
  };
  const filtersOf = (state) => [...FACETS.flatMap((name) => state[name]), state.since, state.until].filter(Boolean).length;
  const unfiltered = (state) => ({ ...stateOf(''), q: state.q, sort: state.sort });

  // Once for each build, so that a server that gives an old page again and again is not asked for ever. True if the page
  // is about to go; null where nothing can be remembered.
  const reload = (build) => {
    try {
      const name = `pilcrow-reloaded-${build}`;
      if (sessionStorage.getItem(name)) return false;
      sessionStorage.setItem(name, '1');
    } catch { return null; }
    location.reload();
    return true;
  };

  const page = async (form) => {
    const input = form.querySelector('input');
    const fold = document.querySelector('.narrow');
    const filters = fold.querySelector('form');
    const found = document.getElementById('found');
    const [status, order] = found.querySelector('.head').children;
    const [told, results, pages] = ['.told', '.results', '.pages'].map((selector) => found.querySelector(selector));
    const latest = newest();
    const title = document.title;
    let state = stateOf(location.search);
    let session = null;

    const notices = [];
    const tell = (...inside) => told.append(element('p', {}, ...inside));
    const remember = (chosen) => {
      const address = addressOf(state);
      if (address === location.pathname + location.search) return;
      // A browser may forbid it from the disk, or when it comes too often.
      try { history[chosen ? 'pushState' : 'replaceState'](null, '', address); } catch { /* the list is right all the same */ }
    };
    const link = (words, to, properties) => {
      const made = element('a', { href: addressOf({ ...state, ...to }), ...properties }, words);
      made.addEventListener('click', (event) => {
        if (!plainClick(event)) return;
        event.preventDefault();
        choose({ ...state, ...to });
        status.focus({ preventScroll: true });
        form.scrollIntoView({ block: 'nearest' });
      });
      return made;
    };

    // ---- results

    const resultOf = (searcher, one, terms) => {
      const [slug, severity] = SEVERITIES[one.severity];
      const address = element('a', { href: new URL(one.url, site).href });
      if (one.id) address.append(element('b', { textContent: one.id }));
      address.append(...marked(searcher, one.title || 'Without a title', terms));
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
    const drawPages = (count) => {
      const last = Math.ceil(count / PER_PAGE);
      const near = [1, last, ...[-2, -1, 0, 1, 2].map((by) => state.page + by)].filter((n) => n >= 1 && n <= last);
      const numbers = [...new Set(near)].sort((a, b) => a - b);
      const items = numbers.flatMap((n, at) => {
        const gap = at && n > numbers[at - 1] + 1 ? [element('span', { textContent: '…' })] : [];
        const words = element('span', { className: 'unseen', textContent: 'Page ' });
        const made = link(words, { page: n });
        made.append(n.toLocaleString('en'));
        if (n === state.page) made.setAttribute('aria-current', 'page');
        return [...gap, made];
      });
      if (state.page < last) items.push(link('Next', { page: state.page + 1 }, { rel: 'next' }));
      pages.replaceChildren(element('ul', {}, ...items.map((one) => element('li', {}, one))));
      pages.hidden = last < 2;
    };
    const drawOrder = (count) => {
      order.replaceChildren();
      if (!count) return;
      if (!state.q.trim()) order.append('Newest first');
      else if (state.sort) order.append(link('Best first', { sort: '', page: 1 }), ' · newest first');
      else order.append('Best first · ', link('newest first', { sort: 'new', page: 1 }));
    };
    const sorted = (answer, kept) => {
      const places = kept || Uint32Array.from(answer.refs, (_, at) => at);
      return state.sort ? places.slice().sort((a, b) => answer.refs[a] - answer.refs[b]) : places;
    };

    const chosenOf = ({ since, until, ...rest }) => ({ ...rest, since: dayOf(since, false), until: dayOf(until, true) });
    const answer = async (searcher) => {
      const all = await searcher.search(state.q, { prefix: true });
      const facets = filtersOf(state) ? await searcher.facets() : null;
      const narrowed = facets && narrow(all.refs, facets, chosenOf(state));
      const places = sorted(all, narrowed && narrowed.kept);
      state.page = Math.min(state.page, Math.max(1, Math.ceil(places.length / PER_PAGE)));
      const here = places.slice((state.page - 1) * PER_PAGE, state.page * PER_PAGE);
      const documents = await searcher.documents(here.map((at) => all.refs[at]));
      const near = places.length || all.count ? [] : await nearestOf(searcher, all.missing);
      return { searcher, all, narrowed, facets, count: places.length, here, documents, near };
    };
    // The query with words put right that are nowhere, as pieces, or nothing.
    const nearestOf = async (searcher, missing) => {
      const terms = await searcher.nearest(missing.map(({ word }) => word));
      const words = await Promise.all(terms.map((term) => (term ? searcher.spelled(term) : null)));
      let made = state.q;
      for (const at of missing.keys()) {
        const { start, end } = missing[missing.length - 1 - at];
        const word = words[missing.length - 1 - at];
        if (word) made = made.slice(0, start) + word + made.slice(end);
      }
      return made === state.q ? [] : [made];
    };

    const drawAnswer = ({ searcher, all, narrowed, count, here, documents, near }) => {
      told.replaceChildren(...[...notices, ...all.notes].map((note) => element('p', { textContent: note })));
      results.replaceChildren(...documents.map((one, at) => resultOf(searcher, one, new Set(all.terms(here[at])))));
      drawPages(count);
      drawOrder(count);
      results.removeAttribute('aria-busy');
      if (count) return;
      status.textContent = 'Nothing found.';
      if (near.length) tell('Did you mean ', link(near[0], { ...unfiltered(state), q: near[0] }), '?');
      if (narrowed && all.count) tell('Without the filters: ', link(counted(all.count, 'result'), unfiltered(state)), '.');
    };
    const say = ({ findings, reviews }) => {
      const words = [[findings, 'finding'], [reviews, 'review']].filter(([count]) => count).map(([count, word]) => counted(count, word));
      if (!words.length) return;
      status.replaceChildren(element('b', { textContent: words[0] }), words[1] ? ` and ${words[1]}` : '');
    };
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

    const show = async () => {
      document.title = state.q.trim() ? `${state.q.trim()} · ${title}` : title;
      results.setAttribute('aria-busy', 'true');
      const slow = setTimeout(() => { status.textContent = 'Searching …'; }, 500);
      const settled = await latest(() => ready().then((ask) => ask(answer)));
      clearTimeout(slow);
      if (!settled) return;
      if (settled.error) { fail(settled.error, show); return; }
      const { value } = settled;
      drawAnswer(value);
      // Figures beside the filters come after the results, whose first sight they would delay.
      const more = await latest(() => session(() => value.facets || value.searcher.facets()));
      if (!more) return;
      if (more.error) {
        status.textContent = counted(value.count, 'result');
        failFacets(more.error);
        return;
      }
      const narrowed = value.narrowed || narrow(value.all.refs, more.value, {});
      say(narrowed);
      drawFacets(value.searcher, more.value, narrowed.counts);
    };

    // ---- filters

    const NAMES = { severity: 'Severity', agent: 'Agent', repo: 'Repository', kind: 'Kind', status: 'What came of it' };
    const FEW = 8;
    let drawn = null;

    const boxOf = (name, [slug, words, slot]) => {
      const box = element('input', { type: 'checkbox', name, value: slug });
      const label = element('label', {}, box);
      if (name === 'severity' && slug !== 'review') { label.className = slug; label.append(icon(slug)); }
      const figure = element('span', { className: 'num' });
      label.append(element('span', {}, name === 'agent' ? element('span', { className: `a${slot}`, textContent: words }) : words), figure);
      return { box, label, figure };
    };
    // Values that most documents have come first and stay in their places, so that nothing jumps when one is chosen.
    const facetOf = (name, facets, totals) => {
      const values = facets.values[name];
      const places = values.map((_, at) => at).filter((at) => totals[at]);
      if (name !== 'severity') places.sort((a, b) => totals[b] - totals[a] || a - b);
      const boxes = new Map(places.map((at) => [at, boxOf(name, values[at])]));
      const more = element('button', { type: 'button', className: 'plain' });
      const set = element('fieldset', { className: 'facet' }, element('legend', { textContent: NAMES[name] }), ...[...boxes.values()].map(({ label }) => label), more);
      let open = false;
      const update = (counts) => {
        let left = FEW;
        let [folded, exist] = [0, 0];
        for (const [at, { box, label, figure }] of boxes) {
          box.checked = state[name].includes(box.value);
          figure.textContent = counts[at].toLocaleString('en');
          const exists = counts[at] > 0 || box.checked;
          label.hidden = !exists || (left <= 0 && !open && !box.checked);
          if (exists) exist += 1;
          if (exists && label.hidden) folded += 1;
          if (!label.hidden) left -= 1;
        }
        more.hidden = !folded && !(open && exist > FEW);
        more.textContent = open ? 'Fewer' : `${folded.toLocaleString('en')} more`;
        more.setAttribute('aria-expanded', String(open));
        set.hidden = !exist || (boxes.size < 2 && !state[name].length);
        more.onclick = () => { open = !open; update(counts); };
      };
      return { set, update };
    };
    const datesOf = () => {
      const fields = [['since', 'Since'], ['until', 'Until']].map(([name, words]) => {
        const field = element('input', { type: 'date', name });
        return { name, field, label: element('label', {}, words, field) };
      });
      const set = element('fieldset', { className: 'facet' }, element('legend', { textContent: 'Date' }), ...fields.map(({ label }) => label));
      const update = () => fields.forEach(({ name, field }) => {
        const value = dateOf(dayOf(state[name], name === 'until'));
        // Not under the hands of somebody who is typing a date.
        if (field.value !== value && field !== document.activeElement) field.value = value;
      });
      return { set, update };
    };
    const drawFacets = (searcher, facets, counts) => {
      if (!drawn || drawn.facets !== facets) {
        const totals = narrow(Uint32Array.from({ length: searcher.manifest.documents }, (_, at) => at), facets, {}).counts;
        const clear = element('p', { className: 'facet' });
        drawn = { facets, clear, dates: datesOf(), sets: FACETS.map((name) => [name, facetOf(name, facets, totals[name])]) };
        filters.replaceChildren(clear, ...drawn.sets.map(([, { set }]) => set), drawn.dates.set);
      }
      drawn.sets.forEach(([name, { update }]) => update(counts[name]));
      drawn.dates.update();
      drawn.clear.replaceChildren(...(filtersOf(state) ? [link('Clear all filters', unfiltered(state))] : []));
      drawn.clear.hidden = !filtersOf(state);
    };
    const failFacets = (error) => {
      const retry = element('button', { type: 'button', className: 'plain', textContent: 'Try again' });
      retry.addEventListener('click', show);
      filters.replaceChildren(element('p', {}, `${problemWords(error)} `, retry));
      drawn = null;
    };

    // ---- events

    const settle = () => {
      const count = filtersOf(state);
      fold.querySelector('summary').textContent = count ? `Narrow (${count.toLocaleString('en')})` : 'Narrow';
      if (input.value !== state.q) input.value = state.q;
      return show();
    };
    const choose = (next) => {
      clearTimeout(typing);
      state = next;
      remember(true);
      settle();
    };
    let typing;
    input.addEventListener('input', () => {
      clearTimeout(typing);
      typing = setTimeout(() => {
        state = { ...state, q: input.value, page: 1 };
        settle().then(() => remember(false));
      }, PAUSE);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      choose({ ...state, q: input.value, page: 1 });
    });
    filters.addEventListener('submit', (event) => event.preventDefault());
    filters.addEventListener('change', ({ target }) => {
      // While a year is typed, its first digits are a date already.
      if (target.type === 'date' && target.value.startsWith('0')) return;
      const next = { ...state, page: 1 };
      if (target.type === 'checkbox') next[target.name] = target.checked ? [...state[target.name], target.value] : state[target.name].filter((value) => value !== target.value);
      else next[target.name] = target.value;
      choose(next);
    });
    addEventListener('popstate', () => {
      clearTimeout(typing);
      state = stateOf(location.search);
      settle();
    });
    addEventListener('pagehide', () => remember(false));
    const wide = matchMedia('(min-width: 62.01rem)');
    const unfold = () => { fold.open = wide.matches || filtersOf(state) > 0; };
    wide.addEventListener('change', unfold);

    // ---- beginning

    const onOther = (other) => {
      remember(false);
      const going = reload(other.build);
      if (going) return new Promise(() => {});
      if (going === null) notices.push('This page is older than the index. Load it again if a link leads nowhere.');
      return null;
    };
    const begin = async () => {
      let manifest = await manifestOf(false).catch(() => manifestOf(true));
      const { build } = form.dataset;
      if (manifest.build !== build) manifest = await manifestOf(true).catch(() => manifest);
      if (manifest.build !== build) await onOther(manifest);
      session = sessionOf(manifest, onOther);
      return session;
    };
    let beginning = null;
    const ready = () => {
      beginning ||= begin().catch((error) => { beginning = null; throw error; });
      return beginning;
    };
    // What was typed before this script ran stays.
    if (input.value && !location.search) state.q = input.value;
    unfold();
    await settle();
  };

  const form = document.querySelector('form.ask');
  if (form) page(form);
})();
