//! Cells such as `1C 2I 4S`: how many findings of each severity an agent reported.

use crate::model::run::Metrics;

/// The positions in [`Metrics::FIELDS`] that a cell has figures for; `None` where a row is of something else, or any of
/// the cell is no number with a letter that is known.
pub fn figures_in_letters(label: &str, cell: &str) -> Option<Vec<(usize, f64)>> {
    let is_row = ["findings", "total", "totals", "total findings"].iter().any(|row| label.eq_ignore_ascii_case(row));
    let words = cell.split([' ', ',', '/', '+']).filter(|word| !word.is_empty());
    let figures: Option<Vec<(usize, f64)>> = words.map(figure_in_letters).collect();
    figures.filter(|figures| is_row && !figures.is_empty() && names_each_once(figures))
}

fn figure_in_letters(word: &str) -> Option<(usize, f64)> {
    let letter = word.chars().next_back()?;
    let field = match letter {
        'C' => "critical",
        'I' => "important",
        'S' => "suggestion",
        'D' => "design_observations",
        _ => return None,
    };
    let number = word.strip_suffix(letter)?;
    let is_number = !number.is_empty() && number.len() <= 6 && number.bytes().all(|b| b.is_ascii_digit());
    let at = Metrics::FIELDS.iter().position(|(name, _)| *name == field)?;
    if is_number { Some((at, number.parse().ok()?)) } else { None }
}

fn names_each_once(figures: &[(usize, f64)]) -> bool {
    figures.iter().enumerate().all(|(at, (field, _))| figures.iter().skip(at + 1).all(|(other, _)| other != field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_cell_names_is_recorded() {
        let told = |label, cell| {
            let figures = figures_in_letters(label, cell)?;
            let words = figures.iter().map(|(at, figure)| format!("{}={figure}", Metrics::FIELDS[*at].0));
            Some(words.collect::<Vec<_>>().join(" "))
        };
        assert_eq!(told("Findings", "1C 2I 4S").as_deref(), Some("critical=1 important=2 suggestion=4"));
        assert_eq!(told("Totals", "3I, 11S").as_deref(), Some("important=3 suggestion=11"));
        assert_eq!(told("Findings", "0C 1D").as_deref(), Some("critical=0 design_observations=1"));
        for (label, cell) in [
            ("Findings", "0C 6I→S 6S"),
            ("Findings", "none"),
            ("Findings", "—"),
            ("Findings", ""),
            ("Findings", "1C 1C"),
            ("Findings", "6"),
            ("Downgraded", "1I"),
            ("Findings", "1X"),
        ] {
            assert_eq!(told(label, cell), None, "{label}: {cell}");
        }
    }
}
