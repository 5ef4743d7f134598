//! The words of the made-up archive.

/// An agent, its name, and its models in the order it had them.
pub(super) const AGENTS: [(&str, &str, &[&str]); 5] = [
    ("alder", "Alder", &["Alder 3", "Alder 3.5", "Alder 4", "Alder 4.2"]),
    ("basalt", "Basalt", &["Basalt Mini", "Basalt 2 Large"]),
    ("cirrus", "Cirrus", &["Cirrus 1.5 Pro", "Cirrus 2 Pro", "Cirrus 2.5 Pro"]),
    ("dory", "Dory", &["Dory Code 7", "Dory Code 8", "Dory Code 8 Turbo"]),
    ("egret", "Egret", &["Egret R1", "Egret R2"]),
];

/// With the languages each is written in, as places in `LANGUAGES`.
#[rustfmt::skip]
pub(super) const REPOSITORIES: [(&str, &[usize]); 12] = [
    ("tidewater/ledgerd", &[0, 0, 0, 6, 7]),
    ("tidewater/console", &[3, 3, 3, 6]),
    ("tidewater/charts", &[6, 6, 7]),
    ("quillworks/engine", &[1, 1, 1, 5]),
    ("quillworks/bindings", &[2, 2, 1, 5]),
    ("quillworks/reports", &[2, 2, 8]),
    ("northgate/gateway", &[0, 0, 8, 6]),
    ("northgate/billing", &[4, 4, 4, 8]),
    ("northgate/mobile-api", &[3, 4, 8]),
    ("ferrous-lab/scheduler", &[1, 1, 7]),
    ("ferrous-lab/probe", &[5, 5, 7, 2]),
    ("opengrid/pipelines", &[2, 8, 6, 7]),
];

#[rustfmt::skip]
pub(super) const AUTHORS: &[&str] = &["mkovac", "lin-tao", "sbrandt", "odunayo", "jpetrov", "harriet-v", "renovate-bot", "afonso"];

#[rustfmt::skip]
pub(super) const VERBS: &[&str] = &[
    "acquire", "apply", "archive", "attach", "balance", "bind", "build", "cancel", "check", "claim", "close", "collect", "commit",
    "compact", "compare", "copy", "decode", "defer", "detach", "dispatch", "drain", "drop", "encode", "evict", "expand", "export",
    "fetch", "filter", "flush", "fold", "forward", "freeze", "import", "index", "insert", "join", "load", "merge", "migrate",
    "mount", "notify", "open", "parse", "patch", "persist", "poll", "prune", "publish", "queue", "read", "rebuild", "record",
    "refresh", "release", "rename", "replay", "resolve", "restore", "retry", "revoke", "rotate", "sample", "scan", "schedule",
    "seal", "send", "shrink", "sort", "split", "stage", "sync", "throttle", "trace", "trim", "update", "validate", "verify", "write",
];

#[rustfmt::skip]
pub(super) const NOUNS: &[&str] = &[
    "account", "address", "alarm", "anchor", "arena", "asset", "backup", "badge", "batch", "block", "branch", "bridge", "bucket",
    "budget", "buffer", "bundle", "cache", "canvas", "catalog", "channel", "chart", "chunk", "client", "cluster", "column", "cookie",
    "counter", "cursor", "dataset", "deadline", "device", "digest", "disk", "document", "domain", "draft", "driver", "edge",
    "endpoint", "entry", "envelope", "epoch", "event", "feed", "fence", "fixture", "flow", "folder", "frame", "gateway", "grant",
    "group", "handle", "header", "heap", "history", "host", "image", "invoice", "journal", "kernel", "label", "layer", "lease",
    "ledger", "limit", "listener", "manifest", "mapping", "marker", "message", "metric", "mirror", "mount", "network", "node",
    "offset", "order", "packet", "page", "partition", "payload", "peer", "pipeline", "plan", "policy", "pool", "port", "prefix",
    "profile", "prompt", "proxy", "quota", "reader", "receipt", "record", "region", "registry", "relay", "replica", "report",
    "request", "route", "rule", "sample", "schema", "scope", "secret", "segment", "sensor", "session", "shard", "signal", "slice",
    "slot", "snapshot", "socket", "stage", "stream", "subnet", "table", "target", "tenant", "ticket", "timer", "token", "topic",
    "tracker", "tunnel", "upload", "vault", "vector", "version", "volume", "voucher", "watcher", "window", "worker", "zone",
];

#[rustfmt::skip]
pub(super) const ROLES: &[&str] = &[
    "Adapter", "Builder", "Config", "Error", "Factory", "Guard", "Index", "Loader", "Manager", "Map", "Options", "Queue", "Reader",
    "Registry", "Result", "Service", "Spec", "State", "Store", "Writer",
];

#[rustfmt::skip]
pub(super) const EVENTS: &[&str] = &[
    "arrives", "disappears", "expired", "failed", "is closed", "is counted twice", "is empty", "is locked", "is reused", "lags",
    "must be kept", "overflows", "stays open", "was dropped", "was moved", "was written",
];

#[rustfmt::skip]
pub(super) const CONDITIONS: &[&str] = &[
    "when two workers start in the same second", "if the disk fills up halfway", "once the retry budget is spent",
    "when the peer closes the connection early", "if the caller passes an empty list", "after a restart in the middle of a write",
    "when the clock is set back", "on a machine with a single core", "if the file was renamed meanwhile",
    "when the request carries no header", "under a read-only mount", "if the configuration is reloaded between the two calls",
    "when the input ends without a newline", "while a migration is still running", "if the first attempt times out",
    "when the map has grown past its limit", "on Windows, where open files cannot be removed", "if the name holds a slash",
    "when the test suite runs in parallel", "after the token has been rotated",
];

#[rustfmt::skip]
pub(super) const CONSEQUENCES: &[&str] = &[
    "the second caller works with a stale copy", "the error never reaches the user", "the lock is held for the whole upload",
    "one row is silently lost", "the process waits for ever", "the count is off by one", "memory grows until the next restart",
    "the old value wins", "the log shows success for work that was not done", "every later call fails with the same message",
    "the temporary file stays behind", "the page is rendered twice", "a half-written record can be read",
    "the retry hides the real cause", "the check passes for the wrong reason", "the caller cannot tell the two cases apart",
    "an attacker can pick the path", "the queue drains in the wrong order", "the metric is reported as zero", "the build is no longer repeatable",
];

#[rustfmt::skip]
pub(super) const SUBJECTS: &[&str] = &[
    "Let the ~v0 survive a ~v1 restart", "Move ~v5 handling into `~T6`", "Add a ~v5 limit to the ~v6", "Replace `~F5` with a queue",
    "Retry ~v5 uploads with a deadline", "Read the ~v5 from the ~v6 manifest", "Split the ~v5 and the ~v6 of a ~v7",
    "Speed up the ~v5 scan of large ~v6 sets", "Fix the ~v5 leak in `~T6`", "Support more than ~n5 ~v5 entries",
];

pub(super) const TITLES: &[&str] = &[
    "`~i0` ignores the error of `~i5`",
    "The ~v0 outlives its ~v1",
    "`~T0` is shared between threads without a lock",
    "Limit of ~n0 is checked after the ~v0 was written",
    "`~i1` leaks the ~v1 on the early return",
    "Missing test for an empty ~v0",
    "A ~v0 can be counted twice in `~i1`",
    "The comment of `~i0` describes the old ~v1",
    "`~K0` is read before it is set",
    "Unbounded ~v0 in `~T1`",
    "`~j0` is compared with the wrong ~v1",
    "Timeout of ~n0 ms is too short for a cold ~v0",
    "The ~v0 name reaches the shell unquoted",
    "`~i0` and `~i1` take their locks in different orders",
    "Two ways to ~v0 the ~v1 have drifted apart",
    "`~T0` should own its ~v1",
    "The log of `~i0` prints the whole ~v1",
    "`~i0` blocks the ~v1 loop",
    "Rounding in `~i0` loses the last ~v1",
    "Old ~v0 files are never removed",
];

pub(super) const SENTENCES: &[&str] = &[
    "`~i0` reads `~j1` before `~i5` has published it, so ~z0.",
    "At ~l0 the value is checked once and used later; ~q0, ~z0.",
    "The guard in ~l0 covers the first call alone.",
    "`~T1` keeps ~n5 entries by default, and nothing between `~i5` and `~i0` removes one.",
    "The comment above `~i0` promises a closed ~v1, but the early return on line ~n5 skips that.",
    "I followed the path from `~i5` through `~T6` to ~l0 and found no other place that resets `~j1`.",
    "This is the same mistake as in ~x0, one layer further down.",
    "Together with ~x0 it means that ~z0.",
    "A fix for ~x0 would hide this, not remove it.",
    "The tests build a `~T5` with ~n5 elements and never reach the branch for an empty ~v1.",
    "What makes it hard to see: ~q0, `~i0` still returns the ~v5 of the round before.",
    "Before this change `~i5` did the same under the lock, which is why nobody saw it.",
    "On a ~v5 of about ~n5 kB the loop in `~i0` takes ~n6 ms, and **every** request pays for it.",
    "The documentation says *at most once*; ~q0 it happens twice.",
    "`~K5` is set to ~n5 in the defaults and to ~n6 in the chart, and only one of the two is read.",
    "The caller at ~l0 ignores what `~i5` returns, and so ~z0.",
    "Nothing else refers to `~T5`, so it could go.",
    "The two branches differ in `~j5` only; a `~T6` with a default would say so.",
    "I could reproduce this with ~n5 ~v5 items and a delay of ~n6 ms in `~i6`.",
    "It is not a regression: `~i0` was written that way ~n5 commits ago.",
    "The ~v5 is closed by `~i6`, the ~v7 by nobody.",
    "Whether ~z0 depends on the order in which `~i5` and `~i6` run, and nothing fixes that order.",
    "In #~n5 the same pattern was replaced by a `~T5`, with good results.",
    "The message \"~s5\" is logged at debug level, where no operator will look for it.",
    "The ~v5 table has no index on `~w6`, and ~q0 the query walks all ~n5 rows.",
    "Callers outside this repository may rely on `~i0`, so its meaning should not change without a note.",
    "A reader has to open `~T5`, `~T6` and ~l0 to learn that the ~v1 is optional.",
    "The happy path is fine; ~q0, ~z0.",
    "If `~i5` fails after `~i6` has succeeded, the ~v7 is left in a state no other code expects.",
    "The number ~n5 appears in three places and means something else in each.",
    "All of this rests on the ~v5 being sorted, which `~i6` does not guarantee.",
    "Severity is arguable: it needs a ~v5 with more than ~n5 entries, yet then ~z0.",
    "The mock answers at once, so a slow ~v5 is never simulated.",
    "Since `~T0` is cloned for every ~v5, the cost grows with the square of the ~v6.",
    "The new helper is called from ~l0 and from one test, no more.",
    "A plain `~j5` would do; the `~T5` around it has no behaviour of its own.",
];

pub(super) const FIXES: &[&str] = &[
    "take the lock before `~i0` and hold it until `~j1` is written.",
    "return the error of `~i5` and let the caller decide.",
    "move the check behind `~i0`, and add a test with an empty ~v1.",
    "close the ~v0 in one place, after the last use of `~j1`.",
    "replace the number ~n5 by `~K5` and say where it comes from.",
    "write to a temporary file first and rename it once `~i5` has succeeded.",
    "give `~T0` a deadline of ~n5 ms and report it when it passes.",
    "delete `~i5`, and call `~i0` directly as ~l0 does.",
    "sort the ~v5 in `~i0`, so that no caller has to know.",
    "document that `~j1` may be missing, and handle it at ~l0.",
];

pub(super) const STRENGTHS: &[&str] = &[
    "`~T5` hides the difference between ~v5 and ~v6 well; no caller has to ask which one it holds.",
    "The tests for `~i5` cover every partial state of the ~v6, the broken ones included.",
    "Splitting `~i5` from `~i6` makes the ~v7 testable without a network.",
    "The commit that renames `~w5` does nothing else, which made it quick to read.",
    "A fresh deadline of ~n5 ms for the clean-up means that a cancelled ~v5 no longer leaves its ~v6 behind.",
    "Errors name the ~v5, the place and the remedy.",
];
