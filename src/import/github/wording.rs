//! What is said *about* posts in the texts of a run: who, what they did, when, and the way back to GitHub.

use super::answers::Post;
use crate::import::markdown::inline::one_line;

/// Says how many HTML comments a text had.
pub fn note_hidden_comments(count: usize, kept: &mut Vec<String>) {
    match count {
        0 => {}
        1 => kept.push("1 HTML comment omitted, hidden on GitHub as well".to_owned()),
        _ => kept.push(format!("{count} HTML comments omitted, hidden on GitHub as well")),
    }
}

/// Text for inline code.
pub fn without_backticks(code: &str) -> String {
    one_line(code).replace('`', "'")
}

/// The first ten digits of a commit.
pub fn short_sha(sha: &str) -> String {
    without_backticks(sha).chars().take(10).collect()
}

/// `**@mira:** text`; a text that begins with a block stands below the name.
pub fn said_by(post: &Post, text: &str) -> String {
    let who = format!("**{}:**", one_line(&post.user.shown));
    let thumbs = thumbs(post).map(|thumbs| format!("\n\n{thumbs}")).unwrap_or_default();
    let inline = text.chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '`' | '@' | '"' | '\''));
    let parted = if inline { " " } else { "\n\n" };
    format!("{who}{parted}{text}{thumbs}").trim_end().to_owned()
}

fn thumbs(post: &Post) -> Option<String> {
    let counts = [("👍", post.thumbs.0), ("👎", post.thumbs.1)];
    let words: Vec<String> =
        counts.iter().filter(|(_, count)| *count > 0).map(|(thumb, count)| format!("{thumb} {count}")).collect();
    (!words.is_empty()).then(|| words.join(" · "))
}

/// Thumbs and the address on GitHub.
pub fn footer(post: &Post) -> String {
    let link = post.url.as_ref().map(|url| format!("[On GitHub]({url})"));
    thumbs(post).into_iter().chain(link).collect::<Vec<_>>().join(" · ")
}

/// The state of a review in words.
pub fn state_in_words(state: &str) -> String {
    match state {
        "APPROVED" => "approved".to_owned(),
        "CHANGES_REQUESTED" => "requested changes".to_owned(),
        "COMMENTED" => "commented".to_owned(),
        "DISMISSED" => "reviewed, dismissed since".to_owned(),
        "PENDING" => "reviewed, not submitted".to_owned(),
        other => format!("reviewed ({})", without_backticks(&other.to_lowercase().replace('_', " "))),
    }
}
