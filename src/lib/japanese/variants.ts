/**
 * Kanji that stand for one another in names, first the one keys are made of, then its old and variant forms.
 * What Unicode itself calls the same (神 U+FA19, 塚 U+FA10 …) is not listed: NFKC folds it.
 * Two different names that merely share a sound (坂/阪, 園/薗, 刈/苅) stay apart.
 */
const GROUPS = `
辺邊邉 斉齊斎齋 浜濱濵 高髙 崎﨑嵜 吉𠮷 沢澤 広廣 桜櫻 島嶋嶌 国國圀 恵惠 栄榮 竜龍 滝瀧 真眞 関關 塩鹽 静靜 徳德悳 黒黑 槙槇 遥遙
尭堯 尚尙 凜凛 桑桒 館舘 柳栁桺 富冨 峰峯 船舩 曽曾 薮藪籔 桧檜 頼賴 兎兔 篭籠 涼凉 蔵藏 蒋蔣 莱萊 祢禰 禄祿 弥彌 瀬瀨 鴎鷗 土圡 郷鄕鄉
梅楳 秋穐龝 松枩 岡罡 橋𣘺 喜㐂 剣劍劔釼剱 鉄鐵鉃銕 万萬 円圓 礼禮 来來 寿壽 亀龜 鶴靏靎靍 清淸 青靑 悦悅 鋭銳 戸戶 縄繩 亘亙 巌巖 壷壺 歳歲
壮壯 荘莊 将將 奨奬 焼燒 暁曉 絵繪 県縣 気氣 検檢 厳嚴 児兒 処處 粛肅 穣穰 譲讓 条條 嬢孃 浄淨 乗乘 畳疊 触觸 帯帶 体體 台臺 択擇 担擔
胆膽 団團 断斷 弾彈 昼晝 虫蟲 鋳鑄 庁廳 聴聽 鎮鎭 逓遞 点點 転轉 伝傳 灯燈 当當 党黨 盗盜 稲稻 闘鬪 独獨 読讀 届屆 弐貳 悩惱 脳腦 覇霸
廃廢 拝拜 売賣 麦麥 発發 髪髮 抜拔 蛮蠻 秘祕 瓶甁 払拂 仏佛 併倂 並竝 変變 弁辨瓣辯 宝寶寳 豊豐 翻飜 満滿 黙默 訳譯 薬藥 与與 誉譽 余餘
予豫 揺搖 様樣 謡謠 覧覽 両兩 猟獵 緑綠 塁壘 励勵 霊靈 隷隸 齢齡 恋戀 炉爐 労勞 楼樓 郎郞 録錄 湾灣 亜亞 悪惡 圧壓 囲圍 為爲 医醫 壱壹
隠隱 営營 衛衞 駅驛 縁緣 応應 欧歐 殴毆 横橫 奥奧 温溫 穏穩 仮假 価價 画畫 会會 壊壞 懐懷 概槪 拡擴 殻殼 覚覺 学學 岳嶽 楽樂 勧勸 巻卷
寛寬 歓歡 缶罐 観觀 陥陷 帰歸 既旣 偽僞 戯戲 犠犧 旧舊 拠據 挙擧 峡峽 挟挾 狭狹 区區 駆驅 勲勳 薫薰 径徑 茎莖 掲揭 渓溪 経經 蛍螢 軽輕
継繼 鶏鷄 芸藝 撃擊 研硏 倹儉 険險 圏圈 権權 献獻 験驗 顕顯 呉吳 娯娛 恒恆 黄黃 鉱鑛 号號 砕碎 済濟 剤劑 雑雜 参參 惨慘 桟棧 蚕蠶 賛贊
残殘 糸絲 歯齒 辞辭 湿濕 実實 舎舍 写寫 釈釋 収收 従從 渋澁澀 獣獸 縦縱 叙敍 称稱 証證 状狀 剰剩 寝寢 慎愼 尽盡 図圖 粋粹 酔醉 穂穗
随隨 髄髓 枢樞 数數 声聲 窃竊 摂攝 専專 戦戰 浅淺 潜潛 繊纖 践踐 銭錢 禅禪 双雙 争爭 巣巢 装裝 総總 騒騷 増增 臓臟 即卽 属屬 続續 堕墮
対對 滞滯 単單 痴癡 遅遲 徴徵 勅敕 彦彥 産產 顔顏 隣鄰 杯盃 煙烟 略畧 群羣 煕熙熈 晃晄 昂昻 翠翆 皐皋 淵渕渊 柏栢 野埜 村邨 鎌鐮 枡桝
俣俁 晋晉 沖冲 間閒 鴬鶯 麹麴 祷禱 涛濤 繋繫 蝉蟬 填塡 頬頰 掴摑 剥剝 噛嚙 屏屛 并幷 焔焰 痩瘦 蝋蠟 醤醬 躯軀 靭靱 達逹 迩邇 寧甯寗 珍珎
暦曆 歴歷 錬鍊 毎每 虚虛 姫姬 呑吞 内內 告吿 啓啟 別别 冊册 却卻 舗舖 荊荆 萌萠 輌輛 雁鴈 妍姸 姉姊 冤寃 厩廐 曹曺 昇曻 栃杤 梼檮 毘毗
氷冰 瑶瑤 磯礒 穎頴 竈竃 蓑簑 聡聰 讃讚 餅餠 諌諫 尓爾 欠缺 糺糾 恊協 效効 盖蓋 刧劫 凾函 俠侠 兌兑 錆銹 脉脈 裏裡 嶺岺
`;

const table = new Map<string, string>();
for (const group of GROUPS.trim().split(/\s+/u)) {
  const [kept, ...variants] = Array.from(group.normalize('NFKC'));
  if (kept === undefined) continue;
  for (const variant of variants) if (variant !== kept) table.set(variant, table.get(kept) ?? kept);
}

const VARIANT = new RegExp(`[${[...table.keys()].join('')}]`, 'gu');

/** Old and variant kanji become the one of their group. */
export const foldVariants = (text: string): string => text.replace(VARIANT, (kanji) => table.get(kanji) ?? kanji);

/** The table itself, for its test and the manual. */
export const variantTable: ReadonlyMap<string, string> = table;
