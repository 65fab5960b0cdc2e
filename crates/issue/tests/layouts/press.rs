//! Lays an invented issue out in a form drawn at random.

use crate::words::{Dice, Story};

/// The contents of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Places {
    Missing,
    /// `05 title`
    First,
    /// `P5 title`
    Lettered,
    /// `title …… 5`
    Leader,
    /// `title（5）`
    Bracketed,
    /// `title　5`
    Last,
    /// The page on a row of its own, below the title.
    Alone,
    /// The page on a row of its own, above the title.
    Above,
    /// Titles only.
    Bare,
}

/// What stands below a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signature {
    None,
    TextBar,
    Square,
    Filled,
    Reporter,
    Author,
    Slash,
    Names,
    Bodies,
    InBrackets,
}

/// What stands at an article's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finish {
    None,
    EndMark,
    Editor,
    EditorSlash,
    Source,
}

/// One form of an issue.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent choices, not states")]
pub(crate) struct Layout {
    pub(crate) places: Places,
    pub(crate) authors: &'static str,
    pub(crate) sections: bool,
    pub(crate) split_contents: bool,
    pub(crate) signature: Signature,
    pub(crate) finish: Finish,
    /// Characters of a row; 0 where rows are not broken.
    pub(crate) width: usize,
    pub(crate) indented: bool,
    pub(crate) gap: usize,
    pub(crate) spaced: bool,
    pub(crate) captions: bool,
    pub(crate) kicker: bool,
    /// Characters of a page; 0 where there are no pages.
    pub(crate) page: usize,
    pub(crate) number: &'static str,
    pub(crate) running: &'static str,
    pub(crate) feed: bool,
    pub(crate) around: usize,
    pub(crate) break_titles: bool,
}

impl Layout {
    /// A form that a reader can understand: something besides the titles' looks parts articles.
    pub(crate) fn draw(dice: &mut Dice) -> Self {
        use Places as P;
        use Signature as S;
        let places = dice.pick(&[
            P::Missing,
            P::Missing,
            P::First,
            P::First,
            P::Lettered,
            P::Leader,
            P::Bracketed,
            P::Last,
            P::Alone,
            P::Above,
            P::Bare,
        ]);
        let signatures = [
            S::None,
            S::TextBar,
            S::Square,
            S::Filled,
            S::Reporter,
            S::Author,
            S::Slash,
            S::Names,
            S::Bodies,
            S::InBrackets,
        ];
        let mut layout = Self {
            places,
            authors: dice.pick(&["", " | ", " / ", "……", "　　", "\n| ", "\n"]),
            sections: dice.chance(40),
            split_contents: dice.chance(30),
            signature: dice.pick(&signatures),
            finish: dice.pick(&[
                Finish::None,
                Finish::None,
                Finish::EndMark,
                Finish::Editor,
                Finish::EditorSlash,
                Finish::Source,
            ]),
            width: if dice.chance(50) { 16 + dice.below(30) } else { 0 },
            indented: dice.chance(60),
            gap: dice.below(2),
            spaced: dice.chance(15),
            captions: dice.chance(25),
            kicker: dice.chance(15),
            page: if dice.chance(70) { 500 + dice.below(700) } else { 0 },
            number: dice.pick(&["#", "- # -", "· # ·", "第#页", "—#—", "#/48", "P#", "[#]", ""]),
            running: dice.pick(&[
                "",
                "",
                "田野观察",
                "田野观察　2031年第4期",
                "# 田野观察",
                "田野观察 · #",
            ]),
            feed: dice.chance(15),
            around: dice.below(2),
            break_titles: dice.chance(30),
        };
        // the page stands last: authors before it would need their own form
        if matches!(places, P::Leader | P::Bracketed | P::Last) && layout.authors.starts_with('\n')
        {
            layout.authors = "";
        }
        if places == P::Bare {
            layout.authors = "";
        }
        // names alone, and wide gaps alone, need a second sign beside them
        if places == P::Missing {
            if matches!(layout.signature, S::None | S::Names | S::InBrackets | S::Bodies) {
                layout.signature = S::TextBar;
            }
            layout.kicker = false;
        }
        // rows that are neither broken nor indented need blank rows between paragraphs
        if layout.width > 0 && !layout.indented {
            layout.gap = 1;
        }
        if places == P::Bare {
            layout.kicker = false;
        }
        layout
    }
}

fn contents(layout: &Layout, stories: &[Story], dice: &mut Dice) -> String {
    if layout.places == Places::Missing {
        return String::new();
    }
    let mut out =
        dice.pick(&["目录\n\n", "目　录\n", "目录 CONTENTS\n\n", "CONTENTS\n"]).to_owned();
    let gap = dice.pick(&["\n", "\n", "\n\n"]);
    let mut section = "";
    for (at, story) in stories.iter().enumerate() {
        if layout.sections && story.section != section {
            section = &story.section;
            out.push_str(
                &dice.pick(&["\n【@】\n", "\n@\n", "\n■ @\n", "\n@ FOCUS\n"]).replace('@', section),
            );
        }
        if layout.split_contents && at == stories.len() / 2 {
            out.push_str("\n\n渠水流过新修的石桥，几只白鹭停在浅滩上（张明 摄）\n\n");
        }
        let page = 3 + at * 4;
        let mut entry = story.title.clone();
        if !layout.authors.is_empty() {
            entry.push_str(layout.authors);
            entry.push_str(&story.authors.join(" "));
        }
        let row = match layout.places {
            Places::Missing | Places::Bare => entry,
            Places::First => format!("{page:02} {entry}"),
            Places::Lettered => format!("P{page} {entry}"),
            Places::Leader => format!("{entry}………{page}"),
            Places::Bracketed => format!("{entry}（{page}）"),
            Places::Last => format!("{entry}　　{page}"),
            Places::Alone => format!("{entry}\n{page}"),
            Places::Above => format!("{page}\n{entry}"),
        };
        out.push_str(&row);
        out.push_str(gap);
    }
    out + "\n"
}

fn signature(layout: &Layout, story: &Story) -> Option<String> {
    let names = story.authors.join(" ");
    let body = if story.body.is_empty() { String::new() } else { format!("{} ", story.body) };
    Some(match layout.signature {
        Signature::None => return None,
        Signature::TextBar => format!("文 | {body}{names}"),
        Signature::Square => format!("□ {names}"),
        Signature::Filled => format!("■ 本刊记者 {names}"),
        Signature::Reporter => format!("本刊记者 {names}"),
        Signature::Author if story.body.is_empty() => format!("作者：{names}"),
        Signature::Author => format!("作者：{names}（{}）", story.body),
        Signature::Slash => format!("文/{names}"),
        Signature::Names => story.authors.join("　"),
        Signature::Bodies => format!("某省水利研究所　{names}"),
        Signature::InBrackets => format!("（{body}{names}）"),
    })
}

fn finish(layout: &Layout) -> (&'static str, &'static str) {
    match layout.finish {
        Finish::None => ("", ""),
        Finish::EndMark => ("■", ""),
        Finish::Editor => ("", "（责任编辑：高原）"),
        Finish::EditorSlash => ("", "责任编辑 / 高原"),
        Finish::Source => ("", "（来源：平原日报）"),
    }
}

/// Columns of a character: digits and Latin letters take half of what the others take.
fn columns(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

/// Rows, counted into pages.
struct Press<'a> {
    layout: &'a Layout,
    out: String,
    used: usize,
    page: usize,
}

impl Press<'_> {
    fn row(&mut self, row: &str) {
        self.out.push_str(row);
        self.out.push('\n');
        self.used += row.chars().count();
    }

    fn blank(&mut self, count: usize) {
        self.out.push_str(&"\n".repeat(count));
    }

    /// A page's end, with all that stands there.
    fn turn(&mut self) {
        self.page += 1;
        self.used = 0;
        let page = self.page.to_string();
        self.blank(self.layout.around);
        for furniture in [self.layout.number, self.layout.running] {
            if !furniture.is_empty() {
                self.row(&furniture.replace('#', &page));
            }
        }
        if self.layout.feed {
            self.out.push('\u{c}');
        }
        self.blank(self.layout.around);
    }

    fn is_full(&self) -> bool {
        let marked = !self.layout.number.is_empty() || !self.layout.running.is_empty();
        self.layout.page > 0 && marked && self.used >= self.layout.page
    }

    fn heading(&mut self, text: &str) {
        if self.layout.spaced && text.chars().count() <= 8 {
            let spaced: Vec<String> = text.chars().map(String::from).collect();
            self.row(&spaced.join(" "));
        } else if self.layout.width > 0 && text.chars().count() > self.layout.width {
            let chars: Vec<char> = text.chars().collect();
            for part in chars.chunks(self.layout.width) {
                self.row(&part.iter().collect::<String>());
            }
        } else {
            self.row(text);
        }
    }

    fn paragraph(&mut self, text: &str) {
        let indent = if self.layout.indented { "　　" } else { "" };
        let mut row = indent.to_owned();
        let mut count = indent.chars().map(columns).sum::<usize>();
        let mut left = text.chars().count();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            row.push(c);
            count += columns(c);
            left -= 1;
            let next = chars.peek().copied().unwrap_or(' ');
            // no row and no page begins with a mark or inside a number, and no page ends with a sentence
            let hangs =
                "，。、；！”".contains(next) || (c.is_ascii_digit() && next.is_ascii_digit());
            let full = self.layout.width > 0 && count + 1 >= 2 * self.layout.width;
            self.used += 1;
            let turns = self.is_full()
                && !"。！”".contains(c)
                && left > 25
                && (full || (self.layout.width == 0 && count > 50));
            if left > 0 && !hangs && (full || turns) {
                self.out.push_str(&std::mem::take(&mut row));
                self.out.push('\n');
                count = 0;
                if turns {
                    self.turn();
                }
            }
        }
        self.out.push_str(&row);
        self.out.push('\n');
    }
}

/// The text of an issue in that form.
pub(crate) fn print(layout: &Layout, stories: &[Story], dice: &mut Dice) -> String {
    let mut press = Press { layout, out: String::new(), used: 0, page: 2 };
    press
        .out
        .push_str("田野观察\n2031年第4期 总第88期\n主管 平原省农业厅\n主办 田野观察杂志社\n\n");
    press.out.push_str(&contents(layout, stories, dice));
    let apart = layout.gap + 1 + dice.below(2);
    let (mark, last) = finish(layout);
    for (at, story) in stories.iter().enumerate() {
        press.blank(apart);
        if layout.kicker {
            press.row("新春走基层");
        }
        let cut = story.title.char_indices().nth(8).map(|(at, _)| at);
        match cut.and_then(|cut| story.title.split_at_checked(cut)) {
            Some((first, second)) if layout.break_titles && story.title.chars().count() >= 14 => {
                press.row(first);
                press.row(second);
            }
            _ => press.heading(&story.title),
        }
        if !story.subtitle.is_empty() {
            press.row(&story.subtitle);
        }
        if let Some(signature) = signature(layout, story) {
            press.row(&signature);
        }
        press.blank(layout.gap);
        for (index, (text, subhead)) in story.paragraphs.iter().enumerate() {
            let ends = index + 1 == story.paragraphs.len();
            if *subhead {
                press.row(text);
            } else {
                press.paragraph(&if ends { format!("{text}{mark}") } else { text.clone() });
            }
            if !ends {
                press.blank(layout.gap);
            }
        }
        if !last.is_empty() {
            press.row(last);
        }
        if layout.captions && at % 2 == 0 {
            press.blank(1);
            press.row("▲技术员在田间查看麦苗的长势。（李建国 摄）");
        }
    }
    press.out
}
