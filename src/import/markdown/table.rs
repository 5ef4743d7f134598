//! Tables: the cells of a row, and the line below the head.

/// The cells of a table's row; `None` for any other line.
pub fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?;
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut cells = vec![String::new()];
    let (mut in_code, mut escaped) = (false, false);
    for c in inner.chars() {
        match c {
            '|' if escaped => cells.last_mut()?.push('|'),
            '|' if !in_code => cells.push(String::new()),
            _ => {
                in_code ^= c == '`';
                let cell = cells.last_mut()?;
                if escaped {
                    cell.push('\\');
                }
                if c != '\\' {
                    cell.push(c);
                }
            }
        }
        escaped = c == '\\' && !escaped;
    }
    Some(cells.into_iter().map(|cell| cell.trim().to_owned()).collect())
}

/// `|---|:--:|`
pub fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') && line.contains('-') && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_code_and_escaped_bars() {
        assert_eq!(cells("| a | `b|c` | d \\| e | \\n |").unwrap(), ["a", "`b|c`", "d | e", "\\n"]);
        assert_eq!(cells("no table"), None);
        assert!(is_delimiter("| --- |:-:|") && !is_delimiter("| a |"));
    }
}
