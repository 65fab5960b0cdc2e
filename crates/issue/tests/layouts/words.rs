//! Words for invented issues: titles, names, paragraphs.

use crate::{
    form::Subheads,
    themes::{LINKS, THEMES, Theme},
};

/// A small generator of pseudo-random numbers (`SplitMix64`): equal seeds, equal issues.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below `count`.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % count as u64).expect("a remainder is below its divisor")
    }

    /// True that often in a hundred.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub(crate) fn pick<T: Clone>(&mut self, items: &[T]) -> T {
        items.get(self.below(items.len())).cloned().expect("the index is below the length")
    }
}

/// One article as its author wrote it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Story {
    pub(crate) title: String,
    pub(crate) subtitle: String,
    pub(crate) body: String,
    pub(crate) authors: Vec<String>,
    pub(crate) section: String,
    /// Paragraphs, and whether each is a subhead.
    pub(crate) paragraphs: Vec<(String, bool)>,
}

const PLACES: [&str; 16] = [
    "东河村",
    "南山镇",
    "西湖街道",
    "北关社区",
    "柳林县",
    "石桥乡",
    "临江市",
    "白云区",
    "青石口",
    "平原省",
    "海东港",
    "云岭林场",
    "长渠灌区",
    "新安河",
    "三里屯子",
    "望月岛",
];
const FRONTS: [&str; 10] = [
    "以水为媒，",
    "“小网格”托起",
    "从一口井说起：",
    "让数据多跑路　",
    "十年之后　",
    "把脉问诊　",
    "聚焦“最后一公里”　",
    "写在开镰之前：",
    "一张蓝图绘到底　",
    "为什么是",
];
pub(crate) const SECTIONS: [&str; 8] =
    ["本期关注", "田野调查", "基层来信", "读书札记", "政策解读", "人物写真", "科技前沿", "艺文志"];
const SURNAMES: [&str; 16] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "周", "吴", "徐", "孙", "马", "朱", "胡", "欧阳",
    "林",
];
const GIVEN: [&str; 14] = [
    "明", "晓燕", "建国", "雨桐", "志远", "春梅", "伟", "思齐", "大川", "若水", "立新", "静",
    "海波", "文博",
];
const BODIES: [&str; 8] = [
    "平原省农业大学",
    "临江市水务局",
    "柳林县委宣传部",
    "新安河流域管理委员会",
    "白云区人民法院",
    "某省社会科学院",
    "南山镇中心小学",
    "海东港务集团",
];

fn name(dice: &mut Dice) -> String {
    [dice.pick(&SURNAMES), dice.pick(&GIVEN)].concat()
}

fn title(dice: &mut Dice, place: &str, theme: &Theme, long: bool) -> String {
    let mut title = String::new();
    if long || dice.chance(40) {
        title.push_str(dice.pick(&FRONTS));
    }
    title.push_str(place);
    title.push_str(dice.pick(&theme.deeds));
    if long {
        title.push_str(dice.pick(&["的实践与思考", "的几点做法和启示", "背后的故事"]));
    } else if dice.chance(12) {
        title.push_str(dice.pick(&["（上）", "（下）", "的实践与思考", "？", "！"]));
    }
    title
}

fn sentence(dice: &mut Dice, place: &str, theme: &Theme) -> String {
    let mut sentence = String::new();
    let count = 2 + dice.below(3);
    let quoted = dice.chance(12);
    for at in 0..count {
        if quoted && at == 1 {
            sentence.push('“');
        }
        if dice.chance(6) {
            sentence.push_str(dice.pick(&LINKS));
        } else {
            sentence.push_str(&dice.pick(&theme.clauses).replace('@', place));
        }
        if at + 1 < count {
            sentence.push_str(dice.pick(&["，", "，", "，", "、", "；"]));
        }
    }
    sentence.push_str(if dice.chance(6) { "！" } else { "。" });
    if quoted {
        sentence.push('”');
    }
    sentence
}

fn paragraph(dice: &mut Dice, place: &str, theme: &Theme) -> String {
    let count = 2 + dice.below(5);
    (0..count).map(|_| sentence(dice, place, theme)).collect()
}

fn subhead(form: Subheads, number: usize, words: &str) -> String {
    let han = ["一", "二", "三", "四"].get(number).copied().unwrap_or_default();
    match form {
        Subheads::None | Subheads::Bare => words.to_owned(),
        Subheads::Han => format!("{han}、{words}"),
        Subheads::Bracketed => format!("（{han}）{words}"),
        Subheads::Digit => format!("{}. {words}", number + 1),
        Subheads::Section => format!("{} {words}", number + 1),
    }
}

/// The articles of an issue, with such subheads; `long` titles have 18 characters and more,
/// `short` ones at most 12.
pub(crate) fn stories(dice: &mut Dice, subheads: Subheads, long: bool, short: bool) -> Vec<Story> {
    let mut stories: Vec<Story> = Vec::new();
    let count = 5 + dice.below(5);
    let mut section = dice.pick(&SECTIONS);
    let mut at = dice.below(THEMES.len());
    while stories.len() < count {
        at = (at + 1 + dice.below(2)) % THEMES.len();
        let Some(theme) = THEMES.get(at) else { continue };
        let place = dice.pick(&PLACES);
        let title = title(dice, place, theme, long);
        if short && title.chars().count() > 12 || stories.iter().any(|s| s.title == title) {
            continue;
        }
        if dice.chance(40) {
            section = dice.pick(&SECTIONS);
        }
        let mut story = Story { title, section: section.to_owned(), ..Story::default() };
        story.authors = (0..=dice.below(3)).map(|_| name(dice)).collect();
        story.authors.dedup();
        if dice.chance(40) {
            dice.pick(&BODIES).clone_into(&mut story.body);
        }
        if dice.chance(20) {
            story.subtitle = format!("——来自{}的调查", dice.pick(&PLACES));
        }
        let parts = if subheads == Subheads::None { 0 } else { 2 + dice.below(2) };
        let paragraphs = 1 + dice.below(4);
        story.paragraphs =
            (0..paragraphs).map(|_| (paragraph(dice, place, theme), false)).collect();
        let from = dice.below(theme.subheads.len());
        for (number, words) in theme.subheads.iter().cycle().skip(from).take(parts).enumerate() {
            story.paragraphs.push((subhead(subheads, number, words), true));
            for _ in 0..=dice.below(2) {
                story.paragraphs.push((paragraph(dice, place, theme), false));
            }
        }
        stories.push(story);
    }
    stories
}
