//! Items of lists that run through several sentences, and the heads that announce them.

use crate::wording;

/// Which item of a list a sentence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    First,
    Later,
}

/// Whether the sentence is the first item of a list that runs through several sentences, or a later
/// one. The head of the list, or the first item, tells what it is an item of.
pub(crate) fn item_in_prose(sentence: &str) -> Option<Item> {
    const ORDER: [(&str, Item); 4] = [
        ("首先", Item::First),
        ("其次", Item::Later),
        ("再次", Item::Later),
        ("最后，", Item::Later),
    ];
    let known = ORDER.iter().find(|(start, _)| sentence.starts_with(start));
    if let Some((_, item)) = known {
        return Some(*item);
    }
    if sentence.starts_with("最後，") {
        return Some(Item::Later);
    }
    let lead = sentence.chars().next()?;
    let number = sentence.strip_prefix(['第', '其']).unwrap_or(sentence);
    let (item, behind) = ordinal(number)?;
    let is_item = match lead {
        '第' => {
            let behind =
                behind.strip_prefix(['条', '條', '个', '個', '点', '點']).unwrap_or(behind);
            behind.starts_with(['，', '是'])
        }
        '其' => behind.starts_with(['，', '、', '是', '为', '為', '：']),
        _ => behind.starts_with(['是', '来', '來']) || is_demand(behind),
    };
    is_item.then_some(item)
}

/// Whether the text behind a number says what is to be done: 二要压实责任, not 三要素.
fn is_demand(behind: &str) -> bool {
    let what = behind.strip_prefix('要');
    what.is_some_and(|what| !what.starts_with(['素', '件', '点', '點', '义', '義', '务', '務']))
}

/// Whether the sentence is a later item by its number: （二）…, ②…. In prose it is one of those before
/// it; at the head of a paragraph it may be a section of its own.
pub(crate) fn is_numbered_later(sentence: &str) -> bool {
    if sentence.starts_with(|c| matches!(c, '②'..='⑩' | '⑵'..='⑽' | '㈡'..='㈩')) {
        return true;
    }
    let Some(number) = sentence.strip_prefix(['（', '(']) else { return false };
    let digits = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let figure = number.get(..number.len() - digits.len()).unwrap_or_default();
    if matches!(figure.parse(), Ok(2..=99_u32)) {
        return digits.starts_with(['）', ')']);
    }
    ordinal(number)
        .is_some_and(|(item, behind)| item == Item::Later && behind.starts_with(['）', ')']))
}

/// A number from 一 to 十 as an item's, with what is behind it.
fn ordinal(text: &str) -> Option<(Item, &str)> {
    let first = text.chars().next().filter(|c| "一二三四五六七八九十".contains(*c))?;
    let item = if first == '一' { Item::First } else { Item::Later };
    Some((item, text.get(first.len_utf8()..)?))
}

/// Whether the sentence announces a list and says nothing else: 讲三点意见。
pub(crate) fn announces(sentence: &str) -> bool {
    const WHAT: [&str; 20] = [
        "意见", "意見", "要求", "建议", "建議", "看法", "希望", "体会", "體會", "想法", "方面",
        "工作", "事", "事情", "措施", "办法", "辦法", "原因", "问题", "問題",
    ];
    let Some(said) = sentence.strip_suffix('。') else { return wording::is_list_head(sentence) };
    if said.ends_with("如下") {
        return true;
    }
    let counted = WHAT.iter().find_map(|what| said.strip_suffix(what));
    let counted = counted.and_then(|counted| {
        counted.strip_suffix(['点', '點', '个', '個', '件', '项', '項', '条', '條'])
    });
    counted.is_some_and(|counted| counted.ends_with(|c| "两二三四五六七八九几".contains(c)))
}

/// Whether the sentence holds the head of a list and its first item: 抓好三件事：一是….
pub(crate) fn holds_a_first_item(sentence: &str) -> bool {
    ["：一是", "：一要", "，一是", "，一要", "：首先", "：第一，", "：其一"]
        .iter()
        .any(|start| sentence.contains(start))
        && !["二是", "二要", "其次", "第二，", "其二"].iter().any(|next| sentence.contains(next))
}

#[cfg(test)]
mod tests {
    use super::{Item, announces, holds_a_first_item, is_numbered_later, item_in_prose};

    #[test]
    fn items_in_prose() {
        for first in ["一是压实责任。", "一要压实责任。", "首先，压实责任。", "第一，压实责任。"]
        {
            assert_eq!(item_in_prose(first), Some(Item::First), "{first}");
        }
        for later in [
            "二是按照原则，明确分工。",
            "三要加强检查。",
            "二来路也近。",
            "其二，路也近。",
            "第三，加强检查。",
            "第二条是加强检查。",
            "最后，加强检查。",
        ] {
            assert_eq!(item_in_prose(later), Some(Item::Later), "{later}");
        }
        for other in [
            "最后一公里打通了。",
            "第二产业增长。",
            "第二条 摊主应当记账。",
            "三要素缺一不可。",
            "（二）加强领导。",
            "一个好办法。",
            "其一般做法是检查。",
            "",
        ] {
            assert_eq!(item_in_prose(other), None, "{other}");
        }
    }

    #[test]
    fn numbers_of_later_items() {
        for later in ["（二）加强领导。", "(3)加强领导。", "②加强领导。"] {
            assert!(is_numbered_later(later), "{later}");
        }
        for other in
            ["（一）加强领导。", "(1)加强领导。", "①加强领导。", "（二十人参加）", "(2024)", ""]
        {
            assert!(!is_numbered_later(other), "{other}");
        }
    }

    #[test]
    fn heads() {
        assert!(announces("镇长讲了三点意见。") && announces("具体做法如下。"));
        assert!(!announces("镇长听取了大家的意见。") && !announces("全镇完成三项工程。"));
        assert!(holds_a_first_item("全镇抓好三件事：一是修路。"));
        assert!(!holds_a_first_item("全镇抓好两件事：一是修路；二是种菌。"));
    }
}
