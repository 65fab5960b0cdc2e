//! Turns an issue into traditional characters, one by one: all have one counterpart here.

use std::collections::HashMap;

use crate::press::Print;

/// Characters of the invented texts, each before its traditional form.
const PAIRS: &str = "\
    与與专專业業东東两兩个個临臨为爲举舉么麼乡鄉书書买買于於云雲产產亩畝从從仓倉仪儀们們价價\
    众衆会會伟偉传傳伤傷体體储儲关關兴興养養内內写寫军軍农農决決减減几幾划劃刘劉剧劇办辦务務\
    动動势勢区區医醫单單卖賣占佔卧臥卫衛厂廠厅廳历歷压壓厨廚县縣参參双雙发發变變台臺号號吃喫\
    后後吨噸听聽启啓吴吳员員响響团團园園围圍国國图圖场場块塊垄壟墙牆声聲处處备備复復头頭奖獎\
    妇婦孙孫学學实實审審对對层層屉屜岁歲岗崗岛島岭嶺峰峯师師带帶干幹并並广廣庄莊床牀库庫应應\
    废廢开開张張当當录錄征徵总總愿願戏戲户戶托託执執扩擴抢搶护護报報担擔挂掛捞撈捡撿换換据據\
    摄攝摆擺摊攤数數断斷旧舊时時昼晝显顯晒曬晓曉术術机機杂雜条條来來杨楊柜櫃标標栏欄树樹样樣\
    档檔桥橋桨槳检檢楼樓欢歡欧歐汤湯没沒浅淺浆漿浇澆测測渔漁温溫湾灣湿溼满滿滩灘灯燈炉爐点點\
    烧燒热熱独獨献獻獭獺现現电電画畫疗療盐鹽盖蓋码碼砖磚离離种種笔筆筛篩签籤篮籃类類粮糧红紅\
    约約纸紙线線练練终終经經结結绕繞绘繪给給统統续續绿綠编編缝縫缩縮网網群羣脉脈脑腦脸臉艺藝\
    节節芦蘆苇葦苏蘇药藥蓝藍虫蟲补補衬襯装裝见見观觀规規视視览覽计計订訂让讓训訓议議记記讲講\
    论論设設访訪证證评評识識诊診词詞试試诗詩话話语語说說请請读讀课課调調负負责責账賬质質购購\
    贴貼贷貸费費赛賽赵趙赶趕践踐车車转轉轮輪软軟轴軸轻輕辑輯输輸边邊过過运運还還这這进進远遠\
    连連迟遲选選邮郵邻鄰采採里裏钢鋼钱錢铃鈴银銀铸鑄铺鋪销銷锣鑼键鍵镇鎮镜鏡镰鐮长長门門问問\
    间間闸閘阅閱队隊阳陽陈陳难難静靜页頁顶頂项項顾顧顿頓领領频頻题題飞飛饭飯馆館马馬骑騎鸟鳥\
    鹭鷺麦麥黄黃齐齊龙龍";

/// Rewrites text and places; offsets stay, since both forms take three bytes.
pub(crate) fn convert(printed: &mut Print) {
    let pairs: HashMap<char, char> =
        PAIRS.chars().step_by(2).zip(PAIRS.chars().skip(1).step_by(2)).collect();
    let turned =
        |text: &str| text.chars().map(|c| pairs.get(&c).copied().unwrap_or(c)).collect::<String>();
    printed.text = turned(&printed.text);
    for place in &mut printed.places {
        place.title = turned(&place.title);
        for (text, _) in &mut place.paragraphs {
            *text = turned(text);
        }
    }
}
