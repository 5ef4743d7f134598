//! Text in the one font that is in the program, a subset of Inter (SIL Open Font License, `font/OFL.txt`). The same bytes come
//! out everywhere: no font of the machine is asked for.
//!
//! `font/subset.sh` makes the subset, of Latin, Greek, Cyrillic and Vietnamese letters, punctuation, arrows and signs of
//! mathematics.

use super::canvas::{Canvas, Ink, Shape, to_float};
use std::sync::LazyLock;
use ttf_parser::{Face, GlyphId};
use unicode_normalization::UnicodeNormalization;

static FACE: LazyLock<Face<'static>> =
    LazyLock::new(|| Face::parse(include_bytes!("font/inter-medium.otf"), 0).expect("the font is in the program"));

/// A text that the font can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawable(String);

impl Drawable {
    /// A text without what the font has no sign for; `None` where that would take letters away, or leave nothing.
    pub fn new(text: &str) -> Option<Self> {
        let mut out = String::with_capacity(text.len());
        for sign in text.nfc() {
            match sign {
                _ if sign.is_whitespace() => out.push(' '),
                _ if FACE.glyph_index(sign).is_some() => out.push(sign),
                _ if sign.is_alphanumeric() => return None,
                _ => {}
            }
        }
        let words = out.split_whitespace().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then_some(Self(words))
    }
}

/// A size of type in pixels.
#[derive(Clone, Copy, Debug)]
pub struct Size(pub f32);

impl Size {
    fn scale(self) -> f32 {
        self.0 / f32::from(FACE.units_per_em())
    }

    fn of_sign(self, sign: char) -> f32 {
        let advance = FACE.glyph_index(sign).and_then(|glyph| FACE.glyph_hor_advance(glyph)).unwrap_or(0);
        f32::from(advance) * self.scale()
    }

    /// How wide a text is.
    pub fn width(self, text: &str) -> f32 {
        text.chars().map(|sign| self.of_sign(sign)).sum()
    }

    /// The same in whole pixels.
    pub fn pixels(self, text: &str) -> usize {
        whole(self.width(text).ceil())
    }

    /// The start of a text that is at most so wide, with an ellipsis if it is not the whole.
    pub fn cut(self, text: &Drawable, most: f32) -> String {
        self.lines(text, most, 1).0.concat()
    }

    /// A text in at most `count` lines, and whether that is all of it; if not, the last line ends in an ellipsis. A word that
    /// is too wide for a line is broken.
    pub fn lines(self, text: &Drawable, most: f32, count: usize) -> (Vec<String>, bool) {
        let mut lines: Vec<String> = Vec::new();
        let mut rest = text.0.as_str();
        while !rest.is_empty() {
            let fits = self.fitting(rest, most);
            if lines.len() + 1 == count && fits < rest.len() {
                let room = self.fitting(rest, most - self.width("…"));
                lines.push(format!("{}…", rest[..room].trim_end_matches([' ', '.', ',', ';', ':'])));
                return (lines, false);
            }
            lines.push(rest[..fits].trim_end().to_owned());
            rest = rest[fits..].trim_start();
        }
        (lines, true)
    }

    /// How much of a text fits into a line: up to its last blank, or where there is none up to its last sign; a sign at least.
    fn fitting(self, text: &str, most: f32) -> usize {
        let mut width = 0.0;
        for (at, sign) in text.char_indices() {
            width += self.of_sign(sign);
            if width > most && at > 0 {
                let is_blank = sign == ' ';
                let blank = if is_blank { Some(at) } else { text[..at].rfind(' ') };
                return blank.unwrap_or(at);
            }
        }
        text.len()
    }

    /// Draws a line with its baseline at a place, and gives where it ends.
    pub fn draw(self, canvas: &mut Canvas, [x, baseline]: [usize; 2], text: &str, ink: Ink) -> usize {
        let (above, below, beside) = (whole(self.0 * 1.2), whole(self.0 * 0.4), whole(self.0 * 0.5));
        let width = self.pixels(text);
        // A sign may lean over its own room.
        let mut shape = Shape::new(width + 2 * beside, above + below);
        let (scale, foot) = (self.scale(), to_float(above));
        let mut pen = to_float(beside);
        for sign in text.chars() {
            // At whole pixels the same sign has the same pixels, which takes a fifth of the bytes off.
            shape.place(pen.round(), foot, [scale, -scale]);
            FACE.outline_glyph(FACE.glyph_index(sign).unwrap_or(GlyphId(0)), &mut shape);
            pen += self.of_sign(sign);
        }
        canvas.draw([x.saturating_sub(beside), baseline.saturating_sub(above)], &shape, ink);
        x + width
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes of a picture")]
fn whole(size: f32) -> usize {
    size.clamp(0.0, 4000.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawable(text: &str) -> Option<String> {
        Drawable::new(text).map(|drawable| drawable.0)
    }

    #[test]
    fn what_the_font_cannot_show_is_left_out_unless_it_is_a_letter() {
        for (text, shown) in [
            ("Ship it 🚀 now", Some("Ship it now")),
            ("e\u{301} → ≥ ελ Ж", Some("é → ≥ ελ Ж")),
            ("a\u{202e}b\u{200b}\u{feff}", Some("ab")),
            ("a\tb\n c", Some("a b c")),
            ("修复 the lock", None),
            ("שלום", None),
            ("🚀🚀", None),
            ("", None),
        ] {
            assert_eq!(drawable(text).as_deref(), shown, "{text:?}");
        }
    }

    #[test]
    fn lines_are_as_wide_as_they_may_be_and_no_wider() {
        let size = Size(60.0);
        for text in
            ["one two three four five six seven eight nine ten eleven twelve", &"x".repeat(400), "W", &"a b".repeat(90)]
        {
            let text = Drawable::new(text).expect("letters");
            let (lines, is_whole) = size.lines(&text, 500.0, 3);
            assert!((1..=3).contains(&lines.len()));
            assert!(lines.iter().all(|line| size.width(line) <= 500.0), "{lines:?}");
            assert_eq!(!is_whole, lines.last().is_some_and(|line| line.ends_with('…')), "{lines:?}");
        }
        let (lines, _) = size.lines(&Drawable::new("a lock is taken").expect("letters"), 300.0, 3);
        assert_eq!(lines, ["a lock is", "taken"]);
    }

    #[test]
    fn a_line_that_no_sign_fits_into_has_one() {
        let (lines, is_whole) = Size(60.0).lines(&Drawable::new("WWW").expect("letters"), 1.0, 2);
        assert!(!is_whole && lines.len() == 2, "{lines:?}");
    }
}
