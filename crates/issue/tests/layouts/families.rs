//! The families of forms, each with what it must keep to and leaves to chance.

use crate::{
    form::{Contents, Finish, Form, Mark, NUMBERS, Pages, Signature, Split, Subheads},
    words::Dice,
};

/// One family of forms.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Family {
    pub(crate) name: &'static str,
    /// Makes a quiet form one of the family.
    pub(crate) turn: fn(&mut Form, &mut Dice),
    /// Least boundary and body F1 in a hundred.
    pub(crate) floor: (f64, f64),
}

/// What the families reach unless they say otherwise.
const FLOOR: (f64, f64) = (98.0, 98.0);

const fn family(name: &'static str, turn: fn(&mut Form, &mut Dice)) -> Family {
    Family { name, turn, floor: FLOOR }
}

const fn hard(name: &'static str, turn: fn(&mut Form, &mut Dice), floor: (f64, f64)) -> Family {
    Family { name, turn, floor }
}

/// All families. Some stay below what the others reach, and state their own floor:
/// where all headings of a short issue look alike and nothing but a blank row parts them, they may
/// as well be the subheads of one article, and an issue read so loses all its articles at once
/// (bare titles, drawn lines, and the Markdown whose headings are bold or underlined); four English
/// entries without bylines may be too few to be contents; and where everything is drawn at once,
/// unmarked captions and labels in traditional characters stay in the text.
pub(crate) const FAMILIES: [Family; 43] = [
    family("pages first", |form, dice| list(form, dice, Pages::First)),
    family("pages lettered", |form, dice| list(form, dice, Pages::Lettered)),
    family("leader dots", |form, dice| {
        let pages = dice.pick(&[Pages::Leader, Pages::Dots]);
        list(form, dice, pages);
    }),
    family("pages in brackets", |form, dice| {
        let pages = dice.pick(&[Pages::Bracketed, Pages::Square]);
        list(form, dice, pages);
    }),
    family("pages as ordinals", |form, dice| list(form, dice, Pages::Ordinal)),
    family("pages last", |form, dice| list(form, dice, Pages::Last)),
    family("pages on rows of their own", |form, dice| {
        let pages = dice.pick(&[Pages::Below, Pages::Above]);
        list(form, dice, pages);
    }),
    family("titles without pages", |form, dice| list(form, dice, Pages::Bare)),
    family("authors on the next row", |form, dice| {
        let pages = dice.pick(&[Pages::First, Pages::Lettered]);
        list(form, dice, pages);
        contents(form).authors = dice.pick(&["\n", "\n| ", "\n/ "]);
    }),
    family("items of a broadcast", |form, dice| {
        list(form, dice, Pages::Items);
        contents(form).sections = false;
        form.signature = Signature::None;
        form.finish = Finish::None;
        form.subheads = Subheads::None;
        form.furniture.length = 0;
    }),
    family("contents over several rows", |form, dice| {
        let pages = dice.pick(&[Pages::First, Pages::Lettered, Pages::Leader]);
        list(form, dice, pages);
        contents(form).authors = dice.pick(&["", " | "]);
        contents(form).rows = 2 + dice.below(2);
        form.long_titles = true;
        form.title_rows = 1 + dice.below(3);
    }),
    family("titles over several rows", |form, dice| {
        form.long_titles = true;
        form.title_rows = 2 + dice.below(2);
    }),
    family("contents split by a masthead", |form, _| contents(form).split = Split::Masthead),
    family("contents split by a page", |form, dice| {
        contents(form).split = dice.pick(&[Split::Caption, Split::Page]);
    }),
    family("contents at the end", |form, _| contents(form).at_end = true),
    family("partial contents", |form, _| contents(form).partial = true),
    family("entries without articles", |form, dice| contents(form).absent = 1 + dice.below(3)),
    family("scars in the contents", |form, _| contents(form).scarred = true),
    family("no contents", |form, dice| {
        form.contents = None;
        signed(form, dice);
    }),
    family("no bylines", |form, _| form.signature = Signature::None),
    family("letter-spaced titles", |form, _| {
        form.spaced = true;
        form.short_titles = true;
    }),
    family("centred titles", |form, _| {
        form.centred = true;
        form.wrap.first = "　　";
    }),
    family("running heads", |form, dice| {
        form.furniture.length = 600 + dice.below(400);
        form.furniture.running = dice.pick(&[
            "田野观察",
            "田野观察　2031年第4期",
            "# 田野观察",
            "田野观察 · #",
            "@",
            "田野观察　@",
        ]);
    }),
    family("page numbers", |form, dice| {
        form.furniture.length = 500 + dice.below(400);
        form.furniture.number = dice.pick(&NUMBERS);
    }),
    family("end marks and editors", |form, dice| {
        form.contents = None;
        form.signature = Signature::None;
        form.subheads = Subheads::None;
        form.subtitles = false;
        form.finish =
            dice.pick(&[Finish::EndMark, Finish::Editor, Finish::EditorSlash, Finish::Source]);
    }),
    family("numbered subheads", |form, dice| {
        form.subheads =
            dice.pick(&[Subheads::Han, Subheads::Bracketed, Subheads::Digit, Subheads::Section]);
        without_contents(form, dice);
    }),
    family("bare subheads", |form, dice| {
        form.subheads = Subheads::Bare;
        without_contents(form, dice);
    }),
    family("captions", |form, _| form.captions = true),
    family("kickers and subtitles", |form, _| {
        form.kickers = true;
        form.subtitles = true;
    }),
    family("metadata, references, footnotes", |form, dice| {
        form.metadata = true;
        form.references = dice.chance(60);
        form.footnotes = dice.chance(40);
        form.finish = Finish::None;
        form.signature = dice.pick(&[Signature::Names, Signature::NamesAndBody]);
        form.subheads = dice.pick(&[Subheads::None, Subheads::Section, Subheads::Han]);
        if dice.chance(50) {
            form.contents = None;
        }
    }),
    family("notices", |form, _| form.notices = true),
    family("rows broken by columns", |form, dice| {
        let columns = 36 + dice.below(85);
        form.break_rows(dice, columns);
        without_contents(form, dice);
    }),
    family("rows broken by characters", |form, dice| {
        let columns = 2 * (18 + dice.below(43));
        form.break_rows(dice, columns);
        form.wrap.by_characters = true;
        form.wrap.first = "　　";
    }),
    family("hanging indents", |form, dice| {
        form.wrap.columns = 44 + dice.below(50);
        (form.wrap.first, form.wrap.rest) = ("", "    ");
    }),
    family("blank rows between all rows", |form, dice| {
        let columns = 40 + dice.below(40);
        form.break_rows(dice, columns);
        form.wrap.first = "　　";
        form.wrap.doubled = true;
        form.gap = 1;
        form.furniture.length = 0;
    }),
    family("marked titles", |form, dice| {
        form.mark = dice.pick(&[
            Mark::Lenticular,
            Mark::Book,
            Mark::Bullet("◆"),
            Mark::Bullet("▲ "),
            Mark::Bullet("●"),
            Mark::Bullet("★ "),
        ]);
        without_contents(form, dice);
    }),
    family("numbered titles", |form, dice| {
        form.mark = dice.pick(&[Mark::Digit, Mark::Han]);
        form.subheads = Subheads::None;
        without_contents(form, dice);
    }),
    hard(
        "markdown",
        |form, dice| {
            form.strip();
            form.mark = dice.pick(&[Mark::Atx, Mark::Setext, Mark::Bold]);
            form.signature = dice.pick(&[Signature::None, Signature::Emphasis, Signature::TextBar]);
            if form.mark == Mark::Atx {
                form.subheads = dice.pick(&[Subheads::None, Subheads::Bare, Subheads::Han]);
            }
            form.wrap.first = "";
            form.gap = 1;
            form.below = 1;
        },
        (94.0, 88.0),
    ),
    hard(
        "drawn lines",
        |form, dice| {
            form.separator = dice.pick(&["-----", "****", "＊＊＊", "====", "* * *", "——————"]);
            let signature = form.signature;
            form.strip();
            if dice.chance(50) {
                form.signature = signature;
            }
        },
        (95.0, 90.0),
    ),
    hard(
        "bare titles",
        |form, dice| {
            form.strip();
            form.gap = dice.below(2);
            form.apart = form.gap + 1 + dice.below(2);
            form.dateline = dice.chance(30);
            if dice.chance(30) {
                let columns = 40 + dice.below(40);
                form.break_rows(dice, columns);
                form.wrap.first = "　　";
            }
        },
        (80.0, 62.0),
    ),
    family("traditional characters", |form, _| form.traditional = true),
    hard(
        "English",
        |form, dice| {
            form.strip();
            form.english = true;
            form.signature = dice.pick(&[Signature::By, Signature::By, Signature::None]);
            let pages = dice.pick(&[Pages::First, Pages::Leader, Pages::Last]);
            if form.signature == Signature::None || dice.chance(60) {
                list(form, dice, pages);
                contents(form).authors = dice.pick(&["", " | "]);
                contents(form).sections = false;
            }
            form.wrap.first = "";
            form.wrap.columns = dice.pick(&[0, 0, 66, 72, 80]);
            form.gap = 1;
        },
        (96.0, 94.0),
    ),
    hard(
        "anything at once",
        |form, dice| {
            form.captions = dice.chance(25);
            form.kickers = dice.chance(20);
            form.notices = dice.chance(20);
            form.spaced = dice.chance(10);
            form.title_rows = 1 + dice.below(2);
            form.sections = dice.chance(20);
            form.traditional = dice.chance(10);
            form.subheads = dice.pick(&[Subheads::None, Subheads::Han, Subheads::Bare]);
            form.furniture.running = dice.pick(&["", "", "田野观察", "@"]);
            if dice.chance(40) {
                let columns = 36 + dice.below(60);
                form.break_rows(dice, columns);
            }
            let list = contents(form);
            list.split = dice.pick(&[Split::None, Split::None, Split::Masthead, Split::Caption]);
            list.at_end = dice.chance(15);
            list.partial = dice.chance(20);
            list.absent = if dice.chance(20) { 2 } else { 0 };
            list.scarred = dice.chance(20);
        },
        (98.0, 96.0),
    ),
];

/// Contents with the page in that place.
fn list(form: &mut Form, dice: &mut Dice, pages: Pages) {
    form.contents = Some(Contents::with(dice, pages));
}

/// The contents of a form, which are made if there are none.
fn contents(form: &mut Form) -> &mut Contents {
    form.contents.get_or_insert_with(|| Contents::with(&mut Dice(0), Pages::First))
}

/// Leaves the contents out of half of the forms.
fn without_contents(form: &mut Form, dice: &mut Dice) {
    if dice.chance(50) {
        form.contents = None;
        signed(form, dice);
    }
}

/// A byline that is one by its form.
fn signed(form: &mut Form, dice: &mut Dice) {
    use Signature as S;
    form.signature = dice.pick(&[
        S::TextBar,
        S::Square,
        S::Filled,
        S::Reporter,
        S::Author,
        S::Slash,
        S::SlashReporter,
        S::ReporterInBrackets,
        S::Written,
        S::NamesAndBody,
    ]);
}
