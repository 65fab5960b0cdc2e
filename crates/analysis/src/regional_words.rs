use std::collections::HashMap;
use std::sync::LazyLock;

/// The word that the mainland has for one of Taiwan's or Hong Kong's, both in simplified characters:
/// what a snapshot of mainland texts knows of 软件 holds for 软体 too.
pub(crate) fn mainland_word(term: &str) -> Option<&'static str> {
    static WORDS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
        let mut words = REGIONAL_WORDS.split_whitespace();
        std::iter::from_fn(|| Some((words.next()?, words.next()?))).collect()
    });
    WORDS.get(term).copied()
}

/// Written for this project: pairs of a regional word and the mainland's.
const REGIONAL_WORDS: &str = "
软体 软件 硬体 硬件 网路 网络 网际网路 互联网 程式 程序 程式设计 程序设计
函式 函数 伺服器 服务器 资料库 数据库 资料采集 数据采集 资讯 信息
资讯系统 信息系统 位元 比特 位元组 字节 记忆体 内存 硬碟 硬盘 软碟 软盘
光碟 光盘 磁碟 磁盘 萤幕 屏幕 滑鼠 鼠标 印表机 打印机 列印 打印 扫描器 扫描仪
使用者 用户 介面 界面 乙太网 以太网 乙太网路 以太网 宽频 宽带 频宽 带宽
讯号 信号 杂讯 噪声 数位 数字 数位化 数字化 类比 模拟 解析度 分辨率
演算法 算法 回圈 循环 阵列 数组 变数 变量 物件 对象 物件导向 面向对象
作业系统 操作系统 档案 文件 专案 项目 除错 调试 微控制器 单片机
微处理机 微处理器 积体电路 集成电路 电晶体 晶体管 晶片 芯片 感测器 传感器
雷射 激光 镭射 激光 奈米 纳米 矽 硅 行动电话 手机 行动网路 移动网络 简讯 短信
视讯 视频 音讯 音频 影片 视频 线上 在线 连结 链接 电脑 计算机
笔记型电脑 笔记本 人工智慧 人工智能 智慧财产权 知识产权 智慧型 智能
类神经网路 神经网络 储存 存储 装置 设备 设定 设置 预设 默认 支援 支持
最佳化 优化 模组 模块 效能 性能 通讯协定 通信协议 品质 质量 水准 水平
企划 策划 研习 研修 营运 运营 行销 营销 通路 渠道 公车 公交车 计程车 出租车
捷运 地铁 脚踏车 自行车 引擎 发动机 太阳能板 太阳能电池板 太空 航天
太空人 宇航员 飞弹 导弹 飞航 航空 航太 航天 塑胶 塑料 保丽龙 泡沫塑料
钢骨 钢结构 马铃薯 土豆 凤梨 菠萝 鲔鱼 金枪鱼 优酪乳 酸奶 泡面 方便面
幼稚园 幼儿园 国中 初中 国小 小学 博士班 博士生 义大利 意大利 纽西兰 新西兰
沙乌地阿拉伯 沙特阿拉伯 北韩 朝鲜 南韩 韩国 寮国 老挝 雪梨 悉尼 查核 审查
稽核 审计 股东会 股东大会 外汇存底 外汇储备 国民所得 国民收入 市占率 市场份额
爱滋病 艾滋病 胺基酸 氨基酸 酵素 酶 维他命 维生素 土石流 泥石流 颱风 台风
正规化 规范化 机率 概率 机率论 概率论 常态分布 正态分布
";

#[cfg(test)]
mod tests {
    use super::{REGIONAL_WORDS, mainland_word};

    #[test]
    fn both_sides_of_the_strait() {
        assert_eq!(mainland_word("软体"), Some("软件"));
        assert_eq!(mainland_word("软件"), None);
    }

    #[test]
    fn words_come_in_pairs_of_two() {
        let words: Vec<&str> = REGIONAL_WORDS.split_whitespace().collect();
        assert_eq!(words.len() % 2, 0);
        assert!(words.chunks(2).all(|pair| pair[0] != pair[1]), "{words:?}");
    }
}
