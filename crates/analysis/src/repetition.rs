//! Whether one sentence says again what another says.

use std::collections::HashSet;

use tiyao_text::interrupt::spend;
use tiyao_text::script::is_han;

/// The share of a sentence's pairs of signs that stand in another one which says the same: above it
/// the sentences are one put in two ways, below it two that share a long name.
const SHARE: f64 = 0.7;

/// How many times as long the other one may be: a longer one says much else, and would be read again for
/// each short one.
const LONGER: usize = 8;

/// Whether `sentence` says no more than `said`: most of its pairs of signs stand there, and all of its
/// figures. A sign is a Han character, or a word or a number in other letters. What stands in 《》 names
/// what the sentences are about, and is left out.
pub(crate) fn says_again(sentence: &str, said: &str) -> bool {
    if said.len() > LONGER * sentence.len() {
        return false;
    }
    spend(sentence.len() + said.len());
    let (sentence, said) = (sentence.to_lowercase(), said.to_lowercase());
    let (sentence, said) = (sentence.as_str(), said.as_str());
    let known: HashSet<&str> = signs(said).flatten().collect();
    let is_figure = |sign: &&str| sign.starts_with(char::is_numeric);
    if signs(sentence).flatten().filter(is_figure).any(|figure| !known.contains(figure)) {
        return false;
    }
    let known: HashSet<(&str, &str)> = pairs(said).collect();
    let (mut all, mut same) = (0_u32, 0_u32);
    for pair in pairs(sentence) {
        all += 1;
        same += u32::from(known.contains(&pair));
    }
    all > 0 && f64::from(same) >= SHARE * f64::from(all)
}

/// The pairs of signs that no mark parts.
fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    signs(text).zip(signs(text).skip(1)).filter_map(|(first, second)| first.zip(second))
}

/// The signs of a text, `None` for a mark.
fn signs(text: &str) -> impl Iterator<Item = Option<&str>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let title = rest.strip_prefix('《').and_then(|title| title.split_once('》'));
        if let Some((_, behind)) = title {
            rest = behind;
            return Some(None);
        }
        let continues = |c: char| c.is_alphanumeric() && !is_han(c);
        let is_word = continues(first);
        let after = rest.trim_start_matches(continues);
        let length = if is_word { rest.len() - after.len() } else { first.len_utf8() };
        let (sign, behind) = rest.split_at_checked(length)?;
        rest = behind;
        Some((is_word || is_han(first)).then_some(sign))
    })
}

#[cfg(test)]
mod tests {
    use super::says_again;

    #[test]
    fn one_put_in_two_ways() {
        for (sentence, said) in [
            (
                "从7月8日起，文化站每晚免费放映露天电影。",
                "文化站从7月8日起每晚放映露天电影，村民免费观看。",
            ),
            ("The station shows films every night.", "Every night, the station shows films."),
        ] {
            assert!(says_again(sentence, said), "{sentence}");
        }
    }

    #[test]
    fn two_that_share_a_name() {
        for (sentence, said) in [
            ("摄影师皇甫明远昨天办影展。", "皇甫明远说影展办五天。"),
            ("昨天，镇里印发《柳河镇露天电影放映办法》。", "《柳河镇露天电影放映办法》有五章。"),
            ("放映电影36场。", "放映电影28场。"),
            ("文化站放映电影，还办了棋赛、书展和花鼓戏。", "文化站放映电影。"),
            ("The station shows films in 2025.", "The station shows films in 2024."),
            ("。", "。"),
            ("", ""),
        ] {
            assert!(!says_again(sentence, said), "{sentence}");
        }
    }
}
