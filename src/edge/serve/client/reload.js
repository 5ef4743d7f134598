// Loads the page again when its site has changed, and shows what is wrong with the archive. Only `pilcrow serve` adds it: no
// site that is built has it.
(() => {
  'use strict';

  const EVERY = 1000;
  const KEPT = '~serve';
  const own = document.currentScript;
  const { version } = own.dataset;
  const addressOf = (name) => new URL(name, own.src).href;

  // Where the reader was: browsers keep the place of a page that they load again, but not what was open on it.
  const all = () => [...document.querySelectorAll('details')];
  const here = () => location.pathname + location.search;

  function keepPlace() {
    const open = all().flatMap((details, at) => (details.open ? [at] : []));
    const place = { page: here(), x: scrollX, y: scrollY, open };
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(place));
    } catch {
      // A browser that keeps nothing shows the page from where it wants.
    }
  }

  function backToPlace() {
    let place = null;
    try {
      place = JSON.parse(sessionStorage.getItem(KEPT));
      sessionStorage.removeItem(KEPT);
    } catch {
      return;
    }
    if (place?.page !== here()) return;
    all().forEach((details, at) => { details.open = place.open.includes(at); });
    const scroll = () => scrollTo({ left: place.x, top: place.y, behavior: 'instant' });
    scroll();
    // Again behind the browser's own jump to a fragment.
    if (document.readyState !== 'complete') addEventListener('load', () => setTimeout(scroll));
  }

  // What is wrong, on top of the page and outside of it: its text and its styles have nothing to do with the site's.
  let isLeaving = false;
  let host = null;
  let shown = '[]';
  let hidden = '';

  function element(name, text, className = '') {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function item({ file, line, column, pointer, message, hint, excerpt }) {
    const made = document.createElement('li');
    const place = line === null ? file : `${file}:${line}:${column}`;
    made.append(element('p', pointer ? `${place} ${pointer}` : place, 'place'), element('p', message, 'message'));
    if (excerpt) {
      const code = document.createElement('pre');
      code.append(excerpt[0].trimStart(), element('mark', excerpt[1]), excerpt[2]);
      made.append(code);
    }
    if (hint) made.append(element('p', `Hint: ${hint}`, 'hint'));
    return made;
  }

  function overlay({ errors, problems }) {
    const panel = document.createElement('aside');
    panel.setAttribute('aria-label', 'Problems of the archive');
    const title = document.createElement('div');
    title.setAttribute('role', 'status');
    title.append(
      element('h2', errors === 1 ? '1 error' : `${errors.toLocaleString('en')} errors`),
      element('p', 'Until this is fixed, pages show the last valid version, if there was one.'),
    );
    const hide = element('button', 'Hide');
    hide.type = 'button';
    hide.addEventListener('click', () => {
      hidden = shown;
      show([]);
    });
    const head = document.createElement('header');
    head.append(title, hide);
    const list = document.createElement('ul');
    list.tabIndex = 0;
    list.setAttribute('aria-label', 'Errors');
    list.append(...problems.map(item));
    if (errors > problems.length) {
      list.append(element('li', `and ${(errors - problems.length).toLocaleString('en')} more, which the terminal lists`));
    }
    panel.append(head, list);
    return panel;
  }

  function show(panels) {
    host?.remove();
    host = null;
    if (!panels.length) return;
    host = document.createElement('pilcrow-serve');
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = addressOf('overlay.css');
    const inside = host.attachShadow({ mode: 'open' });
    // Without its styles it would stand below the page for a moment.
    for (const end of ['load', 'error']) style.addEventListener(end, () => inside.append(...panels));
    inside.append(style);
    document.documentElement.append(host);
  }

  function take(state) {
    // The server has ended, and may be back later.
    if (!state || isLeaving) return;
    if (state.version !== version) {
      isLeaving = true;
      keepPlace();
      location.reload();
      return;
    }
    const now = JSON.stringify(state.problems);
    if (now === shown) return;
    shown = now;
    show(state.errors && now !== hidden ? [overlay(state)] : []);
    if (!state.errors) hidden = '';
  }

  backToPlace();
  const worker = new Worker(addressOf('ask.js'));
  const ask = () => { if (!document.hidden) worker.postMessage(''); };
  worker.addEventListener('message', ({ data }) => take(data));
  document.addEventListener('visibilitychange', ask);
  setInterval(ask, EVERY);
  ask();
})();
