//! Decides jointly which headings begin articles.
//!
//! Every heading is looked at from several sides. What a look says by itself is general knowledge,
//! written down below as how often articles' titles and other headings look so. What it says in this
//! issue is learned from the issue: titles that are sure by some sides (the contents list them, a
//! byline stands below) show how titles look on the others (blank rows, marks, indents), and so the
//! rest are found, or doubted. That is naive Bayes with learned frequencies: a few rounds of
//! expectation and maximization, each linear in the headings.

use std::ops::Range;

/// What is seen of a heading, side by side; 0 is nothing to see, and says nothing.
pub(crate) type Look = [u8; SIDES];

/// One heading, as it is weighed.
#[derive(Clone, Debug)]
pub(crate) struct Sight {
    pub(crate) look: Look,
    /// The text it stands above. Of several headings above the same text, at most one begins an
    /// article, those that the contents list aside.
    pub(crate) zone: usize,
    pub(crate) listed: bool,
    /// The lines of the text above it, as far as the heading before.
    pub(crate) above: Range<usize>,
    /// The lines of its own text.
    pub(crate) below: Range<usize>,
}

/// How many sides a heading is looked at from.
pub(crate) const SIDES: usize = 17;

/// One side: how often titles and other headings show each value, and how much a heading counts
/// against that knowledge when an issue is learned from.
struct Side {
    name: &'static str,
    titles: &'static [f64],
    others: &'static [f64],
    /// The general knowledge weighs as much as so many headings of the issue.
    inertia: f64,
    habit: Habit,
    /// Why a value speaks for an article; values without a reason worth telling are empty.
    reasons: &'static [&'static str],
}

/// How the general knowledge is fitted to an issue, before anything is learned from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Habit {
    /// As it is: the side is much the same in all issues.
    None,
    /// This value, counted from 0, is the lack of a sign. An issue either has the sign or does without it: where
    /// next to no heading has it, its lack says nothing.
    Sign(usize),
    /// Only differences inside the issue count: a value that all headings have says nothing.
    Relative,
}

/// The sides, in the order of [`Look`]; a look's value 1 is the first share here.
///
/// The shares were counted in 29 days of a newspaper and 34 of a broadcast whose articles were known,
/// each laid out anew in many ways, so that no one layout decides, and rounded by hand. To count
/// again, give issues whose titles are known to the example `looks`, which prints a table like this.
/// What is not counted is judged:
/// inertia is small where issues differ most in their habits, and large where a side hardly depends
/// on the issue.
const TABLE: [Side; SIDES] = [
    // the contents: not listed, part of an entry, nearly an entry, an entry
    Side {
        name: "contents",
        titles: &[0.15, 0.10, 0.15, 0.60],
        others: &[0.97, 0.02, 0.005, 0.005],
        inertia: 6.0,
        habit: Habit::Sign(0),
        reasons: &[
            "",
            "the title is a part of a contents entry's, or holds it",
            "the title is nearly that of a contents entry",
            "the title is that of a contents entry",
        ],
    },
    // byline below: none, names, with a body, marked, labelled
    Side {
        name: "byline below",
        titles: &[0.60, 0.08, 0.07, 0.10, 0.15],
        others: &[0.967, 0.025, 0.004, 0.003, 0.001],
        inertia: 6.0,
        habit: Habit::Sign(0),
        reasons: &["", BYLINE, BYLINE, BYLINE, BYLINE],
    },
    // the text below: plain, with a dateline, an abstract
    Side {
        name: "opening below",
        titles: &[0.75, 0.15, 0.10],
        others: &[0.988, 0.008, 0.004],
        inertia: 8.0,
        habit: Habit::Sign(0),
        reasons: &[
            "",
            "the text below begins with a place and a day of news",
            "an abstract stands below title and byline",
        ],
    },
    // a running head that opens articles above: no, yes
    Side {
        name: "number above",
        titles: &[0.80, 0.20],
        others: &[0.99, 0.01],
        inertia: 6.0,
        habit: Habit::Sign(0),
        reasons: &["", "a running head that opens articles stands above"],
    },
    // an end above: none, a desk editor or source, an end mark
    Side {
        name: "end above",
        titles: &[0.74, 0.13, 0.13],
        others: &[0.9974, 0.002, 0.0006],
        inertia: 6.0,
        habit: Habit::Sign(0),
        reasons: &["", "a desk editor or a source stands above", "an end mark stands above"],
    },
    // blank rows above, next to those between paragraphs: fewer, as many, one more, several more,
    // a drawn line or a cut, the text's start
    Side {
        name: "blank rows above",
        titles: &[0.05, 0.35, 0.22, 0.20, 0.10, 0.08],
        others: &[0.10, 0.71, 0.12, 0.04, 0.02, 0.01],
        inertia: 4.0,
        habit: Habit::Sign(1),
        reasons: &[
            "",
            "",
            "a blank row stands above",
            "blank rows stand above",
            "a drawn line or a page's end stands above",
            "the text begins here",
        ],
    },
    // marks around it: none, brackets, book marks, a bullet, bold, letter spacing, a number that
    // counts through the issue, a number that begins anew
    Side {
        name: "marks",
        titles: &[0.62, 0.06, 0.05, 0.06, 0.07, 0.04, 0.06, 0.04],
        others: &[0.54, 0.03, 0.01, 0.05, 0.03, 0.01, 0.05, 0.28],
        inertia: 4.0,
        habit: Habit::Sign(0),
        reasons: &["", MARKED, MARKED, MARKED, MARKED, MARKED, "the titles are numbered", ""],
    },
    // indent next to the paragraphs': the same, less, more
    Side {
        name: "indent",
        titles: &[0.40, 0.30, 0.30],
        others: &[0.45, 0.25, 0.30],
        inertia: 4.0,
        habit: Habit::Relative,
        reasons: &["", "", ""],
    },
    // blank rows below: none, one, more
    Side {
        name: "blank rows below",
        titles: &[0.45, 0.45, 0.10],
        others: &[0.50, 0.43, 0.07],
        inertia: 4.0,
        habit: Habit::Relative,
        reasons: &["", "", ""],
    },
    // length, up to 5, 8, 10, 13, 17, 23 characters, longer
    Side {
        name: "length",
        titles: &[0.03, 0.06, 0.07, 0.11, 0.16, 0.20, 0.37],
        others: &[0.15, 0.20, 0.17, 0.18, 0.14, 0.10, 0.06],
        inertia: 20.0,
        habit: Habit::None,
        reasons: &["", "", "", "", "", "", ""],
    },
    // words shared by the texts above and below, from none to many
    Side {
        name: "words above and below",
        titles: &[0.25, 0.13, 0.20, 0.15, 0.13, 0.08, 0.06],
        others: &[0.07, 0.05, 0.12, 0.17, 0.22, 0.19, 0.18],
        inertia: 30.0,
        habit: Habit::None,
        reasons: &[WORDS, WORDS, "", "", "", "", ""],
    },
    // the heading's words in the text above, from none to many
    Side {
        name: "words in the text above",
        titles: &[0.57, 0.26, 0.10, 0.07],
        others: &[0.47, 0.11, 0.17, 0.25],
        inertia: 30.0,
        habit: Habit::None,
        reasons: &["", "", "", ""],
    },
    // the heading's words in the text below, from none to many
    Side {
        name: "words in the text below",
        titles: &[0.07, 0.09, 0.16, 0.22, 0.46],
        others: &[0.22, 0.16, 0.19, 0.19, 0.24],
        inertia: 30.0,
        habit: Habit::None,
        reasons: &["", "", "", "", "the text below speaks of what the title names"],
    },
    // what stands right above: an end of a sentence or nothing, an unfinished row
    Side {
        name: "ending above",
        titles: &[0.97, 0.03],
        others: &[0.72, 0.28],
        inertia: 20.0,
        habit: Habit::None,
        reasons: &["", ""],
    },
    // characters of text until the next heading: up to 40, 80, 160, more
    Side {
        name: "text to the next heading",
        titles: &[0.04, 0.07, 0.13, 0.76],
        others: &[0.08, 0.08, 0.14, 0.70],
        inertia: 10.0,
        habit: Habit::None,
        reasons: &["", "", "", ""],
    },
    // its script: the issue's, Latin in a Chinese issue
    Side {
        name: "script",
        titles: &[0.999, 0.001],
        others: &[0.88, 0.12],
        inertia: 10.0,
        habit: Habit::None,
        reasons: &["", ""],
    },
    // size of its letters, where a document's form tells: the text's, smaller, larger, that of the
    // largest headings of which there are several
    Side {
        name: "letter size",
        titles: &[0.20, 0.02, 0.18, 0.60],
        others: &[0.75, 0.10, 0.14, 0.01],
        inertia: 6.0,
        habit: Habit::Sign(0),
        reasons: &["", "", "it is set larger than the text", "it is set as large as titles are"],
    },
];

const BYLINE: &str = "a byline stands below the title";
const MARKED: &str = "it is marked as titles are";
const WORDS: &str = "other words are used above than below";

/// How sure it is that an article begins, and why.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Verdict {
    /// Between 0 and 1.
    pub(crate) probability: f64,
    /// Reasons for it, each with its weight.
    pub(crate) reasons: Vec<(f64, &'static str)>,
}

/// The values of a look by the names of their sides.
pub(crate) fn named(look: &Look) -> Vec<(&'static str, u8)> {
    TABLE.iter().map(|side| side.name).zip(look.iter().copied()).collect()
}

/// How much each value of one side speaks for a title in one issue: the logarithms of the odds, from
/// the general knowledge and what the issue taught.
#[derive(Clone, Debug)]
struct Learned(Vec<f64>);

impl Learned {
    /// The general knowledge, and what the headings show as far as they are taken for titles.
    fn from(side: &Side, common: &[f64], at: usize, sights: &[Sight], taken: &[Taken]) -> Self {
        /// What a sign is worth that is rare but above articles differs less from issue to issue
        /// than whether it is in use.
        const STEADY: f64 = 8.0;
        const RARE: f64 = 0.95;
        let (mut titles, mut others) = fitted(side, common);
        let rare = matches!(side.habit, Habit::Sign(_))
            && side.others.first().is_some_and(|lack| *lack > RARE);
        let steady = if rare { STEADY } else { 1.0 };
        for (title, other) in titles.iter_mut().zip(&mut others) {
            *title *= side.inertia;
            *other *= side.inertia * steady;
        }
        for (sight, taken) in sights.iter().zip(taken) {
            let value = sight.look.get(at).copied().unwrap_or_default();
            let Some(value) = usize::from(value).checked_sub(1) else { continue };
            if let (Some(titles), Some(others)) = (titles.get_mut(value), others.get_mut(value)) {
                // what is not sure itself teaches little
                let sure = |share: f64| (2.0 * share - 1.0).abs();
                *titles += taken.title * sure(taken.title);
                *others += taken.none * sure(taken.none);
            }
        }
        let both = shares(titles).into_iter().zip(shares(others));
        Self(both.map(|(title, other)| (title / other).ln()).collect())
    }

    /// How much a value speaks for a title.
    fn odds(&self, value: u8) -> f64 {
        let at = usize::from(value).checked_sub(1);
        at.and_then(|at| self.0.get(at)).copied().unwrap_or_default()
    }
}

/// Counts as shares of one.
fn shares(counts: Vec<f64>) -> Vec<f64> {
    let sum: f64 = counts.iter().sum();
    counts.into_iter().map(|count| count / sum.max(f64::MIN_POSITIVE)).collect()
}

/// How often headings of the issue, whatever they are, show each value of a side.
fn common(side: &Side, at: usize, sights: &[Sight]) -> Vec<f64> {
    let mut counts = vec![0.01; side.titles.len()];
    for sight in sights {
        let value = sight.look.get(at).copied().unwrap_or_default();
        let count = usize::from(value).checked_sub(1).and_then(|value| counts.get_mut(value));
        if let Some(count) = count {
            *count += 1.0;
        }
    }
    shares(counts)
}

/// The general knowledge about a side, fitted to an issue whose headings show these shares.
fn fitted(side: &Side, common: &[f64]) -> (Vec<f64>, Vec<f64>) {
    /// Where this share of all headings has no sign, the lack begins to lose its meaning.
    const RARE: f64 = 0.9;
    /// A heading in so many begins an article, by general knowledge.
    const SHARE: f64 = 0.3;
    let general = (side.titles.to_vec(), side.others.to_vec());
    match side.habit {
        Habit::None => general,
        Habit::Sign(at) => {
            let lack = common.get(at).copied().unwrap_or_default();
            let lost = ((lack - RARE) / (1.0 - RARE)).clamp(0.0, 1.0);
            let (mut titles, others) = general;
            if let (Some(title), Some(other)) = (titles.get_mut(at), others.get(at)) {
                *title += (other - *title) * lost;
            }
            (shares(titles), others)
        }
        Habit::Relative => {
            let fit = |own: &[f64]| {
                let both = side.titles.iter().zip(side.others);
                let shown =
                    own.iter().zip(both).zip(common).map(|((own, (title, other)), common)| {
                        own / (SHARE * title + (1.0 - SHARE) * other) * common
                    });
                shares(shown.collect())
            };
            (fit(side.titles), fit(side.others))
        }
    }
}

/// What a heading is taken for.
#[derive(Clone, Copy, Debug)]
struct Taken {
    /// How likely it begins an article.
    title: f64,
    /// How likely neither it nor another heading above the same text does: what stands beside a
    /// title, as kickers and leads do, is no lesson on headings inside articles.
    none: f64,
}

/// Decides for all headings of an issue together; they are in the order of the text.
pub(crate) fn verdicts(sights: &[Sight]) -> Vec<Verdict> {
    const ROUNDS: usize = 8;
    /// How many headings in a hundred begin articles, by general knowledge, and its inertia.
    const SHARE: f64 = 0.3;
    const INERTIA: f64 = 10.0;
    let seen: Vec<Vec<f64>> =
        TABLE.iter().enumerate().map(|(at, side)| common(side, at, sights)).collect();
    let mut learned: Vec<Learned> = TABLE
        .iter()
        .zip(&seen)
        .map(|(side, seen)| Learned::from(side, seen, 0, &[], &[]))
        .collect();
    let mut share = SHARE;
    for _ in 0..ROUNDS {
        let taken = weigh(share, &learned, sights);
        let sum: f64 = taken.iter().map(|taken| taken.title).sum();
        share = (sum + SHARE * INERTIA) / (sights.len() as f64 + INERTIA);
        for (at, (learned, (side, seen))) in
            learned.iter_mut().zip(TABLE.iter().zip(&seen)).enumerate()
        {
            *learned = Learned::from(side, seen, at, sights, &taken);
        }
    }
    let verdicts = sights.iter().zip(weigh(share, &learned, sights));
    verdicts
        .map(|(sight, taken)| Verdict {
            probability: taken.title,
            reasons: reasons(&learned, &sight.look),
        })
        .collect()
}

/// How likely each heading begins an article.
fn weigh(share: f64, learned: &[Learned], sights: &[Sight]) -> Vec<Taken> {
    /// No odds are longer: the sides are not as independent as they are taken for.
    const LONGEST: f64 = 30.0;
    let odds = |sight: &Sight| {
        let sides = learned.iter().zip(&sight.look).map(|(side, value)| side.odds(*value));
        ((share / (1.0 - share)).ln() + sides.sum::<f64>()).clamp(-LONGEST, LONGEST).exp()
    };
    let mut found = Vec::with_capacity(sights.len());
    for rivals in sights.chunk_by(|a, b| a.zone == b.zone) {
        let all: Vec<f64> = rivals.iter().map(odds).collect();
        let sum: f64 = all.iter().sum();
        found.extend(rivals.iter().zip(&all).map(|(sight, odds)| {
            let title = odds / (1.0 + if sight.listed { *odds } else { sum });
            Taken { title, none: 1.0 / (1.0 + sum) }
        }));
    }
    found
}

/// What speaks for an article.
fn reasons(learned: &[Learned], look: &Look) -> Vec<(f64, &'static str)> {
    /// Evidence that makes it less than so much likelier is not worth telling.
    const LEAST: f64 = 0.5;
    let mut reasons = Vec::new();
    for ((learned, side), value) in learned.iter().zip(&TABLE).zip(look) {
        let odds = learned.odds(*value);
        let reason = usize::from(*value).checked_sub(1).and_then(|at| side.reasons.get(at));
        if let Some(reason) = reason.filter(|reason| !reason.is_empty() && odds >= LEAST) {
            reasons.push((1.0 / (1.0 + (-odds).exp()), *reason));
        }
    }
    if reasons.is_empty() {
        reasons.push((0.5, "all in all it looks as titles do"));
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::{Look, SIDES, Sight, TABLE, Verdict, verdicts};

    fn look(sides: &[(usize, u8)]) -> Look {
        let mut look = [0; SIDES];
        for (side, value) in sides {
            look[*side] = *value;
        }
        look
    }

    fn decide(looks: &[Look]) -> Vec<Verdict> {
        let sight = |(zone, look): (usize, &Look)| Sight {
            look: *look,
            zone,
            listed: false,
            above: 0..0,
            below: 0..0,
        };
        verdicts(&looks.iter().enumerate().map(sight).collect::<Vec<_>>())
    }

    #[test]
    fn frequencies_are_shares_of_one() {
        for side in &TABLE {
            for shares in [side.titles, side.others] {
                assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{shares:?}");
                assert_eq!(shares.len(), side.reasons.len());
            }
        }
    }

    #[test]
    fn an_issue_teaches_how_its_titles_look() {
        // titles with bylines stand below two blank rows, headings without stand below one
        let signed = look(&[(1, 5), (5, 4), (9, 6)]);
        let bare = look(&[(1, 1), (5, 4), (9, 6)]);
        let subhead = look(&[(1, 1), (5, 2), (9, 2)]);
        let found = decide(&[signed, subhead, signed, subhead, signed, signed, bare, subhead]);
        let taken: Vec<bool> = found.iter().map(|verdict| verdict.probability > 0.5).collect();
        assert_eq!(taken, [true, false, true, false, true, true, true, false]);
    }

    #[test]
    fn what_is_unlike_all_titles_is_doubted() {
        let listed = look(&[(0, 4), (5, 3)]);
        let odd = look(&[(0, 1), (1, 4), (5, 2)]);
        let alone = decide(&[odd])[0].probability;
        let beside = decide(&[listed, listed, listed, listed, listed, listed, odd]);
        assert!(beside[6].probability < alone);
        assert!(beside[0].probability > 0.95);
    }
}
