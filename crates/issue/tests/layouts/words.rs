//! Words for invented issues: titles, names, paragraphs.

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
const DEEDS: [&str; 20] = [
    "推广节水灌溉",
    "修复百年石桥",
    "办起流动书屋",
    "开通夜间公交",
    "试种耐旱小麦",
    "清理河道淤泥",
    "整治占道经营",
    "建成数字粮仓",
    "评选最美庭院",
    "改造老旧厂房",
    "培训乡村医生",
    "保护湿地候鸟",
    "破解停车难题",
    "守住耕地红线",
    "打通断头道路",
    "举办龙舟比赛",
    "发布气象指数",
    "完善养老服务",
    "上线一键报修",
    "走出生态新路",
];
const FRONTS: [&str; 10] = [
    "以水为媒，",
    "“小网格”托起",
    "从一口井说起：",
    "让数据多跑路",
    "十年之后",
    "把脉问诊",
    "聚焦“最后一公里”",
    "写在开镰之前",
    "一张蓝图绘到底",
    "为什么是",
];
const SECTIONS: [&str; 8] =
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
const CLAUSES: [&str; 40] = [
    "村里的老渠修好以后",
    "今年春天雨水偏少",
    "几位种了一辈子地的老人说",
    "镇上派来的技术员",
    "水位比去年同期低了两米多",
    "这条路原本只能走一辆车",
    "合作社把账目贴在墙上",
    "孩子们放学后有了去处",
    "记者在现场看到",
    "按照新的办法",
    "每亩可以省下六十多元",
    "大家都愿意试一试",
    "第一批设备已经装好",
    "到了傍晚广场上就热闹起来",
    "他把三十年的经验写成了小册子",
    "这项工作并不容易",
    "有人担心收入会减少",
    "县里请来专家讲课",
    "经过半年的摸索",
    "问题终于有了眉目",
    "去年的统计显示",
    "参加的农户超过八成",
    "河水慢慢变清了",
    "白鹭又飞回了浅滩",
    "图书角添了两千册新书",
    "夜班的工人不用再走回家",
    "审批时间从15天缩短到3天",
    "老厂房变成了展览馆",
    "最要紧的是把人留住",
    "年轻人陆续回到家乡",
    "网上的订单一天比一天多",
    "质量是看得见的",
    "从规划到落地用了四年",
    "每一笔钱都有去处",
    "居民推选了自己的楼长",
    "下雨天也不再积水",
    "这样的例子还有很多",
    "办法总比困难多",
    "制度定下来就要照着做",
    "他们说明年还要扩大规模",
];
const HEADINGS: [&str; 12] = [
    "先把账算清楚",
    "办法从哪里来",
    "难题怎样破解",
    "人心齐了",
    "老办法与新工具",
    "下一步的打算",
    "水从哪里来",
    "账本公开以后",
    "年轻人的选择",
    "守好一片林",
    "几点启示",
    "从试点到推广",
];

fn name(dice: &mut Dice) -> String {
    [dice.pick(&SURNAMES), dice.pick(&GIVEN)].concat()
}

fn title(dice: &mut Dice, used: &[Story]) -> String {
    loop {
        let mut title = String::new();
        if dice.chance(40) {
            title.push_str(dice.pick(&FRONTS));
        }
        title.push_str(dice.pick(&PLACES));
        title.push_str(dice.pick(&DEEDS));
        if dice.chance(12) {
            title.push_str(dice.pick(&["（上）", "（下）", "的实践与思考", "？", "！"]));
        }
        if used.iter().all(|story| story.title != title) {
            return title;
        }
    }
}

fn sentence(dice: &mut Dice) -> String {
    let mut sentence = String::new();
    let count = 2 + dice.below(4);
    let quoted = dice.chance(12);
    for at in 0..count {
        if quoted && at == 1 {
            sentence.push('“');
        }
        sentence.push_str(dice.pick(&CLAUSES));
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

fn paragraph(dice: &mut Dice) -> String {
    let count = 2 + dice.below(5);
    (0..count).map(|_| sentence(dice)).collect()
}

/// An issue of some articles; `numbered` subheads count: 一、二、三.
pub(crate) fn stories(dice: &mut Dice) -> Vec<Story> {
    let mut stories: Vec<Story> = Vec::new();
    let count = 5 + dice.below(5);
    let mut section = dice.pick(&SECTIONS);
    let numbered = dice.chance(50);
    for _ in 0..count {
        if dice.chance(40) {
            section = dice.pick(&SECTIONS);
        }
        let title = title(dice, &stories);
        let mut story = Story { title, section: section.to_owned(), ..Story::default() };
        story.authors = (0..=dice.below(3)).map(|_| name(dice)).collect();
        story.authors.dedup();
        if dice.chance(40) {
            dice.pick(&BODIES).clone_into(&mut story.body);
        }
        if dice.chance(20) {
            story.subtitle = format!("——{}的调查", dice.pick(&PLACES));
        }
        let parts = if dice.chance(40) { 2 + dice.below(2) } else { 0 };
        story.paragraphs = (0..=dice.below(3)).map(|_| (paragraph(dice), false)).collect();
        let mut heading = dice.below(HEADINGS.len());
        for number in ["一", "二", "三"].iter().take(parts) {
            heading = (heading + 1) % HEADINGS.len();
            let words = HEADINGS.get(heading).copied().unwrap_or_default();
            let subhead = if numbered { format!("{number}、{words}") } else { words.to_owned() };
            story.paragraphs.push((subhead, true));
            story.paragraphs.extend((0..=dice.below(2)).map(|_| (paragraph(dice), false)));
        }
        stories.push(story);
    }
    stories
}
