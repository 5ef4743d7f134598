//! Whom a request is for. A page of somebody else can have its own host's name lead to this machine ("DNS rebinding") and
//! would then read the site as if it were its own: names other than this machine's get nothing.

/// Whether a host, with or without a port, is this machine by a name that only it has.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let (name, port) = match host.rfind(':') {
        // The colons of `[::1]` are no port's.
        Some(at) if !host.ends_with(']') => (&host[..at], Some(&host[at + 1..])),
        _ => (host, None),
    };
    // Any port: a tunnel to this machine has one of its own.
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|known| name.eq_ignore_ascii_case(known)) && port.is_none_or(is_port)
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_this_machine_is_meant() {
        for good in ["localhost", "LocalHost:4040", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:65535"] {
            assert!(is_loopback(good), "{good}");
        }
        for bad in [
            "",
            ":4040",
            "evil.example",
            "localhost.evil.example",
            "localhost.",
            "127.0.0.1.evil.example:4040",
            "127.0.0.2",
            "localhost:",
            "localhost:+80",
            "localhost:99999",
            "localhost:80:80",
            "user@localhost",
            "[::1",
            "::1",
            "[::1].evil.example",
            "[::2]",
            "0.0.0.0",
            "localhost:4040/",
            " localhost",
        ] {
            assert!(!is_loopback(bad), "{bad}");
        }
    }
}
