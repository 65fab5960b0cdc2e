//! What stands around the running text of an article: bylines, ends, metadata, notices.

use crate::{
    form::{Finish, Form, Signature},
    words::{Dice, Story},
};

/// The rows of a byline.
pub(crate) fn byline(signature: Signature, story: &Story) -> Vec<String> {
    let names = story.authors.join(" ");
    let body = if story.body.is_empty() { String::new() } else { format!("{} ", story.body) };
    let where_from = if story.body.is_empty() { "某省水利研究所" } else { &story.body };
    let row = match signature {
        Signature::None => return Vec::new(),
        Signature::TextBar => format!("文 | {body}{names}"),
        Signature::Square => format!("□ {names}"),
        Signature::Filled => format!("■ 本刊记者 {names}"),
        Signature::Reporter => format!("本刊记者 {names}"),
        Signature::Author if story.body.is_empty() => format!("作者：{names}"),
        Signature::Author => format!("作者：{names}（{}）", story.body),
        Signature::Slash => format!("文/{names}"),
        Signature::SlashReporter => format!("文/记者 {names}"),
        Signature::ReporterInBrackets => format!("（记者 {names}）"),
        Signature::Written => format!("撰文 {names}"),
        Signature::Names => story.authors.join("　"),
        Signature::NamesAndBody => {
            return vec![story.authors.join("　"), format!("（{where_from}）")];
        }
        Signature::Bodies => format!("{where_from}　{names}"),
        Signature::InBrackets => format!("（{body}{names}）"),
        Signature::Emphasis => format!("*{names}*"),
        Signature::By => format!("By {}", story.authors.join(" and ")),
    };
    vec![row]
}

/// What ends the last paragraph, and the row below it.
pub(crate) fn finish(finish: Finish) -> (&'static str, &'static str) {
    match finish {
        Finish::None => ("", ""),
        Finish::EndMark => ("■", ""),
        Finish::Editor => ("", "（责任编辑：高原）"),
        Finish::EditorSlash => ("", "责任编辑 / 高原"),
        Finish::Source => ("", "（来源：平原日报）"),
    }
}

/// Rows of metadata above the text; they belong to the article.
pub(crate) fn metadata(form: &Form, story: &Story, dice: &mut Dice) -> Vec<String> {
    if !form.metadata {
        return Vec::new();
    }
    let text = story.paragraphs.first().map_or("", |(text, _)| text.as_str());
    let end = text.find('。').map_or(text.len(), |at| at + '。'.len_utf8());
    let about = text.get(..end).unwrap_or_default();
    let labels = dice.pick(&[
        ("摘　要：", "关键词：", "；"),
        ("【摘　要】", "【关键词】", "；"),
        ("[摘要] ", "[关键词] ", "，"),
    ]);
    let words = ["灌溉", "制度", "乡村治理"].join(labels.2);
    let mut rows = vec![format!("{}{about}", labels.0), format!("{}{words}", labels.1)];
    if dice.chance(50) {
        rows.push("中图分类号：F203　文献标识码：A".to_owned());
    }
    rows
}

/// Rows of references and notes below the text; they belong to the article.
pub(crate) fn back(form: &Form, dice: &mut Dice) -> Vec<&'static str> {
    let mut rows = Vec::new();
    if form.footnotes {
        rows.push(dice.pick(&[
            "①参见《长渠志》，平原出版社1998年版，第12页。",
            "[注] 本文数据由长渠灌区管理处提供。",
        ]));
    }
    if form.references {
        rows.push(dice.pick(&["参考文献", "参考文献：", "【参考文献】"]));
        rows.push("[1] 张三. 田野调查的方法[J]. 田野学报, 1998(2): 12-15.");
        rows.push("[2] 李四. 论渠道[M]. 平原: 平原出版社, 1999: 3-20.");
    }
    rows
}

/// A notice between articles; it is an article of its own kind, or nobody's text.
pub(crate) fn notice(dice: &mut Dice) -> [&'static str; 3] {
    dice.pick(&[
        [
            "征稿启事",
            "本刊面向读者征集田野调查的稿件，篇幅三千字左右，文责自负，请勿一稿多投。",
            "投稿邮箱：tougao@example.org",
        ],
        ["更正", "本刊第3期第12页“三百亩”应为“三十亩”，特此更正，并向读者致歉。", "本刊编辑部"],
        [
            "欢迎订阅《田野观察》",
            "本刊为月刊，每期定价20元，全年240元，全国各地邮局均可订阅。",
            "订阅电话：000-12345678",
        ],
    ])
}

/// A caption between paragraphs; it belongs to no article's text.
pub(crate) fn caption(dice: &mut Dice) -> String {
    let mark = dice.pick(&["▲", "图为", ""]);
    let who = dice.pick(&["技术员", "几名学生", "一位老人", "志愿者", "值班的工人", "邻村的妇女"]);
    let what = dice.pick(&[
        "在田间查看麦苗的长势",
        "在新修的石桥上合影",
        "在展览馆里看一台旧机器",
        "在河边捡拾塑料瓶",
        "在广场上排练秧歌",
        "在车站等候头班车",
    ]);
    let credit = dice.pick(&["李建国 摄", "张明摄", "摄影：王春梅", "镇政府供图"]);
    format!("{mark}{who}{what}。（{credit}）")
}
