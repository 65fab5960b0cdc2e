//! The form in which words are segmented and terms are compared, with the way back.

mod form;

use std::borrow::Cow;
use std::cell::OnceCell;

use unicode_normalization::UnicodeNormalization;

use crate::{
    Language, OffsetMap, Span, Step, detect_language,
    interrupt::spend,
    script::{ScriptTable, Simplified, is_han, is_line_break},
};
use form::{Form, form, stays_same};

/// A text in the form in which words are segmented and compared, and where each part of it stands
/// in the text it was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Normalized {
    text: String,
    map: OffsetMap,
}

impl Normalized {
    /// The normalized text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// From its bytes to those of the text it was made from.
    pub fn map(&self) -> &OffsetMap {
        &self.map
    }

    /// The smallest span of the text it was made from that `span` of the normalized text stands
    /// for. A span that ends inside a character is widened to all of it.
    pub fn trace(&self, span: Span) -> Span {
        self.map.trace(span)
    }
}

/// The form of `text` in which words are segmented and compared; its language decides over the few
/// characters that both traditional and simplified text use.
///
/// Full-width letters and digits, ligatures, units and other compatibility characters become plain
/// ones (NFKC); variants of hyphens, dashes and middle dots become one; traditional characters
/// become simplified ones; characters that show nothing vanish, and so does a line break between
/// two Han characters. Chinese punctuation and the case of letters stay.
///
/// ```
/// use tiyao_text::{Span, normalize};
///
/// let text = "ＰＭ２．５濃度，見圖①";
/// let normalized = normalize(text);
/// assert_eq!(normalized.text(), "PM2.5浓度，见图①");
/// assert_eq!(normalized.trace(Span::new(0, 5)).cut(text), "ＰＭ２．５");
/// ```
pub fn normalize(text: &str) -> Normalized {
    Normalizer::new(text, None).run()
}

/// As [`normalize`], for a text whose language is known: a title is too short to show it.
pub fn normalize_as(text: &str, language: Language) -> Normalized {
    Normalizer::new(text, Some(language)).run()
}

/// The text of [`normalize_as`] alone, for who needs no way back: most text is in that form already,
/// and is borrowed.
pub fn normalized_text(text: &str, language: Language) -> Cow<'_, str> {
    spend(text.len() / BYTES_PER_UNIT);
    if stays_same(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(Normalizer::new(text, Some(language)).run().text)
}

/// The key under which a term is counted and compared: normalized, in lower case, without white
/// space beside Han characters and with single spaces elsewhere.
///
/// ```
/// assert_eq!(tiyao_text::term_key("ＣＯＶＩＤ–19 疫 情"), "covid-19疫情");
/// ```
pub fn term_key(term: &str) -> String {
    if term.chars().all(|c| form(c) == Form::Same && !c.is_uppercase() && c != ' ') {
        return term.to_owned();
    }
    let normalized = normalize(term);
    let mut key = String::with_capacity(normalized.text.len());
    let mut last = None;
    let mut gap = false;
    for c in normalized.text.chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && last.is_some_and(|last| !is_han(last)) && !is_han(c) {
            key.push(' ');
        }
        key.extend(c.to_lowercase());
        last = Some(c);
        gap = false;
    }
    key
}

/// Bytes that are brought into their form for one unit of work.
const BYTES_PER_UNIT: usize = 2;
/// Bytes between two looks whether to go on.
const PIECE: usize = 16 << 10;

struct Normalizer<'t> {
    input: &'t str,
    is_traditional: OnceCell<bool>,
    text: String,
    map: OffsetMap,
    /// Where the run of unchanged characters begins that is not yet copied.
    run: usize,
}

impl<'t> Normalizer<'t> {
    fn new(input: &'t str, language: Option<Language>) -> Self {
        let is_traditional = OnceCell::new();
        if let Some(language) = language {
            // The cell is empty, so that it takes the value.
            let _ = is_traditional.set(language == Language::ChineseTraditional);
        }
        let text = String::with_capacity(input.len());
        Self { input, is_traditional, text, map: OffsetMap::default(), run: 0 }
    }

    fn run(mut self) -> Normalized {
        let mut chars = self.input.char_indices();
        let mut spent = 0;
        while let Some((at, c)) = chars.next() {
            if at >= spent + PIECE {
                spend((at - spent) / BYTES_PER_UNIT);
                spent = at;
            }
            let form = form(c);
            if form == Form::Same {
                continue;
            }
            let end = self.change(at, c, form);
            self.run = end;
            if end > at + c.len_utf8() {
                let Some(rest) = self.input.get(end..) else { break };
                // `char_indices` of the rest would count from 0, so step over what was taken.
                while chars.as_str().len() > rest.len() {
                    chars.next();
                }
            }
        }
        self.copy_run(self.input.len());
        Normalized { text: self.text, map: self.map }
    }

    /// Copies the unchanged characters up to `end`.
    fn copy_run(&mut self, end: usize) {
        if let Some(run) = self.input.get(self.run..end) {
            self.text.push_str(run);
            self.map.push_bytes(self.run, run.len());
        }
        self.run = end;
    }

    /// Writes the form of the character at `at` and of what belongs to it. Gives the end of what
    /// was read.
    fn change(&mut self, at: usize, c: char, form: Form) -> usize {
        let end = at + c.len_utf8();
        match form {
            Form::Same => end,
            Form::As(to) if !self.has_mark(end) => {
                self.copy_run(at);
                self.put(to, at, end);
                end
            }
            Form::As(_) => self.cluster(at, end),
            Form::Gone | Form::Mark => {
                let (end, has_mark) = self.trailing(at);
                if has_mark {
                    return self.cluster(self.base(at), end);
                }
                self.copy_run(at);
                end
            }
            Form::Special if is_line_break(c) => self.line_break(at, c, end),
            Form::Special if self.has_mark(end) => self.cluster(at, end),
            Form::Special => {
                self.copy_run(at);
                self.special(at, c, end);
                end
            }
        }
    }

    /// Whether a combining mark follows, as far as characters that vanish may stand between.
    fn has_mark(&self, at: usize) -> bool {
        self.trailing(at).1
    }

    /// The end of the marks and vanishing characters at `at`, and whether there is a mark.
    fn trailing(&self, at: usize) -> (usize, bool) {
        let (mut end, mut has_mark) = (at, false);
        for c in self.input.get(at..).unwrap_or_default().chars() {
            match form(c) {
                Form::Mark => has_mark = true,
                Form::Gone => {}
                _ => break,
            }
            end += c.len_utf8();
        }
        (end, has_mark)
    }

    /// The start of the unchanged character before `at`, or `at` where there is none.
    fn base(&self, at: usize) -> usize {
        let base = self.input.get(self.run..at).and_then(|run| run.chars().next_back());
        at - base.map_or(0, char::len_utf8)
    }

    /// Writes a character and its marks, as one step. Gives the end of what was read.
    fn cluster(&mut self, start: usize, end: usize) -> usize {
        self.copy_run(start);
        let end = self.trailing(end).0;
        let cluster = self.input.get(start..end).unwrap_or_default();
        let written = self.text.len();
        let shown = cluster.chars().filter_map(|c| match form(c) {
            Form::Gone => None,
            Form::As(to) => Some(to),
            _ => Some(c),
        });
        self.text.extend(shown.nfkc());
        self.step(written, start, end);
        end
    }

    fn line_break(&mut self, at: usize, c: char, end: usize) -> usize {
        let rest = self.input.get(end..).unwrap_or_default();
        let end = if c == '\r' && rest.starts_with('\n') { end + 1 } else { end };
        self.copy_run(at);
        let next = self.input.get(end..).unwrap_or_default().chars().next();
        if !(self.before(at).is_some_and(is_han) && next.is_some_and(is_han)) {
            self.put('\n', at, end);
        }
        end
    }

    fn special(&mut self, at: usize, c: char, end: usize) {
        let before = self.before(at);
        let next = self.input.get(end..).unwrap_or_default().chars().next();
        let table = ScriptTable::get();
        let between =
            |class: fn(char) -> bool| before.is_some_and(class) && next.is_some_and(class);
        match c {
            '’' | '\u{2BC}' | '＇' => {
                let to = if between(char::is_alphabetic) && !between(is_han) { '\'' } else { c };
                self.put(to, at, end);
            }
            '•' => self.put(if between(is_han) { '·' } else { c }, at, end),
            _ if table.depends_on_neighbours(c) => {
                let to = if self.is_traditional() {
                    table.simplified_between(before, c, next)
                } else if let Simplified::Always(to) = table.simplified(c) {
                    to
                } else {
                    c
                };
                self.put(to, at, end);
            }
            _ => {
                let written = self.text.len();
                self.text.extend(std::iter::once(c).nfkc().map(|c| match table.simplified(c) {
                    Simplified::Always(to) => to,
                    _ => c,
                }));
                self.step(written, at, end);
            }
        }
    }

    fn is_traditional(&self) -> bool {
        *self
            .is_traditional
            .get_or_init(|| detect_language(self.input) == Language::ChineseTraditional)
    }

    fn before(&self, at: usize) -> Option<char> {
        self.input.get(..at)?.chars().next_back()
    }

    /// Writes `c` for the input from `start` to `end`.
    fn put(&mut self, c: char, start: usize, end: usize) {
        self.text.push(c);
        self.step(self.text.len() - c.len_utf8(), start, end);
    }

    /// Maps what was written since `written` to the input from `start` to `end`.
    fn step(&mut self, written: usize, start: usize, end: usize) {
        let derived = self.text.len() - written;
        if derived == 0 {
            return;
        }
        let one_character = self.text.chars().next_back().is_some_and(|c| c.len_utf8() == derived);
        if derived == end - start && derived <= 3 && one_character {
            // A character for one as long: mapped byte by byte, it joins the runs around it.
            self.map.push_bytes(start, derived);
        } else {
            self.map.push(start, Step { derived, origin: end - start });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, normalize, normalize_as, term_key};
    use crate::Span;

    fn check(text: &str, expected: &str) {
        let normalized = normalize(text);
        assert_eq!(normalized.text(), expected);
        assert_eq!(normalized.map().derived_len(), expected.len());
    }

    #[test]
    fn forms() {
        check("", "");
        check("提要：全文，“引文”。", "提要：全文，“引文”。");
        check("ＡＢＣ１２３（％）", "ABC123（%）");
        check("３００㎡的ﬁle，10℃", "300m2的file，10℃");
        check("\u{feff}零\u{200b}宽\u{ad}字\u{0}符", "零宽字符");
        check(
            "e\u{301}te\u{200b}\u{301}\u{301}",
            "éte\u{301}\u{301}".replace("e\u{301}", "é").as_str(),
        );
        check("2019–2020‐x", "2019-2020-x");
        check("列夫‧托尔斯泰•说 • 列", "列夫·托尔斯泰·说 • 列");
        check("don’t说‘好’", "don't说‘好’");
        check("标题\n正文\r\n\r\nend\nof", "标题正文\n\nend\nof");
        check("⻚⼀", "页一");
        check("①10②", "①10②");
    }

    #[test]
    fn several_characters_lead_back_to_the_whole_of_one() {
        // As long as the character that it stands for, but two characters.
        let normalized = normalize("字￣");
        assert_eq!(normalized.text(), "字 \u{304}");
        assert_eq!(normalized.trace(Span::new(3, 4)), Span::new(3, 6));
        assert_eq!(normalized.trace(Span::new(4, 6)), Span::new(3, 6));
    }

    #[test]
    fn characters() {
        check("著作权与乾隆年间", "著作权与乾隆年间");
        check("他看著這本書，著名的著作", "他看着这本书，著名的著作");
        check("乾燥與乾隆的關係，反覆說明", "干燥与乾隆的关系，反复说明");
        check("計畫畫圖", "计划画图");
        assert_eq!(normalize_as("乾燥花", Language::ChineseTraditional).text(), "干燥花");
        assert_eq!(normalize_as("乾燥花", Language::ChineseSimplified).text(), "乾燥花");
    }

    #[test]
    fn the_way_back() {
        let text = "甲\u{200b}２㎡\n乙e\u{301}丙";
        let normalized = normalize(text);
        assert_eq!(normalized.text(), "甲2m2\n乙é丙");
        let back = |start, end| normalized.trace(Span::new(start, end)).cut(text).to_owned();
        assert_eq!(back(0, 3), "甲");
        assert_eq!(back(3, 4), "２");
        assert_eq!(back(4, 5), "㎡");
        assert_eq!(back(10, 12), "e\u{301}");
        assert_eq!(back(0, 15), text);
    }

    #[test]
    fn keys() {
        assert_eq!(term_key("  Machine  Learning "), "machine learning");
        assert_eq!(term_key("人 工\n智 能 AI"), "人工智能ai");
        assert_eq!(term_key("經濟"), "经济");
        assert_eq!(term_key("5Ｇ"), "5g");
    }
}
