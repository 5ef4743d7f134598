use super::*;
use crate::aggregate::matching::{Evidence, Match};
use serde_json::{Value, json};

/// Rounds of one change, first round first, each with so many findings; `more` of a finding by its round and place.
fn rounds(counts: &[usize], more: impl Fn(usize, usize) -> Value) -> Corpus {
    let run = |(round, count): (usize, &usize)| {
        let finding = |place: usize| {
            let mut finding = json!({ "id": format!("I{}", place + 1), "severity": "important", "title": "t" });
            if let Value::Object(more) = more(round, place) {
                finding.as_object_mut().unwrap().extend(more);
            }
            finding
        };
        let run = json!({ "format": "pilcrow-review/1", "id": format!("r{round}"), "round": round + 1,
            "date": format!("2026-03-{:02}", round + 1), "reviewers": [],
            "subject": { "repository": "o/n", "pull_request": 7 },
            "findings": (0..*count).map(finding).collect::<Vec<_>>() });
        let (read, said) = crate::archive::decode(run.to_string().as_bytes(), "run.json", &format!("r{round}"));
        crate::model::Digest::from_run(&read.unwrap_or_else(|| panic!("{said:?}")), "run.json", "run.json")
    };
    // Newest first, as a scan has them.
    let mut runs: Vec<_> = counts.iter().enumerate().map(run).collect();
    runs.reverse();
    Corpus::new(runs)
}

/// The earlier and the later finding, by round and place, and how likely they are one.
type Perhaps = ((usize, usize), (usize, usize), f64);

/// The course of such rounds; a finding is named by round and place.
fn course_of(corpus: &Corpus, problems: &[&[(usize, usize)]], perhaps: &[Perhaps]) -> Course {
    let at = |(round, finding): (usize, usize)| FindingAt { run: corpus.runs.len() - 1 - round, finding };
    let pair = |(from, to, score): &Perhaps| Match {
        from: at(*from),
        to: at(*to),
        answer: Answer::Perhaps,
        score: *score,
        is_stated: false,
        through: None,
        evidence: Evidence::default(),
    };
    let mut pairs: Vec<Match> = perhaps.iter().map(pair).collect();
    pairs.sort_by_key(|pair| (pair.to, pair.from));
    let problems: Vec<Vec<FindingAt>> = problems.iter().map(|of| of.iter().map(|of| at(*of)).collect()).collect();
    let matches = Matches::from_answers(corpus, &problems, pairs);
    courses(corpus, &Rounds::from_corpus(corpus), &matches).remove(0)
}

/// The rows in the order of their first findings, as `round.place`.
fn rows(corpus: &Corpus, course: &Course) -> Vec<String> {
    let name = |(round, raised): (usize, &Raised)| {
        assert_eq!(round, corpus.runs.len() - 1 - raised.at.run);
        format!("{round}.{}", raised.at.finding)
    };
    let mut rows: Vec<String> =
        course.rows.iter().map(|row| row.raised().map(name).collect::<Vec<_>>().join(" ")).collect();
    rows.sort();
    rows
}

#[test]
fn what_is_perhaps_the_same_goes_on_with_a_problem_that_has_ended() {
    let corpus = rounds(&[1, 0, 1, 1], |_, _| Value::Null);
    let course = course_of(&corpus, &[&[(0, 0)], &[(2, 0), (3, 0)]], &[((0, 0), (2, 0), 0.4)]);
    assert_eq!(rows(&corpus, &course), ["0.0 2.0 3.0"]);
    let raised: Vec<&Raised> = course.rows[0].raised().map(|(_, raised)| raised).collect();
    let doubts: Vec<(bool, bool)> = raised.iter().map(|raised| (raised.is_doubtful, raised.leads_to_doubt)).collect();
    assert_eq!(doubts, [(false, true), (true, false), (false, false)]);
}

/// The problem of round 0 goes on in round 2, so that nothing of round 1 can be it perhaps.
#[test]
fn no_two_problems_take_turns_in_a_row() {
    let corpus = rounds(&[1, 1, 2, 1], |_, _| Value::Null);
    let problems: [&[(usize, usize)]; 3] = [&[(0, 0), (2, 0)], &[(1, 0), (3, 0)], &[(2, 1)]];
    let course = course_of(&corpus, &problems, &[((0, 0), (1, 0), 0.4), ((1, 0), (2, 1), 0.4)]);
    assert_eq!(rows(&corpus, &course), ["0.0 2.0", "1.0 3.0", "2.1"]);
}

#[test]
fn one_finding_alone_of_a_round_goes_on_with_a_problem_in_doubt() {
    let corpus = rounds(&[1, 2], |_, _| Value::Null);
    let problems: [&[(usize, usize)]; 3] = [&[(0, 0)], &[(1, 0)], &[(1, 1)]];
    let course = course_of(&corpus, &problems, &[((0, 0), (1, 0), 0.4), ((0, 0), (1, 1), 0.45)]);
    assert_eq!(rows(&corpus, &course), ["0.0 1.0", "1.1"]);
}

#[test]
fn several_findings_of_a_round_about_one_problem_count_once() {
    let corpus = rounds(&[2, 0, 2, 2], |_, _| Value::Null);
    let course = course_of(&corpus, &[&[(0, 0), (0, 1), (2, 0), (2, 1), (3, 0), (3, 1)]], &[]);
    let counts: Vec<[usize; 4]> = course.outcomes.iter().map(|of| [of.new, of.again, of.back, of.not_raised]).collect();
    assert_eq!(counts, [[1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0], [0, 1, 0, 0]]);
    for (round, raised) in course.rows[0].raised() {
        assert_eq!(raised.is_further, raised.at.finding == 1);
        assert!(raised.before.is_none_or(|(before, of)| of < round && before.run > raised.at.run), "{raised:?}");
        assert_eq!(raised.before.is_none(), round == 0);
        assert_eq!(raised.was.is_some(), round == 2);
    }
}

#[test]
fn a_problem_ends_by_what_its_valid_findings_say() {
    let fixed = json!({ "resolution": { "action": "fixed" } });
    let duplicate = json!({ "assessment": "duplicate" });
    let nothing = Value::Null;
    let end = |first: &Value, second: &Value, rounds_after: usize| {
        let mut counts = vec![2];
        counts.extend(vec![0; rounds_after]);
        let corpus = rounds(&counts, |_, place| if place == 0 { first.clone() } else { second.clone() });
        course_of(&corpus, &[&[(0, 0), (0, 1)]], &[]).rows[0].end
    };
    let at = |finding| FindingAt { run: 1, finding };
    let last = |finding| FindingAt { run: 0, finding };
    assert_eq!(end(&nothing, &duplicate, 1), Some(Gone::NotRaised(at(0))));
    assert_eq!(end(&nothing, &fixed, 1), Some(Gone::Fixed(at(1))));
    assert_eq!(end(&duplicate, &duplicate, 1), Some(Gone::Rejected(at(0))));
    assert_eq!(end(&nothing, &duplicate, 0), None);
    assert_eq!(end(&fixed, &nothing, 0), None);
    assert_eq!(end(&fixed, &duplicate, 0), Some(Gone::Fixed(last(0))));
}
