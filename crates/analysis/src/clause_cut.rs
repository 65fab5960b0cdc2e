//! The beginning of a sentence, up to the end of a clause.

/// The fewest characters that say something.
const LEAST: usize = 6;

/// Where the longest run of whole clauses from the start of `sentence` ends that has at most
/// `characters`, white space not counted: a byte offset, before the mark behind the clause. No
/// clause ends inside quotation marks, brackets or a number. `None` when not even the first fits, or
/// it is too short to say anything.
pub(crate) fn cut(sentence: &str, characters: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut count = 0_usize;
    let mut end = None;
    let mut chars = sentence.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, c)| c);
        let stops = match c {
            '，' | '；' | '：' => true,
            ',' | ';' | ':' => next.is_none_or(char::is_whitespace),
            _ => false,
        };
        if stops && depth == 0 && (LEAST..=characters).contains(&count) {
            end = Some(at);
        }
        match c {
            '“' | '「' | '『' | '《' | '（' | '(' | '[' => depth += 1,
            '”' | '」' | '』' | '》' | '）' | ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        count += usize::from(!c.is_whitespace());
        if count > characters {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn whole_clauses() {
        let cut_to = |text: &'static str, n| cut(text, n).and_then(|end| text.get(..end));
        let text = "全县推行电子检查单，把监管搬到手机上（也叫“掌上，监管”），效果很好。";
        assert_eq!(cut_to(text, 9), Some("全县推行电子检查单"));
        assert_eq!(cut_to(text, 8), None);
        assert_eq!(cut_to(text, 26), Some("全县推行电子检查单"));
        assert_eq!(
            cut_to(text, 30),
            Some("全县推行电子检查单，把监管搬到手机上（也叫“掌上，监管”）")
        );
        assert_eq!(cut_to("今年，收入增长。", 5), None);
        let english = "The county sold 1,200 tons of mushrooms, more than last year.";
        assert_eq!(cut_to(english, 40), Some("The county sold 1,200 tons of mushrooms"));
    }
}
