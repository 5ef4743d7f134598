//! Columns of numbers as printable text, which needs no decoding step in a script and packs well.
//!
//! 92 characters: ASCII from the blank to `~` without `"`, `\` and `<`. The last 28 lead, the first 64 end a number; a
//! small number is one character, and no number can be written in two ways.

const FINALS: u32 = 64;
const LEADS: u32 = 28;

/// Appends a number.
pub fn push_number(out: &mut String, number: usize) {
    let mut rest = number;
    let (finals, leads) = (FINALS as usize, LEADS as usize);
    while rest >= finals {
        rest -= finals;
        out.push(symbol(FINALS + low(rest % leads)));
        rest /= leads;
    }
    out.push(symbol(low(rest)));
}

fn low(number: usize) -> u32 {
    u32::try_from(number).expect("below 92")
}

fn symbol(at: u32) -> char {
    // Blank and `!`, then past `"`, past `<`, past `\`.
    let code = match at {
        0..2 => at + 0x20,
        2..27 => at + 0x21,
        27..58 => at + 0x22,
        _ => at + 0x23,
    };
    char::from_u32(code).expect("printable ASCII")
}

#[cfg(test)]
mod tests {
    use super::{push_number, symbol};
    use proptest::prelude::*;

    fn decode(text: &str) -> usize {
        let all: Vec<char> = (0..92).map(symbol).collect();
        let (mut number, mut unit) = (0, 1);
        for sign in text.chars() {
            let at = all.iter().position(|other| *other == sign).expect("a symbol");
            if at < 64 {
                return number + at * unit;
            }
            number += at * unit;
            unit *= 28;
        }
        panic!("no end: {text}");
    }

    #[test]
    fn symbols_are_the_printable_signs_that_need_no_escape() {
        let all: String = (0..92).map(symbol).collect();
        let expected: String =
            (0x20..0x7f_u8).map(char::from).filter(|sign| !matches!(sign, '"' | '\\' | '<')).collect();
        assert_eq!(all, expected);
    }

    proptest! {
        #[test]
        fn a_number_comes_back(number in prop_oneof![0..5000_usize, any::<u32>().prop_map(|n| n as usize)]) {
            let mut text = String::new();
            push_number(&mut text, number);
            prop_assert_eq!(decode(&text), number);
        }
    }
}
