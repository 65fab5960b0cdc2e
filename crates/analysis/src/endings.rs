//! What the last two characters of a term tell of it: 病毒 ends terms, 问题 ends remarks.

use std::sync::LazyLock;

/// The last two of the characters that come here from the last to the first.
pub(crate) fn ending(from_last: impl Iterator<Item = char>) -> [char; 2] {
    let mut ending = ['\0'; 2];
    for (slot, c) in ending.iter_mut().rev().zip(from_last) {
        *slot = c;
    }
    ending
}

/// How much more (above 0) or less often than their other features let expect terms with this ending
/// are keywords, as a natural logarithm; 0 for an ending that says nothing.
pub(crate) fn weight(ending: [char; 2]) -> f64 {
    static WEIGHTS: LazyLock<Vec<([char; 2], f64)>> = LazyLock::new(|| {
        let rows = ENDINGS.iter().flat_map(|&(weight, endings)| {
            endings.split(' ').filter_map(move |ending| {
                let mut characters = ending.chars();
                Some(([characters.next()?, characters.next()?], weight))
            })
        });
        let mut weights: Vec<([char; 2], f64)> = rows.collect();
        weights.sort_unstable_by_key(|&(ending, _)| ending);
        weights
    });
    let found = WEIGHTS.binary_search_by_key(&ending, |&(ending, _)| ending).ok();
    found.and_then(|at| WEIGHTS.get(at)).map_or(0.0, |&(_, weight)| weight)
}

/// Learned with [`crate::keyword_weights`], by the same example, which prints this table: of the terms
/// with an ending, how many are keywords over how many the other features let expect, 10 put to both.
#[rustfmt::skip]
const ENDINGS: &[(f64, &str)] = &[
    (-0.3, "丘疹 为例 产生 信号 信息 动脉 思考 探讨 方法 日报 材料 民族 纹理 进展"),
    (-0.4, "影响 方案 浓度"),
    (-0.5, "研究"),
    (-0.8, "表明"),
    (0.3, "主题 代化 价值 优化 估计 体制 体系 保护 入世 分割 功能 原理 取向 变换 周期 喷涂 回归 因子 大鼠 定性 小麦 措施 滋病 特色 玉米 理性 理论 监测 管理 网格 网络 考察 萃取 著作 补偿 计划 认证 评估 选择"),
    (0.4, "合成 吸附 据库 效应 模式 现状 策略 结构"),
    (0.5, "控制 规划"),
    (0.6, "中国 对策"),
];

#[cfg(test)]
mod tests {
    use super::{ENDINGS, ending, weight};

    #[test]
    fn every_ending_is_found() {
        let all = ENDINGS.iter().flat_map(|&(w, row)| row.split(' ').map(move |e| (e, w)));
        for (text, w) in all {
            assert_eq!(text.chars().count(), 2, "{text}");
            assert!((weight(ending(text.chars().rev())) - w).abs() < 1e-12, "{text} twice");
        }
        assert!(weight(ending("a".chars())).abs() < 1e-12);
        assert!(weight(ending("".chars())).abs() < 1e-12);
    }
}
