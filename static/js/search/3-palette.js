// The palette over any page: the best results while one types, by keys.
(() => {
  'use strict';
  const { SEVERITIES, newest, site, sessionOf, element, counted, plainClick, icon, marked, problemWords } = PilcrowSearch;

  const PAUSE = 80;
  const IN_PALETTE = 8;

  const palette = (dialog, manifest) => {
    const session = sessionOf(manifest, () => {});
    const latest = newest();
    const input = dialog.querySelector('input');
    const status = dialog.querySelector('[role="status"]');
    const list = element('ul', { id: '~palette-list', hidden: true });
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
      const made = element('li', { id: `~palette-${at}` }, ...inside);
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
      if (!found.count) { draw(text, ['No results.', ...found.notes].join(' '), [], []); return; }
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
    status.after(element('span', {}, ' ', key('↑'), ' ', key('↓'), ' to select · ', key('Enter'), ' to open · ', key('Esc'), ' to close'));
    status.textContent = '';
    if (input.value) show(input.value);
  };

  addEventListener('pilcrow-search', ({ detail }) => {
    const dialog = document.getElementById('~palette');
    if (dialog && !document.getElementById('~palette-list')) palette(dialog, detail);
  });
})();
