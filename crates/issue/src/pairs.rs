//! Quotation marks and brackets without their partners.

use tiyao_text::Span;
use tiyao_text::interrupt::spend;

use crate::Paragraph;

/// Which pair a mark is of, and whether it opens it; the half-width brackets count with the
/// full-width ones, for scanned texts mix them.
fn pair(mark: char) -> Option<(usize, bool)> {
    Some(match mark {
        '“' => (0, true),
        '”' => (0, false),
        // an interval may open and close with different brackets: ［a，b）
        '（' | '(' | '［' | '[' => (1, true),
        '）' | ')' | '］' | ']' => (1, false),
        '《' => (2, true),
        '》' => (2, false),
        '「' => (3, true),
        '」' => (3, false),
        '『' => (4, true),
        '』' => (4, false),
        '【' => (5, true),
        '】' => (5, false),
        _ => return None,
    })
}

/// How many paragraphs a quotation may run through.
const REACH: usize = 12;

/// A mark without its partner.
struct Lone {
    paragraph: usize,
    /// Which pair it is of.
    pair: usize,
    opens: bool,
    mark: char,
    /// Where it stands in its paragraph's text.
    at: usize,
}

/// A mark without its partner, in the source.
pub(crate) struct Unpaired {
    pub(crate) mark: char,
    pub(crate) spans: Vec<Span>,
    /// The mark that should stand there; empty when that is not sure.
    pub(crate) suggestion: String,
}

/// The first mark of each paragraph that has no partner in it, nor in the paragraphs next to it.
pub(crate) fn unpaired(paragraphs: &[Paragraph]) -> Vec<Unpaired> {
    let mut lone: Vec<Lone> = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        for mark in alone(at, paragraph.excerpt.text()) {
            // a quotation may go on through several paragraphs, and open anew in each
            let near = lone.iter().enumerate().rev();
            let partner = near
                .take_while(|(_, open)| at <= open.paragraph + REACH)
                .find(|(_, open)| open.opens && !mark.opens && open.pair == mark.pair)
                .map(|(place, _)| place);
            match partner {
                Some(open) => lone.truncate(open),
                None => lone.push(mark),
            }
        }
    }
    // a quotation that goes on may open anew with each paragraph
    let quotes = |at: usize| paragraphs.get(at).is_some_and(|p| p.excerpt.text().starts_with('“'));
    lone.retain(|mark| !(mark.mark == '“' && (mark.at == 0 || quotes(mark.paragraph + 1))));
    lone.chunk_by(|one, next| one.paragraph == next.paragraph)
        .filter_map(|marks| {
            let excerpt = &paragraphs.get(marks.first()?.paragraph)?.excerpt;
            let (mark, suggestion) = turned(marks, excerpt.text())
                .map_or((marks.first()?, String::new()), |(mark, turned)| (mark, turned.into()));
            let span = Span::new(mark.at, mark.at + mark.mark.len_utf8());
            Some(Unpaired { mark: mark.mark, spans: excerpt.trace(span), suggestion })
        })
        .collect()
}

/// `“甲“，`: the second of two marks that open, where it must close what the first one opens.
fn turned<'a>(marks: &'a [Lone], text: &str) -> Option<(&'a Lone, &'static str)> {
    /// Most bytes of what is quoted.
    const NEAR: usize = 60;
    let [first, second] = marks else { return None };
    let closing = match first.mark {
        '“' => "”",
        '《' => "》",
        '「' => "」",
        '『' => "』",
        '【' => "】",
        _ => return None,
    };
    let inner = text.get(first.at + first.mark.len_utf8()..second.at)?;
    let behind = text.get(second.at + second.mark.len_utf8()..)?.chars().next();
    let quoted =
        inner.chars().next_back().is_some_and(char::is_alphanumeric) && inner.len() <= NEAR;
    let ends = behind.is_none_or(|c| "，。、；：！？".contains(c));
    (first.mark == second.mark && quoted && ends).then_some((second, closing))
}

/// The marks without a partner in one text, in its order.
fn alone(paragraph: usize, text: &str) -> Vec<Lone> {
    /// Marks that are kept in mind at once: a text of nothing but brackets has no pairs to find.
    const MOST: usize = 16;
    let mut lone: Vec<Lone> = Vec::new();
    let mut before = ' ';
    for (at, mark) in text.char_indices() {
        spend(1);
        if let Some((pair, opens)) = pair(mark) {
            let partner = if opens {
                None
            } else {
                lone.iter().rposition(|open| open.opens && open.pair == pair)
            };
            // 1）, a）: the number of an item
            let numbers = before.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(before);
            let item = !opens && numbers && "）)".contains(mark);
            match partner {
                Some(open) => drop(lone.remove(open)),
                None if !item && lone.len() < MOST => {
                    lone.push(Lone { paragraph, pair, opens, mark, at });
                }
                None => {}
            }
        }
        before = mark;
    }
    lone.retain(|mark| !mark.mark.is_ascii() && !matches!(mark.mark, '［' | '］'));
    lone
}

#[cfg(test)]
mod tests {
    use super::unpaired;
    use crate::paragraphs;

    fn check(text: &str, expected: &[&str]) {
        let found = unpaired(&paragraphs(text));
        let found: Vec<String> = found
            .iter()
            .map(|lone| {
                let start = lone.spans.first().map_or(0, |span| span.start());
                text.get(start..).unwrap_or_default().chars().take(3).collect()
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn marks_without_partners() {
        check("他读了《春天。\n\n她说：“来了。”\n", &["《春天"]);
        check("他走了）。（来了)。\n", &["）。（"]);
        check("“（《【甲乙丙丁》，他说了很多。\n", &["（《【"]);
    }

    #[test]
    fn a_mark_that_is_turned_around() {
        let text = "他读了《春天《，很高兴。\n";
        let found = unpaired(&paragraphs(text));
        let found: Vec<(&str, &str)> =
            found.iter().map(|lone| (lone.spans[0].cut(text), lone.suggestion.as_str())).collect();
        assert_eq!(found, [("《", "》")]);
    }

    #[test]
    fn what_needs_no_partner() {
        check("1）种田。2）收割。\n\n他说：“一年之计在于春。\n\n“一日之计在于晨。”\n", &[]);
        check("他说：“一年之计在于春。\n\n一日之计在于晨。”\n", &[]);
        check("区间［甲，乙）里的人。他读了书［3］。\n", &[]);
    }
}
