//! HTML for snapshots: an element a line, so that a difference can be read.

/// Elements that a browser starts on a line of their own, or that a reader of a snapshot expects there.
const BLOCKS: [&str; 48] = [
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "script",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];

/// Elements that have no end.
const VOID: [&str; 8] = ["br", "col", "hr", "img", "input", "link", "meta", "wbr"];

/// Whatever has no text of its own and is longer is broken up.
const WIDTH: usize = 100;

/// Puts every element on a line of its own, indented by its depth, unless it stands among words or is short and holds no
/// block. No word is touched; `␣` at a line's end is white space between two elements that a reader sees.
pub fn one_element_a_line(html: &str) -> String {
    let mut parser = Parser { html, at: 0 };
    let nodes = parser.nodes();
    assert_eq!(&html[parser.at..], "", "an end of what has not begun");
    let mut out = String::new();
    write(&nodes, 0, &mut out);
    out
}

enum Node<'h> {
    Text(&'h str),
    Element(Element<'h>),
}

struct Element<'h> {
    name: &'h str,
    start: &'h str,
    children: Vec<Node<'h>>,
    end: &'h str,
    /// From its start to its end.
    whole: &'h str,
}

struct Parser<'h> {
    html: &'h str,
    at: usize,
}

impl<'h> Parser<'h> {
    /// All nodes before the end of the element that they are in.
    fn nodes(&mut self) -> Vec<Node<'h>> {
        let mut nodes = Vec::new();
        loop {
            let rest = &self.html[self.at..];
            if rest.is_empty() || rest.starts_with("</") {
                return nodes;
            }
            nodes.push(if rest.starts_with('<') {
                Node::Element(self.element())
            } else {
                let length = rest.find('<').unwrap_or(rest.len());
                self.at += length;
                Node::Text(&rest[..length])
            });
        }
    }

    fn element(&mut self) -> Element<'h> {
        let begin = self.at;
        let start = self.tag();
        let name = start[1..].split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap();
        let is_empty = start.ends_with("/>") || name.starts_with('!') || VOID.contains(&name);
        let (mut children, mut end) = (Vec::new(), "");
        if !is_empty {
            children = self.nodes();
            // A piece of a page may stop before the end of what is around it.
            if self.at < self.html.len() {
                end = self.tag();
                assert_eq!(end, format!("</{name}>"), "the end of {start}");
            }
        }
        Element { name, start, children, end, whole: &self.html[begin..self.at] }
    }

    /// From `<` to the `>` that is not inside quotes.
    fn tag(&mut self) -> &'h str {
        let rest = &self.html[self.at..];
        let mut is_quoted = false;
        let last = rest.find(|c| {
            is_quoted ^= c == '"';
            c == '>' && !is_quoted
        });
        let length = last.expect("a tag has an end") + 1;
        self.at += length;
        &rest[..length]
    }
}

impl<'h> Node<'h> {
    fn whole(&self) -> &'h str {
        match self {
            Self::Text(text) => text,
            Self::Element(element) => element.whole,
        }
    }

    fn is_blank(&self) -> bool {
        self.whole().trim().is_empty()
    }

    fn is_text(&self) -> bool {
        matches!(self, Self::Text(_)) && !self.is_blank()
    }

    /// Whether it is a block or holds one.
    fn is_block(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Element(element) => BLOCKS.contains(&element.name) || element.holds_block(),
        }
    }
}

impl Element<'_> {
    fn holds_block(&self) -> bool {
        self.children.iter().any(Node::is_block)
    }

    fn fits_on_a_line(&self, depth: usize) -> bool {
        let is_short = 2 * depth + self.whole.chars().count() <= WIDTH;
        self.name == "pre" || !self.holds_block() && (is_short || self.children.iter().any(Node::is_text))
    }
}

fn write(nodes: &[Node<'_>], depth: usize, out: &mut String) {
    if nodes.iter().any(Node::is_text) {
        // What stands among words stays with them up to the next block.
        for run in nodes.chunk_by(|one, next| !one.is_block() && !next.is_block()) {
            match run {
                [Node::Element(element)] => write_element(element, depth, out),
                run => write_line(run.iter().map(Node::whole).collect::<String>().trim(), depth, out),
            }
        }
        return;
    }
    for (at, node) in nodes.iter().enumerate() {
        let Node::Element(element) = node else { continue };
        write_element(element, depth, out);
        let [space, next, ..] = &nodes[at + 1..] else { continue };
        if space.is_blank() && !node.is_block() && !next.is_block() {
            out.truncate(out.trim_end().len());
            out.push_str("␣\n");
        }
    }
}

fn write_element(element: &Element<'_>, depth: usize, out: &mut String) {
    if element.fits_on_a_line(depth) {
        return write_line(element.whole, depth, out);
    }
    write_line(element.start, depth, out);
    write(&element.children, depth + 1, out);
    write_line(element.end, depth, out);
}

fn write_line(text: &str, depth: usize, out: &mut String) {
    if !text.is_empty() {
        out.push_str(&"  ".repeat(depth));
        out.push_str(text);
        out.push('\n');
    }
}

#[test]
fn words_and_short_elements_stay_on_a_line_and_the_rest_is_broken_up() {
    let long = "x".repeat(WIDTH);
    let html = format!(
        "<main class=\"a>b\">\n<h1>One <em>and</em>\ntwo</h1><ul><li><a href=x>A</a></li><li>B<ul><li>C</li></ul>D <b>E</b></li></ul>\
         <p><span title={long}>1</span> <span>2</span><br><i></i></p><pre>a\n  <b>b</b></pre></main>"
    );
    let expected = format!(
        "<main class=\"a>b\">\n  <h1>One <em>and</em>\ntwo</h1>\n  <ul>\n    <li><a href=x>A</a></li>\n    <li>\n      B\n      \
         <ul>\n        <li>C</li>\n      </ul>\n      D <b>E</b>\n    </li>\n  </ul>\n  <p>\n    <span title={long}>1</span>␣\n    \
         <span>2</span>\n    <br>\n    <i></i>\n  </p>\n  <pre>a\n  <b>b</b></pre>\n</main>\n"
    );
    assert_eq!(one_element_a_line(&html), expected);
}

#[test]
#[should_panic(expected = "the end of <p>")]
fn an_element_without_its_end_is_an_error() {
    one_element_a_line("<div><p>a</div>");
}
