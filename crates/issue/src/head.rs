//! The head of an article: where it is cut, and the evidence for the cut.

use std::ops::Range;

use crate::{
    ArticleKind,
    byline::{Byline, Form, signs},
    chars::inked,
    page::Page,
};

/// Evidence for a cut: how far it goes by itself, and what it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reason {
    pub(crate) weight: f64,
    pub(crate) text: String,
}

impl Reason {
    pub(crate) fn new(weight: f64, text: impl Into<String>) -> Self {
        Self { weight, text: text.into() }
    }
}

/// Where an article begins, in lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    pub(crate) kind: ArticleKind,
    /// A line above the title that belongs to it.
    pub(crate) kicker: Option<usize>,
    pub(crate) title: Range<usize>,
    /// The first line behind title and byline.
    pub(crate) body: usize,
    pub(crate) subtitle: Option<usize>,
    pub(crate) byline: Option<Byline>,
    pub(crate) entry: Option<usize>,
    /// How alike its title and that of the entry are, 1 when they are equal.
    pub(crate) likeness: f64,
    /// How sure it is that an article begins here, where that was weighed against all other heads.
    pub(crate) probability: Option<f64>,
    pub(crate) section: String,
    pub(crate) topic: String,
    pub(crate) reasons: Vec<Reason>,
}

impl Head {
    pub(crate) fn at(title: Range<usize>, reason: Reason) -> Self {
        Self { body: title.end, title, reasons: vec![reason], ..Self::default() }
    }

    /// Its first line.
    pub(crate) fn start(&self) -> usize {
        self.kicker.unwrap_or(self.title.start)
    }
}

/// Joins heads found by several stages, the surest stage first: what overlaps a surer head adds its
/// reasons to it, the rest are heads of their own.
pub(crate) fn merge(sure: &mut Vec<Head>, more: Vec<Head>) {
    // both lists are in the order of the text, so one walk meets all overlaps
    let mut added = Vec::new();
    let mut at = 0;
    for head in more {
        while sure.get(at).is_some_and(|other| other.body.max(other.title.end) <= head.start()) {
            at += 1;
        }
        match sure.get_mut(at) {
            Some(other) if other.start() < head.body.max(head.title.end) => {
                for reason in head.reasons {
                    if !other.reasons.iter().any(|known| known.text == reason.text) {
                        other.reasons.push(reason);
                    }
                }
                if other.section.is_empty() {
                    other.section = head.section;
                }
            }
            _ => added.push(head),
        }
    }
    sure.extend(added);
    sure.sort_by_key(|head| (head.start(), head.title.end));
}

/// Reads what stands between a head's title and its body: a subtitle, bylines, affiliations.
/// `authors` are those the contents name.
pub(crate) fn complete(page: &Page<'_>, head: &mut Head, limit: usize, authors: &[String]) {
    const MOST: usize = 6;
    let mut at = head.title.end;
    let stop = limit.min(at + MOST);
    while at < stop {
        let text = page.short(at, 120);
        let bare = text.trim_start();
        if text.is_empty() || page.line(at).level > 0 || page.line(at).opens {
            break;
        }
        if bare.starts_with('—')
            && page.line(at).looks_heading()
            && head.byline.is_none()
            && head.subtitle.is_none()
        {
            head.subtitle = Some(at);
        } else if let Some(found) = signature(page, head, at, &text, authors) {
            if let Some(byline) = &mut head.byline {
                byline.authors.extend(found.authors.iter().cloned());
                if byline.affiliation.is_empty() {
                    byline.affiliation.clone_from(&found.affiliation);
                }
            } else {
                let reason = Reason::new(weight(found.form), "a byline stands below the title");
                if !head.reasons.contains(&reason) {
                    head.reasons.push(reason);
                }
                head.byline = Some(found);
            }
        } else if let (Some(byline), Some(body)) = (&mut head.byline, bracketed(bare))
            && page.line(at).looks_heading()
        {
            if byline.affiliation.is_empty() {
                body.clone_into(&mut byline.affiliation);
            }
        } else {
            break;
        }
        at += 1;
    }
    head.body = at;
}

/// The byline in the line at `at`, by its form or because it names the authors the contents name.
fn signature(
    page: &Page<'_>,
    head: &Head,
    at: usize,
    text: &str,
    authors: &[String],
) -> Option<Byline> {
    let fitting = page.byline_at(at).filter(|found| fits(head, found, page, at)).cloned();
    fitting.or_else(|| if head.byline.is_none() { signs(text, authors) } else { None })
}

/// Whether this may be the byline of that head: several in a row are of one form.
fn fits(head: &Head, found: &Byline, page: &Page<'_>, at: usize) -> bool {
    if found.authors.is_empty() {
        return false;
    }
    if let Some(byline) = &head.byline {
        let both = found.form == byline.form && byline.authors.len() < 12;
        return both && page.line(at).blanks == 0;
    }
    // one bare name may as well be a subhead that names a person
    found.form != Form::Names
        || found.authors.len() > 1
        || page.line(at).blanks == 0
        || page.is_abstract(at + 1)
}

/// What stands between brackets that hold the whole row.
fn bracketed(text: &str) -> Option<&str> {
    let text = text.trim();
    let inner = text.strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
    (inked(inner) >= 4).then_some(inner)
}

/// How far a byline goes as evidence.
pub(crate) fn weight(form: Form) -> f64 {
    match form {
        Form::Labelled => 0.6,
        Form::Marked | Form::Affiliated => 0.5,
        Form::Names => 0.3,
    }
}

#[cfg(test)]
mod tests {
    use super::{Head, Reason, merge};

    #[test]
    fn overlapping_heads_share_their_reasons() {
        let head =
            |range: std::ops::Range<usize>, why: &str| Head::at(range, Reason::new(0.5, why));
        let mut sure = vec![head(3..4, "a"), head(9..10, "a")];
        merge(&mut sure, vec![head(0..1, "b"), head(3..5, "b"), head(12..13, "b")]);
        let found: Vec<(usize, usize)> =
            sure.iter().map(|head| (head.title.start, head.reasons.len())).collect();
        assert_eq!(found, [(0, 1), (3, 2), (9, 1), (12, 1)]);
    }
}
