// What leaves a page: addresses, findings as Markdown, quotes. Whatever is copied is said, to eyes and to screen readers.
(() => {
  'use strict';
  const { inert, fenced, inline, line, quoted, blocksOf } = Pilcrow;

  const element = (name, properties) => Object.assign(document.createElement(name), properties);

  const toast = element('div', { className: 'toast' });
  toast.setAttribute('role', 'status');
  // Emptied first: the same words again would be no change, of which no screen reader tells.
  const say = (words) => {
    toast.textContent = '';
    clearTimeout(say.timer);
    say.timer = setTimeout(() => {
      toast.textContent = words;
      say.timer = setTimeout(() => { toast.textContent = ''; }, 2500);
    }, 20);
  };

  // For where nothing may be put into the clipboard: the text, selected, to be copied by hand.
  const showToCopy = (text) => {
    const dialog = element('dialog', { className: 'by-hand' });
    const field = element('textarea', { value: text, readOnly: true, rows: 8 });
    const label = element('label', { textContent: 'The browser keeps the clipboard closed. Copy this yourself:' });
    const close = element('button', { type: 'button', textContent: 'Close' });
    label.append(field);
    dialog.append(label, close);
    close.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    field.select();
  };

  // As browsers did before: from a field, which takes focus and selection for a moment.
  const copyFromField = (text) => {
    const focused = document.activeElement;
    const selection = getSelection();
    const range = selection.rangeCount ? selection.getRangeAt(0) : null;
    const field = element('textarea', { value: text, className: 'unseen' });
    document.body.append(field);
    field.select();
    let isCopied;
    try { isCopied = document.execCommand('copy'); } catch { isCopied = false; }
    field.remove();
    focused?.focus({ preventScroll: true });
    if (range) {
      selection.removeAllRanges();
      selection.addRange(range);
    }
    return isCopied;
  };

  const copy = async (text, done) => {
    try {
      // There is none without a secure context, and people and policies may forbid it.
      await navigator.clipboard.writeText(text);
    } catch {
      if (!copyFromField(text)) {
        showToCopy(text);
        return;
      }
    }
    say(done);
  };

  // Where something stands once the page is published, if the page says so; else where it is now.
  const published = (href) => {
    const canonical = document.querySelector('link[rel="canonical"]');
    const here = new URL(href, location.href);
    if (!canonical || location.protocol !== 'file:') return here.href;
    return new URL(href, canonical.href).href;
  };

  // The page with what was chosen on it, and no place of it.
  const pageAddress = () => published(location.search || '').replace(/#.*$/s, '');
  const pageTitle = () => document.querySelector('meta[property="og:title"]')?.content || document.title;

  // The link of a finding that leads to it alone.
  const linkOf = (finding) => finding.querySelector('a[data-copy]');
  const addressOf = (finding) => published(linkOf(finding).getAttribute('href'));
  const headingOf = (finding) => finding.querySelector('h1, h2, h3, h4');
  const severityOf = (finding) => finding.querySelector('.about b').textContent.trim().toLowerCase();

  // A title with its code in backticks again, and what Markdown would read as its own marks escaped.
  const titleOf = (heading) => [...heading.childNodes].map((node) => {
    if (node.nodeName === 'B' || node.className === 'pilcrow') return '';
    if (node.nodeName === 'CODE') return `\`${node.textContent}\``;
    return node.textContent.replace(/[[\]\\]/g, '\\$&');
  }).join('').trim();

  const linkAsMarkdown = (finding) => {
    const where = finding.querySelector('.code figcaption, .place');
    const words = linkOf(finding).dataset.place || (where && !where.closest('details') ? where.firstChild.textContent : '');
    const place = words ? ` — \`${words}\`` : '';
    return `[${finding.id} · ${severityOf(finding)}: ${titleOf(headingOf(finding))}](${addressOf(finding)})${place}`;
  };

  // Its name as a link to it; there is no link within a link.
  const nameOf = (finding, address) => {
    const heading = [...headingOf(finding).childNodes].filter((node) => node.nodeName !== 'B');
    const title = heading.map((node) => inline(node, () => '')).join('').trim();
    return `[${inert(finding.id)} · ${severityOf(finding)}: ${title}](${address})`;
  };

  const aboutAsMarkdown = (one) => {
    // A link alone leads on from the page, and is nothing that is said of the finding.
    if (one.localName === 'a') return '';
    if (one.localName === 'b') return `**${inert(one.textContent)}**`;
    if (!one.matches('.by')) return line(one, published);
    // Names, each with what its own report says behind it.
    const before = (inner, at) => (at && (inner.localName === 'small' ? ' ' : ', '));
    return `found by ${[...one.children].map((inner, at) => (before(inner, at) || '') + line(inner, published)).join('')}`;
  };

  const findingAsMarkdown = (finding) => {
    const [header, ...rest] = finding.children;
    const about = [...header.querySelector('.about').children].map(aboutAsMarkdown).filter(Boolean);
    const holder = element('div', {});
    holder.append(...rest.map((one) => one.cloneNode(true)));
    return `${[`### ${nameOf(finding, addressOf(finding))}`, about.join(' · '), ...blocksOf(holder, published)].join('\n\n')}\n`;
  };

  // What a link to a page needs to lead to words on it (https://wicg.github.io/scroll-to-text-fragment/). A browser looks for
  // whole words, and for the first of several places with the same ones unless it is told what stands before.
  const isInWord = (sign) => /[\p{L}\p{N}_]/u.test(sign ?? '');
  // Signs that mean something in such a link, or in Markdown around it.
  const encoded = (words) => encodeURIComponent(words).replace(/[-!'()*_~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const FEW_WORDS = 6;
  const LONGEST_WHOLE = 100;

  const restOfWord = ({ startContainer, startOffset, endContainer, endOffset }) => {
    const [first, last] = [startContainer, endContainer].map((node) => (node.nodeType === Node.TEXT_NODE ? node.data : ''));
    let [start, end] = [startOffset, endOffset];
    if (isInWord(first[start])) while (start > 0 && isInWord(first[start - 1])) start -= 1;
    if (isInWord(last[end - 1])) while (end < last.length && isInWord(last[end])) end += 1;
    return [first.slice(start, startOffset), last.slice(endOffset, end)];
  };

  const BLOCK = 'p, li, td, th, dd, dt, h1, h2, h3, h4, h5, h6, pre, figcaption, blockquote, div';
  const wordsBefore = (range) => {
    const start = range.startContainer;
    const block = (start.nodeType === Node.ELEMENT_NODE ? start : start.parentElement).closest(BLOCK);
    const before = document.createRange();
    before.setStart(block, 0);
    before.setEnd(start, range.startOffset);
    return before.toString().split('\n').pop().trim().split(/\s+/).slice(-3).join(' ');
  };

  const textDirective = (range, text, place) => {
    const lines = text.split('\n').map((one) => one.trim().replace(/\s+/g, ' ')).filter(Boolean);
    const [before, after] = restOfWord(range);
    lines[0] = before + lines[0];
    lines[lines.length - 1] += after;
    const [first, last] = [lines[0], lines[lines.length - 1]];
    if (lines.length > 1 || first.length > LONGEST_WHOLE) {
      const [start, end] = [first.split(' ').slice(0, FEW_WORDS), last.split(' ').slice(-FEW_WORDS)];
      return `${encoded(start.join(' '))},${encoded(end.join(' '))}`;
    }
    const isThereTwice = place.innerText.replace(/\s+/g, ' ').toLowerCase().split(first.toLowerCase()).length > 2;
    const prefix = isThereTwice ? wordsBefore(range) : '';
    return (prefix ? `${encoded(prefix)}-,` : '') + encoded(first);
  };

  // What is selected of the page itself, if anything.
  const selected = () => {
    const selection = getSelection();
    const main = document.querySelector('main');
    if (!main || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const text = selection.toString().trim();
    return text && main.contains(range.commonAncestorContainer) ? { range, text, main } : null;
  };

  const quoteAsMarkdown = ({ range, text, main }) => {
    const common = range.commonAncestorContainer;
    const holder = common.nodeType === Node.ELEMENT_NODE ? common : common.parentElement;
    const finding = holder.closest('article.finding');
    const copied = element('div', {});
    copied.append(range.cloneContents());
    const words = holder.closest('pre') ? fenced(text) : blocksOf(copied, published).join('\n\n') || inert(text);
    const address = finding ? addressOf(finding) : pageAddress();
    const there = `${address}${address.includes('#') ? '' : '#'}:~:text=${textDirective(range, text, finding ?? main)}`;
    const name = finding ? nameOf(finding, there) : `[${inert(pageTitle())}](${there})`;
    return `${quoted(words)}\n\n— ${name}\n`;
  };

  const copyQuote = () => {
    const found = selected();
    if (found) copy(quoteAsMarkdown(found), 'Quote copied, with its link');
    return Boolean(found);
  };

  // A button by the end of what is selected. It comes when the selection rests, and leaves with it.
  const offerQuotes = () => {
    const offer = element('button', { type: 'button', className: 'quote', textContent: 'Copy quote' });
    // The press would end the selection.
    offer.addEventListener('pointerdown', (event) => event.preventDefault());
    offer.addEventListener('click', copyQuote);
    const look = () => {
      const found = selected();
      if (!found) {
        offer.remove();
        return;
      }
      const { bottom, right } = [...found.range.getClientRects()].pop() ?? found.range.getBoundingClientRect();
      offer.style.top = `${bottom + scrollY + 6}px`;
      offer.style.left = `${Math.max(8, Math.min(right, document.documentElement.clientWidth - 8) - 110) + scrollX}px`;
      if (!offer.isConnected) found.main.append(offer);
    };
    let timer;
    document.addEventListener('selectionchange', () => {
      clearTimeout(timer);
      timer = setTimeout(look, 200);
    });
  };

  // The finding in hand, else the page.
  const copyAddress = (finding) => (finding
    ? copy(addressOf(finding), `Link to ${finding.id} copied`)
    : copy(pageAddress(), 'Link to this page copied'));
  const copyMarkdown = (finding) => (finding
    ? copy(linkAsMarkdown(finding), `Link to ${finding.id} copied as Markdown`)
    : copy(`[${inert(pageTitle())}](${pageAddress()})`, 'Link to this page copied as Markdown'));
  const copyFinding = (finding) => copy(findingAsMarkdown(finding), `${finding.id} copied as Markdown`);

  Object.assign(Pilcrow, { element, toast, say, copy, published, copyAddress, copyMarkdown, copyFinding, copyQuote, offerQuotes });
})();
