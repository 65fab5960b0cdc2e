//! Prints the contents of an issue.

use crate::{
    form::{Contents, Form, Pages, Split},
    words::{Dice, Story},
};

/// The rows of the contents.
pub(crate) fn listing(form: &Form, list: &Contents, stories: &[Story], dice: &mut Dice) -> String {
    let mut out = heading(form, list, dice).to_owned();
    let gap = dice.pick(&["\n", "\n", "\n\n"]);
    let entries = entries(list, stories, dice);
    let mut section = "";
    let mut page = 2 + dice.below(4);
    for (at, story) in entries.iter().enumerate() {
        if list.sections && story.section != section {
            section = &story.section;
            let name = dice.pick(&["\n【@】\n", "\n@\n", "\n■ @\n", "\n@ FOCUS\n"]);
            out.push_str(&name.replace('@', section));
        }
        if at == entries.len() / 2 {
            out.push_str(match list.split {
                Split::None => "",
                Split::Masthead => MASTHEAD,
                Split::Caption => "\n\n渠水流过新修的石桥，几只白鹭停在浅滩上（张明 摄）\n\n",
                Split::Page => "\n- 2 -\n\u{c}\n",
            });
        }
        let title = if list.scarred { scarred(&story.title, dice) } else { story.title.clone() };
        out.push_str(&entry(list, story, &broken(&title, list.rows), at, page));
        out.push_str(gap);
        page += 1 + dice.below(6);
    }
    out + "\n"
}

const MASTHEAD: &str = "\n\n主管 平原省农业厅\n主办 田野观察杂志社\n出版 《田野观察》编辑部\n\
    总编辑 张明远\n责任编辑 李晓燕\n国内统一连续出版物号 CN 10-0000/F2\n定价 20.00元\n\n";

fn heading(form: &Form, list: &Contents, dice: &mut Dice) -> &'static str {
    if form.english {
        return dice.pick(&["CONTENTS\n", "Contents\n\n", "In this issue\n\n"]);
    }
    match list.pages {
        Pages::Items => "本期节目主要内容：\n",
        _ => dice.pick(&["目录\n\n", "目　录\n", "目录 CONTENTS\n\n", "本期目录\n", "目 次\n\n"]),
    }
}

/// What the contents list: not all, where they are partial, and more where they are wrong.
fn entries(list: &Contents, stories: &[Story], dice: &mut Dice) -> Vec<Story> {
    let mut entries: Vec<Story> =
        stories.iter().filter(|_| !list.partial || dice.chance(60)).cloned().collect();
    if entries.len() < 3 {
        entries = stories.to_vec();
    }
    let missing = ["一封迟到三十年的家书", "渡口老船工和他的三条船", "秋收以后的二十个夜晚"];
    for title in missing.iter().take(list.absent) {
        let at = dice.below(entries.len() + 1);
        let neighbour = entries.get(at.saturating_sub(1)).cloned().unwrap_or_default();
        entries.insert(at, Story { title: (*title).to_owned(), ..neighbour });
    }
    entries
}

fn entry(list: &Contents, story: &Story, title: &str, at: usize, page: usize) -> String {
    let mut entry = title.to_owned();
    if !list.authors.is_empty() {
        entry.push_str(list.authors);
        entry.push_str(&story.authors.join(" "));
    }
    match list.pages {
        Pages::Bare => entry,
        Pages::Items => format!("{}.{entry}；", at + 1),
        Pages::First => format!("{page:02} {entry}"),
        Pages::Lettered => format!("P{page} {entry}"),
        Pages::Leader => format!("{entry}………{page}"),
        Pages::Dots => format!("{entry}............{page}"),
        Pages::Bracketed => format!("{entry}（{page}）"),
        Pages::Square => format!("{entry} [{page}]"),
        Pages::Ordinal => format!("{entry} 第{page}页"),
        Pages::Last => format!("{entry}　　{page}"),
        Pages::Below => format!("{entry}\n{page}"),
        Pages::Above => format!("{page}\n{entry}"),
    }
}

/// A long title over several rows of about the same length.
pub(crate) fn broken(title: &str, rows: usize) -> String {
    const LONG: usize = 14;
    let chars: Vec<char> = title.chars().collect();
    if rows < 2 || chars.len() < LONG {
        return title.to_owned();
    }
    let parts = chars.chunks(chars.len().div_ceil(rows));
    parts.map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
}

/// A title as a machine reads it: here and there a character is lost, parted from the next or
/// taken for another.
fn scarred(title: &str, dice: &mut Dice) -> String {
    let mut out = String::new();
    for c in title.chars() {
        match dice.below(100) {
            0 => {}
            1 => out.extend([c, ' ']),
            2 => out.push(dice.pick(&['未', '己', '曰', '士', '入'])),
            _ => out.push(c),
        }
    }
    out
}
