use std::sync::LazyLock;

use crate::fingerprint::{Fingerprint, FingerprintSet};

/// Whether a word belongs to the common stock of articles and reports: it stands in texts about
/// anything, and seldom says what one is about unless a phrase makes it special.
pub(crate) fn is_general_word(term: &str) -> bool {
    static WORDS: LazyLock<FingerprintSet> =
        LazyLock::new(|| GENERAL_WORDS.split_whitespace().map(Fingerprint::of_word).collect());
    WORDS.contains(&Fingerprint::of_word(term))
}

/// Written for this project.
const GENERAL_WORDS: &str = "
不足 专家 世界 中国 临床 主要 人民 人类 企业 优势 优点 传统 体系 作用 促进
全面 关系 关键 具体 内容 分析 利用 功能 加强 区别 单位 原因 参数 发展 变化
合理 因素 国家 地区 基本 基础 增加 处理 学生 学者 实现 实践 实际 实验 对照
对策 工作 差异 应用 建立 开发 形成 影响 思想 性能 总结 患者 情况 意义 技术
指标 探讨 措施 提高 效果 教师 数据 数量 整体 文献 文章 新型 方式 方法 时期
时间 显示 显著 有效 本组 机制 材料 条件 检测 模式 水平 活动 测定 特征 特点
状况 现代 现状 现象 理解 理论 生产 生活 病例 目的 相互 研究 社会 科学 程度
系统 结构 结论 统计学 综合 缺点 老师 考察 能力 范围 表明 要求 观点 角度 解决
认识 讨论 记者 论文 设计 证明 评价 试验 说明 调查 质量 资料 趋势 过程 途径
部门 采用 重点 重要 问题 阶段 降低 难点 领域
";

#[cfg(test)]
mod tests {
    use super::is_general_word;

    #[test]
    fn common_stock() {
        assert!(is_general_word("问题") && !is_general_word("食品安全"));
    }
}
