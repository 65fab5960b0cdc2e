//! What holds for every text, checked on random ones.

use encoding_rs::GB18030;
use proptest::prelude::*;
use tiyao_text::{
    Encoding, Language, Lexicon, OffsetUnit, Span, UnitTable, decode, detect_language,
    is_stop_word, normalize, normalize_as, normalized_text, rows, sentences, term_key,
};

/// Texts of what goes wrong in practice: Chinese and Latin prose, unpaired marks, stops of all
/// kinds, line breaks, controls, invisible characters, combining marks, other scripts, and noise.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[一-龥]{1,8}",
        2 => "[後體乾著這個的了說]{1,4}",
        3 => "[。！？…；，、：.!?,]{1,3}",
        3 => "[“”‘’《》（）()「」\"'\\[\\]]{1,2}",
        3 => "[a-zA-Z0-9]{1,6}",
        2 => "[-_.@&+#%/’ ]{1,2}",
        2 => "[\\r\\n\\t \u{3000}\u{a0}\u{2028}]{1,3}",
        1 => "[\\x00-\\x1f\u{7f}-\u{9f}\u{ad}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{feff}]{1,2}",
        1 => "[\u{300}-\u{304}\u{3099}\u{1161}\u{ff9e}]{1,3}",
        1 => "[Ａ-Ｚ０-９㎡ﬁ①⼀⻚ｶ한カא🍚👨‍👩‍👧𠮷]{1,3}",
        1 => ".{0,4}",
        1 => "(Dr|No|e\\.g|U\\.S|www\\.a|http://b|3\\.5%|1,000)\\.? ?",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Spans of `text` follow one another from its start to its end.
fn check_cover(text: &str, spans: &[Span]) {
    let joined: String = spans.iter().map(|span| span.cut(text)).collect();
    assert_eq!(joined, text);
    assert!(spans.iter().all(|span| !span.is_empty()));
}

fn encode(text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    Some(match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Encoding::Gb18030 => match GB18030.encode(text) {
            (bytes, _, false) => bytes.into_owned(),
            _ => return None,
        },
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_join(text in texts()) {
        check_cover(&text, &rows(&text));
    }

    #[test]
    fn sentences_join(text in texts()) {
        let spans = sentences(&text);
        check_cover(&text, &spans);
        // A sentence does not reach beyond the row that it ends with.
        for span in spans {
            let sentence = span.cut(&text);
            prop_assert!(rows(sentence.trim()).len() <= 1, "{sentence:?}");
        }
    }

    #[test]
    fn words_join(text in texts()) {
        for text in [text.clone(), text.split_whitespace().collect()] {
            let words = Lexicon::builtin().segment(&text);
            let spans: Vec<Span> = words.iter().map(|word| word.span).collect();
            check_cover(&text, &spans);
        }
    }

    #[test]
    fn normalized_text_leads_back(text in texts()) {
        let normalized = normalize(&text);
        prop_assert_eq!(normalized.map().derived_len(), normalized.text().len());
        let mut last = Span::default();
        for (at, c) in normalized.text().char_indices() {
            let span = normalized.trace(Span::new(at, at + c.len_utf8()));
            prop_assert!(!span.is_empty() && text.get(span.start()..span.end()).is_some());
            prop_assert!(span == last || span.start() >= last.end(), "{span:?} after {last:?}");
            prop_assert!(!c.is_control() || c == '\n');
            last = span;
        }
        prop_assert!(last.end() <= text.len());
    }

    #[test]
    fn the_way_back_may_be_left_out(text in texts()) {
        for language in
            [Language::ChineseSimplified, Language::ChineseTraditional, Language::English]
        {
            let normalized = normalize_as(&text, language);
            prop_assert_eq!(normalized_text(&text, language), normalized.text());
        }
    }

    #[test]
    fn a_term_key_is_its_own_key(text in "[ａ-ｚA-Z一-龥\u{200b}\n -]{0,9}") {
        let key = term_key(&text);
        prop_assert_eq!(term_key(&key), key.clone());
        is_stop_word(&key);
    }

    #[test]
    fn a_span_cuts_the_same_text_in_every_unit(text in texts(), from in 0_usize..64, len in 0_usize..64) {
        detect_language(&text);
        let chars: Vec<char> = text.chars().collect();
        let from = from.min(chars.len());
        let to = (from + len).min(chars.len());
        let bytes = |count: usize| chars.iter().take(count).map(|c| c.len_utf8()).sum();
        let span = Span::new(bytes(from), bytes(to));
        let in_unit = |unit| {
            let table = UnitTable::new(&text, unit);
            let index = table.index(&text, None);
            index.offset(span.start())..index.offset(span.end())
        };
        prop_assert_eq!(text.get(in_unit(OffsetUnit::Utf8Byte)).unwrap(), span.cut(&text));
        let points: String = chars[in_unit(OffsetUnit::CodePoint)].iter().collect();
        prop_assert_eq!(points, span.cut(&text));
        let units: Vec<u16> = text.encode_utf16().collect();
        let units = String::from_utf16(&units[in_unit(OffsetUnit::Utf16CodeUnit)]).unwrap();
        prop_assert_eq!(units, span.cut(&text));
    }

    #[test]
    fn encoded_text_comes_back(text in texts()) {
        for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030] {
            // Some private characters have no place of their own in GB18030.
            let Some(bytes) = encode(&text, encoding) else { continue };
            // A text of control characters is refused as binary.
            let Ok(decoded) = decode(&bytes, Some(encoding)) else { continue };
            prop_assert_eq!(&decoded.text, &text);
            prop_assert!(decoded.invalid.is_empty());
            let table = UnitTable::new(&text, OffsetUnit::ReceivedByte);
            let index = table.index(&text, Some(&decoded.map));
            for (at, c) in text.char_indices() {
                let span = decoded.received(Span::new(at, at + c.len_utf8()));
                let received = index.offset(at)..index.offset(at + c.len_utf8());
                prop_assert_eq!(span.start()..span.end(), received.clone());
                prop_assert_eq!(&bytes[received], encode(&c.to_string(), encoding).unwrap());
            }
        }
    }

    #[test]
    fn decoding_is_total(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        use Encoding::{Gb18030, Utf8, Utf16Be, Utf16Le};
        for declared in [None, Some(Utf8), Some(Utf16Le), Some(Utf16Be), Some(Gb18030)] {
            let Ok(decoded) = decode(&bytes, declared) else { continue };
            prop_assert_eq!(decoded.map.derived_len(), decoded.text.len());
            prop_assert_eq!(decoded.received(Span::of(&decoded.text)), Span::new(0, bytes.len()));
        }
    }
}
