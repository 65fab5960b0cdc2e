//! Lays an invented issue out in a form.

use crate::{
    form::{Form, Mark},
    listing::{broken, listing},
    matter::{back, byline, caption, finish, metadata, notice},
    words::{Dice, Story},
};

/// An issue in print.
#[derive(Clone, Debug, Default)]
pub(crate) struct Print {
    pub(crate) text: String,
    pub(crate) places: Vec<Place>,
}

/// Where an article was printed, and what belongs to its text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    /// First byte of what stands above the title, or of the title.
    pub(crate) head: usize,
    /// The byte behind the title's last row.
    pub(crate) body: usize,
    pub(crate) title: String,
    pub(crate) paragraphs: Vec<(String, bool)>,
    /// Notices begin articles of their own, whose words are no concern here.
    pub(crate) is_notice: bool,
}

/// Columns of a character: digits and Latin letters take half of what the others take.
fn columns(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

/// Rows, counted into pages.
struct Press<'a> {
    form: &'a Form,
    out: String,
    used: usize,
    page: usize,
    title: String,
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
        let furniture = self.form.furniture;
        self.blank(furniture.around);
        for row in [furniture.number, furniture.running] {
            if !row.is_empty() {
                let row = row.replace('#', &page).replace('@', &self.title);
                self.row(&row);
            }
        }
        if furniture.feed {
            self.out.push('\u{c}');
        }
        self.blank(furniture.around);
    }

    fn is_full(&self) -> bool {
        self.form.furniture.length > 0 && self.used >= self.form.furniture.length
    }

    fn title(&mut self, title: &str, at: usize) {
        const SPACED: usize = 12;
        let form = self.form;
        let shown = if form.spaced && title.chars().count() <= SPACED {
            title.chars().map(String::from).collect::<Vec<_>>().join(" ")
        } else {
            broken(title, form.title_rows)
        };
        let shown = match form.mark {
            Mark::None | Mark::Setext => shown,
            Mark::Lenticular => format!("【{shown}】"),
            Mark::Book => format!("《{shown}》"),
            Mark::Bullet(bullet) => format!("{bullet}{shown}"),
            Mark::Digit => format!("{}. {shown}", at + 1),
            Mark::Han => {
                let numbers = "一二三四五六七八九十";
                format!("{}、{shown}", numbers.chars().nth(at).unwrap_or('百'))
            }
            Mark::Atx => format!("## {shown}"),
            Mark::Bold => format!("**{shown}**"),
        };
        for row in shown.split('\n') {
            let margin =
                if form.centred { 20_usize.saturating_sub(row.chars().count() / 2) } else { 0 };
            self.row(&["　".repeat(margin).as_str(), row].concat());
        }
        if form.mark == Mark::Setext {
            self.row("------");
        }
    }

    /// A row that is no running text, broken where the paragraphs are.
    fn aside(&mut self, text: &str) {
        if self.form.wrap.columns > 0 && text.chars().count() * 2 > self.form.wrap.columns {
            self.paragraph(text);
        } else {
            self.row(text);
        }
    }

    fn paragraph(&mut self, text: &str) {
        if self.form.english {
            self.words(text);
            return;
        }
        let wrap = self.form.wrap;
        let mut row = wrap.first.to_owned();
        let width = |row: &str| row.chars().map(columns).sum::<usize>();
        let mut count = width(&row);
        let mut left = text.chars().count();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            row.push(c);
            count += columns(c);
            left -= 1;
            let next = chars.peek().copied().unwrap_or(' ');
            let digits = c.is_ascii_digit() && next.is_ascii_digit();
            // no row begins with a mark or inside a number, and no page ends with a sentence
            let hangs = "，。、；！”".contains(next) || digits;
            let full = if wrap.by_characters {
                wrap.columns > 0 && 2 * row.chars().count() >= wrap.columns
            } else {
                wrap.columns > 0 && count + 1 >= wrap.columns
            };
            self.used += 1;
            let turns = self.is_full()
                && !hangs
                && !"。！”".contains(c)
                && left > 25
                && (full || (wrap.columns == 0 && count > 50));
            if left > 0 && (turns || (full && (!hangs || wrap.by_characters))) {
                self.out.push_str(&std::mem::take(&mut row));
                self.out.push('\n');
                if wrap.doubled {
                    self.out.push('\n');
                }
                row.push_str(wrap.rest);
                count = width(&row);
                if turns {
                    self.turn();
                }
            }
        }
        self.out.push_str(&row);
        self.out.push('\n');
    }

    /// A paragraph whose rows break between words.
    fn words(&mut self, text: &str) {
        let mut count = 0;
        for word in text.split(' ') {
            if count > 0 {
                let full =
                    self.form.wrap.columns > 0 && count + 1 + word.len() > self.form.wrap.columns;
                self.out.push(if full { '\n' } else { ' ' });
                count = if full { 0 } else { count + 1 };
            }
            self.out.push_str(word);
            count += word.len();
        }
        self.out.push('\n');
    }
}

/// The text of an issue in that form.
pub(crate) fn print(form: &Form, stories: &[Story], dice: &mut Dice) -> Print {
    let mut press =
        Press { form, out: masthead(form).to_owned(), used: 0, page: 2, title: String::new() };
    let list = form.contents.as_ref().map(|list| (list.at_end, listing(form, list, stories, dice)));
    if let Some((false, list)) = &list {
        press.out.push_str(list);
    }
    let mut places = Vec::new();
    let noticed = if form.notices { stories.len() / 2 } else { stories.len() };
    let mut section = "";
    for (at, story) in stories.iter().enumerate() {
        press.blank(form.apart);
        if at > 0 && !form.separator.is_empty() {
            press.row(form.separator);
            press.blank(1);
        }
        if at == noticed {
            let [title, text, contact] = notice(dice);
            let head = press.out.len();
            press.row(title);
            let body = press.out.len();
            press.blank(form.below);
            press.paragraph(text);
            press.row(contact);
            press.blank(form.apart);
            places.push(Place { head, body, is_notice: true, ..Place::default() });
        }
        let mut head = press.out.len();
        if form.sections && section != story.section {
            section = &story.section;
            press.row(section);
            press.blank(1);
        }
        press.title.clone_from(&story.title);
        if form.kickers && dice.chance(50) {
            press.row(dice.pick(&["新春走基层", "乡村振兴一线观察", "深化改革进行时"]));
        }
        if form.mark == Mark::Setext || form.mark == Mark::Atx {
            head = press.out.len();
        }
        places.push(article(&mut press, story, (at, head), dice));
    }
    if let Some((true, list)) = &list {
        press.blank(form.apart + 1);
        press.out.push_str(list);
    }
    Print { text: press.out, places }
}

fn masthead(form: &Form) -> &'static str {
    match (form.english, form.mark) {
        (true, _) => "FIELD REVIEW\nVol. 12 No. 3\n\n",
        (_, Mark::Atx) => "# 田野观察 第4期\n\n",
        (_, Mark::Setext) => "田野观察 第4期\n============\n\n",
        _ => "田野观察\n2031年第4期 总第88期\n主管 平原省农业厅\n主办 田野观察杂志社\n\n",
    }
}

fn article(
    press: &mut Press<'_>,
    story: &Story,
    (at, head): (usize, usize),
    dice: &mut Dice,
) -> Place {
    let form = press.form;
    press.title(&story.title, at);
    let marked = matches!(form.mark, Mark::Atx | Mark::Setext | Mark::Bold);
    if marked {
        press.blank(1);
    }
    if form.subtitles && !story.subtitle.is_empty() {
        press.row(&story.subtitle);
    }
    let body = press.out.len();
    for row in byline(form.signature, story) {
        press.row(&row);
    }
    press.blank(form.below);
    let mut paragraphs = Vec::new();
    for row in metadata(form, story, dice) {
        press.aside(&row);
        press.blank(form.gap);
        paragraphs.push((row, false));
    }
    let (mark, last) = finish(form.finish);
    for (index, (text, subhead)) in story.paragraphs.iter().enumerate() {
        let ends = index + 1 == story.paragraphs.len();
        let mut text = text.clone();
        if form.dateline && index == 0 {
            text.insert_str(0, "本报临江7月2日电　");
        }
        paragraphs.push((text.clone(), *subhead));
        if *subhead {
            press.row(&if form.mark == Mark::Atx { format!("### {text}") } else { text });
        } else {
            press.paragraph(&if ends { text + mark } else { text });
        }
        if !ends {
            press.blank(form.gap);
        }
        if form.captions && !ends && !subhead && dice.chance(20) {
            press.blank(1);
            press.row(&caption(dice));
            press.blank(1);
        }
    }
    if !last.is_empty() {
        press.row(last);
    }
    for row in back(form, dice) {
        press.blank(form.gap);
        press.aside(row);
        paragraphs.push((row.to_owned(), false));
    }
    Place { head, body, title: story.title.clone(), paragraphs, is_notice: false }
}
