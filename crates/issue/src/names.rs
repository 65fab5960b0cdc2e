//! Tells names of people and of bodies from other words by their form.

use crate::chars::{is_blank, is_han};

/// The common surnames of one character, written without separators: a list made by hand, from
/// general knowledge.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏\
苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱丘江尹薛闫阎段雷龙史侯陶黎贺顾毛郝龚邵万覃\
武钱戴严莫孔向常汤康易乔文牛樊葛殷齐翟管兰殳倪季詹焦俞翁芦颜梅庄聂章左鲁欧欧阳路申安尚柴耿尤岳\
关祁单华涂褚宁霍温舒盛阮凌纪游应骆时房辛裴霍苗曲解屈成柳甘项祝鲍童涂宫池包穆卓蒲司岑费滕宗桑景简\
车鞠冷丰柯敖巫仇晏仲隋虞艾谷娄佟栾臧米伍伏窦冉迟卜闵代查牟占商喻苟边和习晋官班蓝连强匡阳阴原胥\
屠楼邬席闻弓盖党瞿荆佘卞步明祖宇桂古符鹿辜巩戚花靳相全楚沙郁饶南帅刁揭蔺麦木冀母麻狄危甄计阚邢支卫平储旷郎漆";

const COMPOUND: [&str; 16] = [
    "欧阳", "司马", "上官", "诸葛", "司徒", "皇甫", "尉迟", "公孙", "慕容", "令狐", "东方", "夏侯",
    "端木", "闻人", "呼延", "轩辕",
];

/// What names of bodies end with.
const BODY_ENDINGS: [&str; 44] = [
    "大学",
    "学院",
    "学校",
    "中学",
    "小学",
    "研究院",
    "研究所",
    "党校",
    "编辑部",
    "报社",
    "杂志社",
    "出版社",
    "通讯社",
    "电视台",
    "委员会",
    "办公室",
    "检察院",
    "法院",
    "医院",
    "公司",
    "集团",
    "中心",
    "总局",
    "分局",
    "厅",
    "局",
    "处",
    "科",
    "所",
    "部",
    "委",
    "院",
    "会",
    "社",
    "站",
    "队",
    "组",
    "室",
    "台",
    "馆",
    "系",
    "司",
    "校",
    "行",
];

/// Whether `word` has the form of a Chinese person's name: a surname and one or two characters, or
/// a longer name with a middle dot.
pub(crate) fn is_person(word: &str) -> bool {
    let bare = word.trim_end_matches(is_reference);
    let count = bare.chars().count();
    if !bare.chars().all(|c| is_han(c) || c == '·' || c == '•') {
        return false;
    }
    if bare.contains(['·', '•']) {
        return (4..=16).contains(&count);
    }
    if COMPOUND.iter().any(|surname| bare.starts_with(surname)) {
        return (3..=4).contains(&count);
    }
    let surname = bare.chars().next().is_some_and(|c| SURNAMES.contains(c));
    surname && (2..=3).contains(&count)
}

/// Whether `c` is a mark that refers from a name to a footnote.
fn is_reference(c: char) -> bool {
    c.is_ascii_digit() || is_blank(c) || matches!(c, '*' | '+' | '#' | '†' | '‡' | '△' | '▲' | '＊')
}

/// Whether `word` could be a person's name where a byline is expected: two to four characters.
pub(crate) fn could_be_person(word: &str) -> bool {
    let count = word.chars().count();
    is_person(word)
        || ((2..=4).contains(&count) && word.chars().all(is_han) && !is_body(word))
        || is_latin_name(word)
}

/// Whether `word` ends as names of bodies do.
pub(crate) fn is_body(word: &str) -> bool {
    const MEETINGS: [&str; 7] = ["大会", "年会", "会议", "例会", "盛会", "峰会", "展会"];
    let bare = strip_brackets(word);
    let bank = !bare.ends_with('行') || ["银行", "分行", "支行"].iter().any(|b| bare.ends_with(b));
    bare.chars().count() >= 3
        && bank
        && !MEETINGS.iter().any(|meeting| bare.ends_with(meeting))
        && BODY_ENDINGS.iter().any(|ending| bare.ends_with(ending))
}

/// Whether `word` could be a name in Latin letters: one to four capitalized words.
pub(crate) fn is_latin_name(word: &str) -> bool {
    let bare = word.trim_end_matches(is_reference);
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_uppercase())
            && part.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    bare.len() <= 40 && (1..=4).contains(&bare.split(' ').count()) && bare.split(' ').all(part)
}

/// `word` without a bracket at its end.
fn strip_brackets(word: &str) -> &str {
    let trimmed = word.trim_end();
    for (open, close) in [('（', '）'), ('(', ')')] {
        if trimmed.ends_with(close)
            && let Some(at) = trimmed.rfind(open)
        {
            return trimmed.get(..at).unwrap_or(trimmed);
        }
    }
    trimmed
}

/// Names in `text` between white space, commas and enumeration commas. A surname that letter
/// spacing set apart from a given name of one character is joined with it; a stroke or a bracket
/// keeps what it holds together.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut depth = 0_usize;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        // first name and last name: D. Lohmann
        let latin = c == ' '
            && word.ends_with(|c: char| c.is_ascii_alphabetic() || c == '.')
            && chars.peek().is_some_and(char::is_ascii_uppercase);
        let cuts = depth == 0
            && !latin
            && (is_blank(c)
                || matches!(c, '、' | '，' | ',' | ';' | '；' | '|' | '｜' | '/' | '／'));
        if !cuts {
            word.push(c);
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    // a mark that refers to a footnote may stand apart from its name
    words.retain(|word| word.len() > 2 || !word.chars().all(is_reference));
    join_letter_spaced(&words)
}

/// Joins words of one character: two are a name, and so are three where only the first is a surname.
fn join_letter_spaced(words: &[String]) -> Vec<String> {
    let single = |word: &String| {
        let mut chars = word.trim_end_matches(is_reference).chars();
        chars.next().is_some_and(is_han) && chars.next().is_none()
    };
    let surname = |word: &String| word.chars().next().is_some_and(|c| SURNAMES.contains(c));
    let mut joined: Vec<String> = Vec::new();
    let mut rest = words;
    while let [first, behind @ ..] = rest {
        let run = rest.iter().take_while(|word| single(word)).count();
        let threes = run % 3 == 0 && rest.iter().take(run).step_by(3).all(surname);
        let take = match run {
            0 | 1 => 1,
            _ if threes => 3,
            _ => 2,
        };
        let (name, behind) = rest.split_at_checked(take).unwrap_or((rest, behind));
        joined.push(if take == 1 { first.clone() } else { name.concat() });
        rest = behind;
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::{could_be_person, is_body, is_person, words};

    #[test]
    fn people_and_bodies() {
        assert!(
            is_person("张三")
                && is_person("欧阳小明")
                && is_person("阿依·古丽")
                && is_person("李四*")
        );
        assert!(
            !is_person("引言")
                && !is_person("打造新模式")
                && !is_person("王")
                && !is_person("夏天——")
        );
        assert!(is_body("某省市场监管局") && is_body("某党校（行政学院）") && !is_body("张三"));
        assert!(could_be_person("Smith") && !could_be_person("教务处"));
    }

    #[test]
    fn letter_spacing() {
        assert_eq!(words("陈　平　孙大文、李 四"), ["陈平", "孙大文", "李四"]);
        assert_eq!(words("陈　平1　孙　文2*　李大四 *"), ["陈平1", "孙文2*", "李大四"]);
        assert_eq!(words("陈 道 平，孙 大 文"), ["陈道平", "孙大文"]);
        assert_eq!(words("陈　平　A. Smith　李四"), ["陈平", "A. Smith", "李四"]);
        assert_eq!(words("某党校（国家 学院） 张三"), ["某党校（国家 学院）", "张三"]);
    }
}
