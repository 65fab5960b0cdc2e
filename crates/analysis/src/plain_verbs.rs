use std::sync::LazyLock;

use crate::fingerprint::{Fingerprint, FingerprintSet};

/// Whether a verb only ever acts: 推动, 举办. It names nothing, so a run of words that holds one is a
/// clause (新规鼓励, 完善农村) where a run with another verb may be a term (投资环境, 质量控制).
pub(crate) fn is_plain_verb(term: &str) -> bool {
    static WORDS: LazyLock<FingerprintSet> =
        LazyLock::new(|| PLAIN_VERBS.split_whitespace().map(Fingerprint::of_word).collect());
    WORDS.contains(&Fingerprint::of_word(term))
}

/// Whether a word alone says only that something is done, though the dictionary calls it a noun or an
/// adjective, or an object of its own may follow it: 印发, 落实. In a phrase it may name something:
/// 办理时限, 启动仪式.
pub(crate) fn is_bare_act(term: &str) -> bool {
    static WORDS: LazyLock<FingerprintSet> =
        LazyLock::new(|| BARE_ACTS.split_whitespace().map(Fingerprint::of_word).collect());
    WORDS.contains(&Fingerprint::of_word(term))
}

/// Counted in every fourth text of the background: words of 60 occurrences or more, whatever their tag,
/// of which more than 0.4 have an object right behind them or stand with an adverb, 将, 已, 了, 着 or 过,
/// more than 0.1 with one of the latter, and fewer than 0.06 behind 的. Picked out of these by hand
/// were the verbs that name nothing; 讲授, 绷紧 and 侵害 are rarer and of their kind.
const BARE_ACTS: &str = "
办理 印发 启动 落实 压缩 助推 营造 凸显 力争 力求 压实 打响 投身 步入 牢记 珍惜 选派 遭遇 铭记 领略
无法 致力于 细化 证实 惠及 拓宽 激活 盘活 健全 充满 发动 会同 壮大 参观 战胜 领悟 采取措施 充分利用
充分发挥 继续加强 认真学习 大力发展 明确提出 重新 通报 讲授 绷紧 侵害
";

/// Counted in newspaper, broadcast and journal texts of the background, every other article: of the
/// occurrences of a word of two characters or more that jieba tags as a verb but not as a verbal
/// noun, in what share a noun or adjective stands right behind it (objects), 的 stands right before
/// it, a noun stands right before and a clause or list boundary or 的 right behind it (both: use as a
/// noun), and 了, 着 or 过 stands right behind it (use as a verb). Taken are those of 200 occurrences
/// or more whose use as a noun exceeds their use as a verb by less than 0.1, and that have objects
/// in more than 0.15 or use as a verb in more than 0.1. Left out by hand: words that are parts of
/// names and terms nevertheless (脱贫, 招生, 注册).
const PLAIN_VERBS: &str = "
推动 实现 进行 推进 加强 提供 坚持 成为 开展 提高 没有 提升 实施 促进 提出 建立 加快 形成 具有 维护
解决 继续 完善 取得 增加 发生 完成 发挥 做好 深入 包括 开始 不能 作出 发布 出现 达到 进入 存在 构建
增强 确保 得到 这是 应对 保持 带来 参加 扩大 造成 强化 采取 了解 创造 希望 才能 建成 获得 加大 成立
恢复 制定 贯彻 打造 累计 面对 能够 实行 统筹 来自 看到 减少 面临 举办 带动 导致 应当 还有 体现
保证 满足 围绕 打击 受到 推出 确定 发表 反映 鼓励 愿同 把握 改变 做到 出台 降低 采用 接受 巩固 拓展
不会 携手 出席 有利于 聚焦 涉及 处于 考虑 吸引 来到 一是 用于 新增 展示 给予 激发 展现 二是 在于
符合 位于 拥有 说明 是否 注重 抓好 凝聚 打赢 带领 相应 树立 走进 注入 比如 纳入 防止 掌握 分享 践行
构成 相信 注意 释放 加入 引起 表达 已有 缺乏 融入 依托 听取 三是 确立 避免 达成 告诉 迎来 属于 有着
引发 找到 增速 签署 履行 承担 不可 积累 呈现 彰显 走向 例如 发射 知道 从事 克服 增进 变成 享受 依靠
收获 呼吁 不到 回应 购买 开启 坚守 使得 改进 提前 予以 遇到 开通 放在 传递 感谢 有助于 引进 组建
修改 取消 意味着 具备 走出 遏制 抵达 回到 搭建 共有 守护 发出 决胜 值得 赢得 感到 离不开 允许 汇聚
担任 夯实 回答 做出 称为 收到 打开 肯定 接触 违反 推行 抓住 外出 接近 简称 开辟 开创 加上 抓紧 包含
维持 分为 高于 派出 加以 打破 倡导 离开 见证 适合 安装 争取 寻找 打通 付出 停止 讲述 低于 引入 留下
造福 转向 秉持 开拓 涵盖 挖掘 四是 塑造 庆祝 是从 督促 返回 接到 延长 开设 得以 损害 发起 减轻 能否
善于 觉得 失去 变得 破解 吸收 获取 揭示 走访 借助 发送 类似 寻求 给出 拉动 奠定 指明 正如 回来 加紧
起到 贯穿 禁止 发扬 摆脱 捍卫 放弃 忽视 延续 缩短 谱写 办好 关闭 展现出 接收 不了 提交 与会 摧毁
承认 超越 可见 视为 到达 观看 吸纳 直到 未能 得益于 迈上 列入 得出 拿出 遭到 送到 阻碍 推迟 摆在
陪同 带头 遭受 保留 击落 处在 当选 足够 击退 提振 提请 夺取 伴随 更要 不忘 将会 缺少 迈出 促使 感动
相当于 陷入 动摇 梳理 中有 充分体现 增添 驰援 签订 下达 带有 走上 取决于 阐述 拒绝 迈向 配备 查处
放松 致以 勇于 提到 顺应 富有 解除 遵守 排除 看着 纠正 诠释 不用 显得 代替 变为 衡量 跟着 承包 欣赏
得知 制止 擘画 瞄准 稳住 鼓舞 回顾 服从 用来 奉行 补齐 输送 补短 挂牌 创办 拿到 加深 保存 治愈 敢于
取代 拦截 汲取 守住 焕发 奔赴 呈现出 搞好 夺得 降到 降费 出于 削弱 授予 见到 源于 破除 听到 提倡
承载 抓实 坚信 暴露 削减 便是 脱离 描绘 丧失 等待 阻止 不想 推向 下调 凝心 着眼于 制订 困扰 想到
抵御 批示 简化 看看
";

#[cfg(test)]
mod tests {
    use super::{is_bare_act, is_plain_verb};

    #[test]
    fn acting_and_naming() {
        assert!(is_plain_verb("推动") && is_plain_verb("举办"));
        assert!(is_bare_act("印发") && !is_bare_act("监管"));
        assert!(!is_plain_verb("投资") && !is_plain_verb("控制") && !is_plain_verb("监管"));
    }
}
