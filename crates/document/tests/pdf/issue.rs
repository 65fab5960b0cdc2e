//! An issue set in columns is split into the same articles as its text.

use std::fmt::Write as _;

use tiyao_issue::{Issue, split, split_marked};

use crate::{
    open,
    typeset::{Piece, typeset},
    writer::pages,
};

const ENTRIES: [(&str, usize); 3] =
    [("河边的旧水车", 2), ("一座小城怎样修路", 3), ("图书馆搬了家", 4)];
const BYLINES: [&str; 3] = ["文 | 某县文化馆 张三", "文 | 某市公路局 李四", "文 | 某校图书馆 王五"];

const WHEEL: [&str; 3] = [
    "村口的水车已经停了三十年。老人说，它从前日夜不停地转，把河水一斗一斗地提到高处的渠里，再顺着\
     石槽流进每一块田。修水车的木匠姓什么，没有人记得了，只记得他每年开春都要来一趟，敲敲打打地换\
     下朽坏的叶片。",
    "去年夏天，几个学建筑的学生来测绘。他们量了轴的直径、叶片的角度，又在纸上算了半天，说这架水车\
     一昼夜能灌十二亩地。村里人听了都笑：这个数，老人们早就知道，只是从来不用算。",
    "今年开春，水车又转起来了。它不再灌田，只是给来看它的孩子们看。水声还是从前的水声。",
];
const ROAD: [&str; 3] = [
    "小城只有一条主街，东头是车站，西头是医院。修路之前，下雨天从车站走到医院要换三次鞋，这话不算\
     夸张。路要修，钱从哪里来？城里开了七次会，每次都有人站起来说不同意。",
    "后来的办法是分段。先修医院门口的二百米，再修学校门口的三百米，每修一段就停下来，请住在两边的\
     人来看，提意见。意见记了厚厚一本：井盖太高，树坑太小，盲道通到了墙上。下一段就照着改。",
    "四年以后，整条街修完了。最后一段的井盖和路面一样平，盲道绕开了电线杆。有人统计，后面三段的返工\
     费用不到第一段的一成。",
];
const LIBRARY: [&str; 2] = [
    "那年图书馆要搬到新楼，四十万册书怎样搬，成了一件难事。按架号装箱，箱子要编号，编号要和新架对上，\
     错一箱就要错一排。馆里的老馆员提了一个笨办法：每个箱子贴两张单子，一张写从哪里来，一张写到哪里\
     去，搬的人只看第二张，验的人只看第一张。",
    "搬了十九天，丢了三本书，后来都在旧楼的暖气片后面找到了。新楼开馆的那天，第一个读者借走的，正是\
     其中的一本。",
];

fn bodies() -> [&'static [&'static str]; 3] {
    [&WHEEL, &ROAD, &LIBRARY]
}

fn pieces() -> Vec<Piece<'static>> {
    let mut pieces = vec![Piece::Contents(&ENTRIES), Piece::NewPage];
    for (((title, _), byline), body) in ENTRIES.iter().zip(&BYLINES).zip(bodies()) {
        pieces.extend([Piece::Title(title), Piece::Byline(byline)]);
        pieces.extend(body.iter().map(|paragraph| Piece::Paragraph(paragraph)));
    }
    pieces
}

fn plain_text() -> String {
    let mut text = String::from("目录\n\n");
    for (title, number) in ENTRIES {
        let _ = writeln!(text, "{title}……{number:02}");
    }
    for (((title, _), byline), body) in ENTRIES.iter().zip(&BYLINES).zip(bodies()) {
        let _ = write!(text, "\n\n{title}\n{byline}\n\n{}\n", body.join("\n\n"));
    }
    text
}

fn outline(issue: &Issue) -> Vec<(String, Vec<String>, Vec<String>)> {
    let paragraphs = |article: &tiyao_issue::Article| {
        article.paragraphs.iter().map(|paragraph| paragraph.excerpt.text().to_owned()).collect()
    };
    let articles = issue.articles.iter();
    articles
        .map(|article| {
            (article.title.text().to_owned(), article.authors.clone(), paragraphs(article))
        })
        .collect()
}

#[test]
fn the_articles_are_those_of_the_text() {
    let expected = outline(&split(&plain_text()));
    let titles: Vec<&str> = expected.iter().map(|(title, _, _)| title.as_str()).collect();
    assert_eq!(titles, ENTRIES.map(|(title, _)| title));
    for columns in 1..=3 {
        let document = open(&pages(&typeset(&pieces(), columns), &[])).unwrap();
        let issue = split_marked(document.text(), document.marks());
        assert_eq!(outline(&issue), expected, "{columns} columns:\n{}", document.text());
        assert_eq!(issue.contents.len(), ENTRIES.len());
        assert!(issue.contents.iter().all(|entry| entry.article_index.is_some()));
    }
}
