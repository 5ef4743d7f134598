//! The grammars, and the names by which reports and files ask for them.

use tree_sitter::Language as Grammar;

/// One language.
pub struct Language {
    pub name: &'static str,
    /// Other names in an info string.
    pub aliases: &'static [&'static str],
    /// File endings, without the dot.
    pub endings: &'static [&'static str],
    /// Whole file names, lower case.
    pub files: &'static [&'static str],
    /// Whether a property is the key of a value and not the field of an object.
    pub has_keys: bool,
    pub grammar: fn() -> Grammar,
    /// The grammar's own highlight queries; a language built on another needs both.
    pub query: &'static [&'static str],
}

const PLAIN: Language = Language {
    name: "",
    aliases: &[],
    endings: &[],
    files: &[],
    has_keys: false,
    grammar: || tree_sitter_json::LANGUAGE.into(),
    query: &[],
};

/// The crate of this grammar publishes no query.
const C_SHARP: &str = r#"
(comment) @comment
[(string_literal) (verbatim_string_literal) (raw_string_literal) (interpolated_string_expression) (character_literal)] @string
[(integer_literal) (real_literal) (boolean_literal) (null_literal)] @number
[(predefined_type) (modifier) (implicit_type)] @keyword
["as" "base" "break" "case" "catch" "checked" "class" "const" "continue" "default" "delegate" "do" "else" "enum" "event"
 "explicit" "extern" "finally" "fixed" "for" "foreach" "from" "get" "goto" "if" "implicit" "in" "init" "interface" "is" "let"
 "lock" "namespace" "new" "operator" "orderby" "out" "params" "record" "ref" "return" "select" "set" "sizeof" "static"
 "struct" "switch" "this" "throw" "try" "typeof" "unchecked" "using" "var" "when" "where" "while" "with" "yield" "await"] @keyword
"#;

pub static LANGUAGES: [Language; 20] = [
    Language {
        name: "go",
        aliases: &["golang"],
        endings: &["go"],
        grammar: || tree_sitter_go::LANGUAGE.into(),
        query: &[tree_sitter_go::HIGHLIGHTS_QUERY],
        ..PLAIN
    },
    Language {
        name: "rust",
        aliases: &["rs"],
        endings: &["rs"],
        grammar: || tree_sitter_rust::LANGUAGE.into(),
        query: &[tree_sitter_rust::HIGHLIGHTS_QUERY],
        ..PLAIN
    },
    Language {
        name: "python",
        aliases: &["py", "python3", "py3", "pyi", "starlark", "bzl"],
        endings: &["py", "pyi", "pyw", "bzl"],
        files: &["sconstruct", "build.bazel"],
        grammar: || tree_sitter_python::LANGUAGE.into(),
        query: &[tree_sitter_python::HIGHLIGHTS_QUERY],
        ..PLAIN
    },
    Language {
        name: "typescript",
        aliases: &["ts", "mts", "cts"],
        endings: &["ts", "mts", "cts"],
        grammar: || tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        query: &[tree_sitter_javascript::HIGHLIGHT_QUERY, tree_sitter_typescript::HIGHLIGHTS_QUERY],
        ..PLAIN
    },
    Language {
        name: "tsx",
        aliases: &["typescriptreact"],
        endings: &["tsx"],
        grammar: || tree_sitter_typescript::LANGUAGE_TSX.into(),
        query: &[
            tree_sitter_javascript::HIGHLIGHT_QUERY,
            tree_sitter_javascript::JSX_HIGHLIGHT_QUERY,
            tree_sitter_typescript::HIGHLIGHTS_QUERY,
        ],
        ..PLAIN
    },
    Language {
        name: "javascript",
        aliases: &["js", "jsx", "mjs", "cjs", "node", "javascriptreact"],
        endings: &["js", "jsx", "mjs", "cjs"],
        grammar: || tree_sitter_javascript::LANGUAGE.into(),
        query: &[tree_sitter_javascript::HIGHLIGHT_QUERY, tree_sitter_javascript::JSX_HIGHLIGHT_QUERY],
        ..PLAIN
    },
    Language {
        name: "java",
        endings: &["java"],
        grammar: || tree_sitter_java::LANGUAGE.into(),
        query: &[tree_sitter_java::HIGHLIGHTS_QUERY],
        ..PLAIN
    },
    Language {
        name: "c",
        aliases: &["h"],
        endings: &["c", "h"],
        grammar: || tree_sitter_c::LANGUAGE.into(),
        query: &[tree_sitter_c::HIGHLIGHT_QUERY],
        ..PLAIN
    },
    Language {
        name: "cpp",
        aliases: &["c++", "cc", "cxx", "hpp", "hh", "hxx", "cplusplus"],
        endings: &["cpp", "cc", "cxx", "hpp", "hh", "hxx", "ipp", "inl"],
        grammar: || tree_sitter_cpp::LANGUAGE.into(),
        query: &[tree_sitter_c::HIGHLIGHT_QUERY, tree_sitter_cpp::HIGHLIGHT_QUERY],
        ..PLAIN
    },
    Language {
        name: "csharp",
        aliases: &["cs", "c#", "c-sharp"],
        endings: &["cs", "csx"],
        grammar: || tree_sitter_c_sharp::LANGUAGE.into(),
        query: &[C_SHARP],
        ..PLAIN
    },
    Language {
        name: "ruby",
        aliases: &["rb", "jruby"],
        endings: &["rb", "rake", "gemspec", "ru"],
        files: &["gemfile", "rakefile", "vagrantfile", "podfile", "fastfile", "brewfile"],
        grammar: || tree_sitter_ruby::LANGUAGE.into(),
        query: &[tree_sitter_ruby::HIGHLIGHTS_QUERY],
        ..PLAIN
    },
    Language {
        name: "bash",
        aliases: &[
            "sh",
            "shell",
            "zsh",
            "ksh",
            "console",
            "terminal",
            "bats",
            "shellscript",
            "shell-session",
            "sh-session",
        ],
        endings: &["sh", "bash", "zsh", "ksh", "bats"],
        files: &[".bashrc", ".bash_profile", ".profile", ".zshrc", ".zshenv", "pkgbuild"],
        grammar: || tree_sitter_bash::LANGUAGE.into(),
        query: &[tree_sitter_bash::HIGHLIGHT_QUERY],
        ..PLAIN
    },
    Language {
        name: "sql",
        aliases: &["postgres", "postgresql", "mysql", "sqlite", "psql", "plsql", "tsql"],
        endings: &["sql", "psql"],
        grammar: || tree_sitter_sequel::LANGUAGE.into(),
        query: &[tree_sitter_sequel::HIGHLIGHTS_QUERY],
        ..PLAIN
    },
    Language {
        name: "yaml",
        aliases: &["yml"],
        endings: &["yaml", "yml"],
        has_keys: true,
        grammar: || tree_sitter_yaml::LANGUAGE.into(),
        query: &[tree_sitter_yaml::HIGHLIGHTS_QUERY],
        ..PLAIN
    },
    Language {
        name: "json",
        aliases: &["jsonc", "json5", "jsonl", "ndjson"],
        endings: &["json", "jsonc", "json5", "jsonl", "webmanifest"],
        grammar: || tree_sitter_json::LANGUAGE.into(),
        query: &[tree_sitter_json::HIGHLIGHTS_QUERY],
        ..PLAIN
    },
    Language {
        name: "toml",
        endings: &["toml"],
        files: &["cargo.lock", "poetry.lock", "pipfile"],
        has_keys: true,
        grammar: || tree_sitter_toml_ng::LANGUAGE.into(),
        query: &[tree_sitter_toml_ng::HIGHLIGHTS_QUERY],
        ..PLAIN
    },
    Language {
        name: "html",
        aliases: &["htm", "xhtml", "vue", "svelte", "xml", "svg"],
        endings: &["html", "htm", "xhtml", "vue", "svelte", "xml", "svg", "plist", "csproj"],
        grammar: || tree_sitter_html::LANGUAGE.into(),
        query: &[tree_sitter_html::HIGHLIGHTS_QUERY],
        ..PLAIN
    },
    Language {
        name: "css",
        endings: &["css"],
        has_keys: true,
        grammar: || tree_sitter_css::LANGUAGE.into(),
        query: &[tree_sitter_css::HIGHLIGHTS_QUERY],
        ..PLAIN
    },
    Language {
        name: "dockerfile",
        aliases: &["docker", "containerfile"],
        endings: &["dockerfile"],
        files: &["dockerfile", "containerfile"],
        grammar: || tree_sitter_containerfile::LANGUAGE.into(),
        query: &[tree_sitter_containerfile::HIGHLIGHTS_QUERY],
        ..PLAIN
    },
    Language {
        name: "makefile",
        aliases: &["make", "mk", "gnumake"],
        endings: &["mk", "mak"],
        files: &["makefile", "gnumakefile"],
        grammar: || tree_sitter_make::LANGUAGE.into(),
        query: &[tree_sitter_make::HIGHLIGHTS_QUERY],
        ..PLAIN
    },
];
