//! Quotation marks and brackets without their partners.

use tiyao_text::Span;

use crate::Paragraph;

/// Which pair a mark is of, and whether it opens it; the half-width brackets count with the
/// full-width ones, for scanned texts mix them.
fn pair(mark: char) -> Option<(usize, bool)> {
    Some(match mark {
        '“' => (0, true),
        '”' => (0, false),
        '（' | '(' => (1, true),
        '）' | ')' => (1, false),
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

/// The first mark of each paragraph that has no partner in it, nor in the paragraphs next to it:
/// the mark, and its spans in the source.
pub(crate) fn unpaired(paragraphs: &[Paragraph]) -> Vec<(char, Vec<Span>)> {
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
    lone.dedup_by_key(|mark| mark.paragraph);
    lone.iter()
        .filter_map(|lone| {
            let span = Span::new(lone.at, lone.at + lone.mark.len_utf8());
            Some((lone.mark, paragraphs.get(lone.paragraph)?.excerpt.trace(span)))
        })
        .collect()
}

/// The marks without a partner in one text, in its order.
fn alone(paragraph: usize, text: &str) -> Vec<Lone> {
    /// Marks that are kept in mind at once: a text of nothing but brackets has no pairs to find.
    const MOST: usize = 16;
    let mut lone: Vec<Lone> = Vec::new();
    let mut before = ' ';
    for (at, mark) in text.char_indices() {
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
    lone.retain(|mark| !mark.mark.is_ascii());
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
            .map(|(_, spans)| {
                let start = spans.first().map_or(0, |span| span.start());
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
    fn what_needs_no_partner() {
        check("1）种田。2）收割。\n\n他说：“一年之计在于春。\n\n“一日之计在于晨。”\n", &[]);
        check("他说：“一年之计在于春。\n\n一日之计在于晨。”\n", &[]);
    }
}
