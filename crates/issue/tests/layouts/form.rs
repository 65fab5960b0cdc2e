//! The form of an issue: every choice a layout makes, apart from its words.

use crate::words::Dice;

/// Where the contents say the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pages {
    /// `05 title`
    First,
    /// `P5 title`
    Lettered,
    /// `title …… 5`
    Leader,
    /// `title......5`
    Dots,
    /// `title（5）`
    Bracketed,
    /// `title [5]`
    Square,
    /// `title 第5页`
    Ordinal,
    /// `title　5`
    Last,
    /// On a row of its own, below the title.
    Below,
    /// On a row of its own, above the title.
    Above,
    /// Nowhere: titles only.
    Bare,
    /// `1.title；`, as a broadcast lists its items.
    Items,
}

/// What splits the contents in two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Split {
    None,
    Masthead,
    Caption,
    Page,
}

/// The contents of an issue.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent choices, not states")]
pub(crate) struct Contents {
    pub(crate) pages: Pages,
    /// What stands between title and authors; empty where no authors are listed.
    pub(crate) authors: &'static str,
    pub(crate) sections: bool,
    pub(crate) split: Split,
    pub(crate) at_end: bool,
    /// About half of the articles are listed.
    pub(crate) partial: bool,
    /// So many entries have no article.
    pub(crate) absent: usize,
    /// Rows of a long title.
    pub(crate) rows: usize,
    /// Characters were misread by a machine.
    pub(crate) scarred: bool,
}

/// What stands below a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signature {
    None,
    /// `文 | 单位 姓名`
    TextBar,
    /// `□ 姓名`
    Square,
    /// `■ 本刊记者 姓名`
    Filled,
    /// `本刊记者 姓名`
    Reporter,
    /// `作者：姓名（单位）`
    Author,
    /// `文/姓名`
    Slash,
    /// `文/记者 姓名`
    SlashReporter,
    /// `（记者 姓名）`
    ReporterInBrackets,
    /// `撰文 姓名`
    Written,
    Names,
    /// Names, and the affiliation in brackets on the next row.
    NamesAndBody,
    /// `单位　姓名`
    Bodies,
    InBrackets,
    /// `*姓名*`
    Emphasis,
    /// `By John Miller`
    By,
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

/// What marks a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    None,
    Lenticular,
    Book,
    Bullet(&'static str),
    /// `1. title`
    Digit,
    /// `一、title`
    Han,
    /// Markdown `## title`
    Atx,
    /// A row of dashes below.
    Setext,
    /// `**title**`
    Bold,
}

/// Headings inside articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subheads {
    None,
    Bare,
    /// `一、`
    Han,
    /// `（一）`
    Bracketed,
    /// `1. `
    Digit,
    /// `1 `
    Section,
}

/// How paragraphs are set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wrap {
    /// Columns of a row, two to a Chinese character; 0 where rows are not broken.
    pub(crate) columns: usize,
    /// Rows break after so many characters, whatever their width and marks.
    pub(crate) by_characters: bool,
    pub(crate) first: &'static str,
    pub(crate) rest: &'static str,
    /// A blank row stands between all rows.
    pub(crate) doubled: bool,
}

/// What stands at a page's end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Furniture {
    /// Characters of a page; 0 where there are no pages.
    pub(crate) length: usize,
    /// `#` stands for the page.
    pub(crate) number: &'static str,
    /// `#` stands for the page, `@` for the article's title.
    pub(crate) running: &'static str,
    pub(crate) feed: bool,
    pub(crate) around: usize,
}

/// One form of an issue.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent choices, not states")]
pub(crate) struct Form {
    pub(crate) english: bool,
    pub(crate) traditional: bool,
    pub(crate) contents: Option<Contents>,
    pub(crate) signature: Signature,
    pub(crate) finish: Finish,
    pub(crate) mark: Mark,
    /// A row of its own between articles.
    pub(crate) separator: &'static str,
    /// Rows of a long title.
    pub(crate) title_rows: usize,
    pub(crate) long_titles: bool,
    pub(crate) short_titles: bool,
    pub(crate) spaced: bool,
    pub(crate) centred: bool,
    pub(crate) kickers: bool,
    pub(crate) subtitles: bool,
    /// Names of sections stand above their articles.
    pub(crate) sections: bool,
    pub(crate) dateline: bool,
    pub(crate) subheads: Subheads,
    pub(crate) captions: bool,
    pub(crate) metadata: bool,
    pub(crate) references: bool,
    pub(crate) footnotes: bool,
    pub(crate) notices: bool,
    pub(crate) wrap: Wrap,
    pub(crate) furniture: Furniture,
    /// Blank rows between paragraphs, between articles, and below a head.
    pub(crate) gap: usize,
    pub(crate) apart: usize,
    pub(crate) below: usize,
}

/// Forms of page numbers.
pub(crate) const NUMBERS: [&str; 12] = [
    "#",
    "- # -",
    "-#-",
    "— # —",
    "—#—",
    "·#·",
    "· # ·",
    "第#页",
    "第 # 页 共 48 页",
    "#/48",
    "[#]",
    "P#",
];
const BYLINES: [Signature; 13] = {
    use Signature as S;
    [
        S::TextBar,
        S::Square,
        S::Filled,
        S::Reporter,
        S::Author,
        S::Slash,
        S::SlashReporter,
        S::ReporterInBrackets,
        S::Written,
        S::Names,
        S::NamesAndBody,
        S::Bodies,
        S::InBrackets,
    ]
};

impl Contents {
    /// Contents with the page anywhere, and the authors where that page leaves room for them.
    pub(crate) fn draw(dice: &mut Dice) -> Self {
        use Pages as P;
        let pages = dice.pick(&[
            P::First,
            P::First,
            P::Lettered,
            P::Leader,
            P::Dots,
            P::Bracketed,
            P::Square,
            P::Ordinal,
            P::Last,
        ]);
        Self::with(dice, pages)
    }

    pub(crate) fn with(dice: &mut Dice, pages: Pages) -> Self {
        use Pages as P;
        let authors = match pages {
            P::Bare | P::Items => "",
            P::Leader | P::Dots | P::Below | P::Above => dice.pick(&["", " | ", " / ", "　　"]),
            P::Bracketed | P::Square | P::Ordinal | P::Last => dice.pick(&["", " | ", " / "]),
            P::First | P::Lettered => dice.pick(&["", " | ", " / ", "……", "　　", "\n| ", "\n"]),
        };
        Self {
            pages,
            authors,
            sections: dice.chance(30),
            split: Split::None,
            at_end: false,
            partial: false,
            absent: 0,
            rows: 1,
            scarred: false,
        }
    }
}

impl Form {
    /// A quiet form: contents, bylines and blank rows of any sort; the families add what is theirs.
    pub(crate) fn draw(dice: &mut Dice) -> Self {
        let pages = dice.chance(60);
        Self {
            english: false,
            traditional: false,
            contents: Some(Contents::draw(dice)),
            signature: dice.pick(&BYLINES),
            finish: dice.pick(&[
                Finish::None,
                Finish::None,
                Finish::EndMark,
                Finish::Editor,
                Finish::EditorSlash,
                Finish::Source,
            ]),
            mark: Mark::None,
            separator: "",
            title_rows: 1,
            long_titles: false,
            short_titles: false,
            spaced: false,
            centred: false,
            kickers: false,
            subtitles: dice.chance(20),
            sections: false,
            dateline: false,
            subheads: dice.pick(&[Subheads::None, Subheads::None, Subheads::Han]),
            captions: false,
            metadata: false,
            references: false,
            footnotes: false,
            notices: false,
            wrap: Wrap {
                columns: 0,
                by_characters: false,
                first: dice.pick(&["", "　　", "　　"]),
                rest: "",
                doubled: false,
            },
            furniture: Furniture {
                length: if pages { 700 + dice.below(700) } else { 0 },
                number: dice.pick(&NUMBERS),
                running: "",
                feed: dice.chance(15),
                around: dice.below(2),
            },
            gap: dice.below(2),
            apart: 1 + dice.below(3),
            below: dice.below(2),
        }
    }

    /// Breaks the rows; rows that are neither indented nor parted would leave nobody a paragraph.
    pub(crate) fn break_rows(&mut self, dice: &mut Dice, columns: usize) {
        self.wrap.columns = columns;
        (self.wrap.first, self.wrap.rest) =
            dice.pick(&[("　　", ""), ("　　", ""), ("    ", ""), ("", "")]);
        if self.wrap.first.is_empty() {
            self.gap = 1;
        }
    }

    /// Leaves out what announces articles besides their titles.
    pub(crate) fn strip(&mut self) {
        self.contents = None;
        self.signature = Signature::None;
        self.finish = Finish::None;
        self.subheads = Subheads::None;
        self.subtitles = false;
        self.furniture.length = 0;
    }
}
