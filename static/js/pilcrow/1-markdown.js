// A piece of a page as Markdown that GitHub shows as the page does. No text of a run does anything there: it calls nobody,
// names no issue and makes no markup. The parts of this script meet in `Pilcrow`.
(() => {
  'use strict';
  window.Pilcrow = {};

  // Between what GitHub would take together; nobody sees it.
  const APART = '&#8203;';
  const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

  // An underscore within a word marks nothing, and code is full of them.
  const inert = (text) => text
    .replace(/[&<>]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|[\\`*[\]|~$]/gu, (sign) => ENTITIES[sign] ?? `\\${sign}`)
    .replace(/[@#](?=[\p{L}\p{N}_])|(?<=\bgh)-(?=\d)|:(?=\/\/|[\w+-]+:)|(?<=\bwww)\./giu, (sign) => sign + APART);

  // What would begin a block at the start of a line.
  const begun = (line) => line.replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2').replace(/^([#+-]|=+$)/, '\\$1');

  // With more backticks around it than it has in a row.
  const ticksFor = (code, fewest) => '`'.repeat(Math.max(fewest, ...[...code.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  const codeSpan = (text) => {
    const code = text.replace(/\s*\n\s*/g, ' ');
    if (!code.trim()) return code;
    const ticks = ticksFor(code, 1);
    const pad = /^`|`$|^ .* $/.test(code) ? ' ' : '';
    return ticks + pad + code + pad + ticks;
  };
  const fenced = (code, language = '') => {
    const ticks = ticksFor(code, 3);
    return `${ticks}${language}\n${code.replace(/\n$/, '')}\n${ticks}`;
  };

  // The words of a piece of the page, signs that turn the direction of a text by their number.
  const wordsOf = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return node.textContent;
    return [...node.childNodes].map((inner) => (inner.dataset?.sign ? `[${inner.dataset.sign}]` : wordsOf(inner))).join('');
  };

  const BLOCKS = 'p, h1, h2, h3, h4, h5, h6, ul, ol, dl, pre, figure, blockquote, hr, table, details, div, section, article, header';
  const LEFT_OUT = 'button, .pilcrow, .acts, .unseen, [aria-hidden=true]';
  const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;

  const MARKS = { b: '**', strong: '**', em: '*', i: '*', del: '~~' };
  // Marks that stand in the middle of a word are not always read as marks; elements are.
  const marked = (node, words) => {
    const [, before, inner, after] = /^(\s*)(.*?)(\s*)$/s.exec(words);
    if (!inner) return words;
    const mark = MARKS[node.localName];
    const beside = [node.previousSibling?.textContent.slice(-1), node.nextSibling?.textContent[0]];
    const isPlain = beside.every((sign, at) => (at ? after : before) || !sign || /\s/.test(sign) || /[\p{L}\p{N}]/u.test(at ? inner.slice(-1) : inner[0]) && !/[\p{L}\p{N}]/u.test(sign));
    return isPlain ? before + mark + inner + mark + after : `${before}<${node.localName}>${inner}</${node.localName}>${after}`;
  };

  const linked = (node, words, addressOf) => {
    const address = node.getAttribute('href') && addressOf(node.getAttribute('href')).replace(/[()<>\s]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);
    return address && words.trim() ? `[${words}](${address})` : words;
  };

  const inline = (node, addressOf) => {
    if (!isElement(node)) return node.nodeType === Node.TEXT_NODE ? inert(node.textContent.replace(/\s+/g, ' ')) : '';
    if (node.matches(LEFT_OUT)) return '';
    if (node.dataset.sign) return `\\[${node.dataset.sign}\\]`;
    if (node.localName === 'br') return '<br>';
    if (node.localName === 'code') return codeSpan(wordsOf(node));
    const words = [...node.childNodes].map((one) => inline(one, addressOf)).join('');
    if (node.localName === 'a') return linked(node, words, addressOf);
    if (node.localName === 'sup') return `<sup>${words}</sup>`;
    return node.localName in MARKS ? marked(node, words) : words;
  };
  const line = (node, addressOf) => inline(node, addressOf).trim();

  const indented = (text, by) => text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(by)}`);

  const list = (node, addressOf) => {
    const items = [...node.children].map((item, at) => {
      const mark = node.localName === 'ol' ? `${node.start + at}.` : '-';
      const blocks = blocksOf(item, addressOf);
      const isTight = blocks.length < 3 && !/^(?:`|<details)/.test(blocks[1] ?? '');
      return `${mark} ${indented(blocks.join(isTight ? '\n' : '\n\n'), mark.length + 1)}`;
    });
    return items.join(items.some((item) => item.includes('\n\n')) ? '\n\n' : '\n');
  };

  const table = (node, addressOf) => {
    // A bar ends a cell, even one in code.
    const cells = (row) => [...row.cells].map((cell) => line(cell, addressOf).replace(/(?<!\\)\|/g, '\\|'));
    const [head, ...rows] = [...node.rows].map(cells);
    if (!head) return '';
    return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  };

  // The language is what the figure's caption says, or the ending of the file that it names.
  const languageOf = (figure, caption) => {
    if (figure.matches('.diff')) return 'diff';
    const [, ending] = /\.([a-z0-9]+)(?::\d+(?:–\d+)?)?$/i.exec(caption) ?? [];
    if (ending) return ending.toLowerCase();
    return /^[\w+#-]+$/.test(caption) && !['Output', 'Script', 'Patch'].includes(caption) ? caption.toLowerCase() : '';
  };

  const folded = (summary, content) => `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;

  const figure = (node, addressOf) => {
    const caption = node.querySelector('figcaption')?.firstChild;
    const words = caption ? wordsOf(caption).trim() : '';
    const code = fenced(node.querySelector('code').textContent, languageOf(node, words));
    if (words === 'Patch') return folded('Patch', code);
    const isSaid = words === 'Output' || caption?.localName === 'a' || caption?.localName === 'code';
    return isSaid ? `${inline(caption, addressOf).trim()}\n\n${code}` : code;
  };

  const block = (node, addressOf) => {
    const inner = () => blocksOf(node, addressOf).join('\n\n');
    if (/^h[1-6]$/.test(node.localName)) return `#### ${line(node, addressOf)}`;
    switch (node.localName) {
      case 'p': return begun(line(node, addressOf));
      case 'hr': return '***';
      case 'ul': case 'ol': return list(node, addressOf);
      case 'dl': return [...node.querySelectorAll('dt')].map((term) => `- ${line(term, addressOf)}: ${line(term.nextElementSibling, addressOf)}`).join('\n');
      case 'pre': return fenced(node.textContent);
      case 'figure': return node.querySelector('code') ? figure(node, addressOf) : '';
      case 'table': return table(node, addressOf);
      case 'blockquote': return quoted(inner());
      case 'details': {
        const [summary, ...rest] = node.children;
        return folded(line(summary, addressOf), rest.map((one) => block(one, addressOf)).join('\n\n'));
      }
      default: return inner();
    }
  };

  const quoted = (markdown) => markdown.replace(/^/gm, '> ').replace(/^> $/gm, '>');

  // The blocks in an element; words that stand between blocks are paragraphs.
  function blocksOf(parent, addressOf) {
    const blocks = [];
    let words = '';
    const endLine = () => {
      if (words.trim()) blocks.push(begun(words.trim()));
      words = '';
    };
    for (const node of parent.childNodes) {
      if (!isElement(node) || !node.matches(BLOCKS)) {
        words += inline(node, addressOf);
      } else if (!node.matches(LEFT_OUT)) {
        endLine();
        const made = block(node, addressOf);
        if (made) blocks.push(made);
      }
    }
    endLine();
    return blocks;
  }

  Object.assign(Pilcrow, { inert, fenced, inline, line, quoted, blocksOf, wordsOf });
})();
