use crate::script::{Orthography, ScriptTable, is_han, is_spaced_letter};

/// How much of a text is looked at, in bytes.
const REACH: usize = 16 << 10;
/// Letters of English that say about as much as one Han character.
const LETTERS_PER_HAN: usize = 3;

/// The language of a text, as far as its treatment differs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Chinese in simplified characters.
    #[default]
    ChineseSimplified,
    /// Chinese in traditional characters.
    ChineseTraditional,
    /// English.
    English,
}

/// The language of `text`, by its characters: English where letters outweigh Han characters,
/// else the Chinese whose own characters are more frequent. Text with neither letters nor Han
/// characters counts as simplified Chinese. Only the first 16 KiB are looked at.
///
/// ```
/// use tiyao_text::{Language, detect_language};
///
/// assert_eq!(detect_language("關於食品安全"), Language::ChineseTraditional);
/// ```
pub fn detect_language(text: &str) -> Language {
    let text = text.get(..text.floor_char_boundary(REACH)).unwrap_or(text);
    let table = ScriptTable::get();
    let (mut han, mut letters, mut traditional, mut simplified) = (0, 0, 0, 0);
    for c in text.chars() {
        if is_han(c) {
            han += 1;
            // added without a branch, which nobody could foresee
            let orthography = table.orthography(c);
            traditional += usize::from(orthography == Orthography::Traditional);
            simplified += usize::from(orthography == Orthography::Simplified);
        } else if is_spaced_letter(c) {
            letters += 1;
        }
    }
    if letters > han * LETTERS_PER_HAN {
        Language::English
    } else if traditional > simplified {
        Language::ChineseTraditional
    } else {
        Language::ChineseSimplified
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, detect_language};

    fn check(text: &str, expected: Language) {
        assert_eq!(detect_language(text), expected, "{text}");
    }

    #[test]
    fn languages() {
        check("", Language::ChineseSimplified);
        check("2020-01-02 ！", Language::ChineseSimplified);
        check("食品安全", Language::ChineseSimplified);
        check("食品安全监管，引用龍一字", Language::ChineseSimplified);
        check("臺灣的圖書館與後來的發展", Language::ChineseTraditional);
        check("A study of food safety in 北京", Language::English);
        check("基于Transformer和BERT的食品安全舆情分析", Language::ChineseSimplified);
    }
}
