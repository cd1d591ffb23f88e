import type { Random } from './random.ts';

/** Family names of the Chikugo plain and of all Japan, with old and variant kanji as they stand on cards. */
const FAMILIES = `古賀:コガ 江口:エグチ 石橋:イシバシ 権藤:ゴンドウ 執行:シギョウ 田中丸:タナカマル 鹿毛:カゲ 野田:ノダ 堤:ツツミ 中村:ナカムラ 田中:タナカ 山口:ヤマグチ
井上:イノウエ 原:ハラ 久保:クボ 吉田:ヨシダ 𠮷田:ヨシダ 高橋:タカハシ 髙橋:タカハシ 﨑山:サキヤマ 山﨑:ヤマサキ 渡辺:ワタナベ 渡邉:ワタナベ 渡邊:ワタナベ 斎藤:サイトウ 齋藤:サイトウ
齊藤:サイトウ 斉藤:サイトウ 浜田:ハマダ 濵田:ハマダ 濱﨑:ハマサキ 德永:トクナガ 徳永:トクナガ 黒岩:クロイワ 松尾:マツオ 坂本:サカモト 森:モリ 緒方:オガタ 秋山:アキヤマ 大坪:オオツボ
中島:ナカシマ 中嶋:ナカシマ 島田:シマダ 嶋田:シマダ 内藤:ナイトウ 有馬:アリマ 馬場:ババ 広松:ヒロマツ 廣松:ヒロマツ 宮﨑:ミヤザキ 国武:クニタケ 國武:クニタケ 行徳:ギョウトク 重富:シゲトミ
平野:ヒラノ 荒木:アラキ 近藤:コンドウ 河野:カワノ 矢野:ヤノ 草場:クサバ 倉富:クラトミ 隈:クマ 佐々木:ササキ 林田:ハヤシダ 益永:マスナガ 熊谷:クマガイ 末次:スエツグ 稲益:イナマス
樋口:ヒグチ 本村:モトムラ 眞武:マタケ 龍:リュウ 辻:ツジ 葛󠄀西:カサイ 神﨑:カンザキ 神代:クマシロ 北島:キタジマ 北嶋:キタジマ 塚本:ツカモト 野口:ノグチ 池田:イケダ 橋本:ハシモト
小川:オガワ 後藤:ゴトウ 青木:アオキ 藤田:フジタ 西村:ニシムラ 福田:フクダ 三浦:ミウラ 岡部:オカベ 豊福:トヨフク 富松:トミマツ 冨松:トミマツ 牛島:ウシジマ 永松:ナガマツ 柳:ヤナギ 栁:ヤナギ`;

/** Given names by the years in which they were given. */
const GIVEN: readonly [number, string, string][] = [
  [
    1955,
    '和子:カズコ 幸子:サチコ 節子:セツコ 洋子:ヨウコ 京子:キョウコ 恵子:ケイコ 悦子:エツコ 美代子:ミヨコ ミツ子:ミツコ 千鶴子:チヅコ フミ:フミ 静江:シズエ',
    '清:キヨシ 茂:シゲル 勇:イサム 正:タダシ 実:ミノル 弘:ヒロシ 進:ススム 義雄:ヨシオ 昭:アキラ 隆:タカシ 龍一:リュウイチ 和夫:カズオ',
  ],
  [
    1980,
    '明美:アケミ 由美子:ユミコ 真由美:マユミ 久美子:クミコ 智子:トモコ 裕子:ユウコ 直美:ナオミ 美香:ミカ 陽子:ヨウコ 恵美:エミ 典子:ノリコ 眞弓:マユミ',
    '誠:マコト 浩:ヒロシ 健一:ケンイチ 剛:ツヨシ 学:マナブ 哲也:テツヤ 直樹:ナオキ 健二:ケンジ 英樹:ヒデキ 秀明:ヒデアキ 博之:ヒロユキ 德彦:ノリヒコ',
  ],
  [
    2000,
    '愛:アイ 彩:アヤ 美咲:ミサキ 舞:マイ 千尋:チヒロ 明日香:アスカ 沙織:サオリ 麻衣:マイ 遥:ハルカ 瞳:ヒトミ 優子:ユウコ 成美:ナルミ',
    '大輔:ダイスケ 翔太:ショウタ 拓也:タクヤ 健太:ケンタ 達也:タツヤ 雄太:ユウタ 亮:リョウ 翼:ツバサ 和也:カズヤ 祐介:ユウスケ 直人:ナオト 慎吾:シンゴ',
  ],
  [
    2100,
    '結衣:ユイ 陽菜:ヒナ 葵:アオイ 凛:リン 凜:リン 咲良:サクラ さくら:サクラ 心春:コハル 芽依:メイ 莉子:リコ ひなた:ヒナタ 紬:ツムギ',
    '蓮:レン 陽翔:ハルト 湊:ミナト 大翔:ヒロト 樹:イツキ 悠真:ユウマ 蒼:アオイ 律:リツ 朝陽:アサヒ 颯太:ソウタ 新:アラタ 遙:ハルカ',
  ],
];

const FOREIGN = `NGUYEN THI LAN:グエン ティ ラン;TRAN VAN MINH:チャン ヴァン ミン;SMITH JOHN ALAN:スミス ジョン アラン;SANTOS MARIA CRISTINA:サントス マリア クリスティーナ;KIM MINSU:キム ミンス;WANG XIAOMING:オウ ショウメイ;RAI SUMAN:ライ スマン;DEWI PUTRI:デウィ プトゥリ`;

type Named = { text: string; kana: string };
const split = (list: string, between: RegExp): [Named, ...Named[]] => {
  const [first, ...others] = list.split(between).map((entry) => {
    const [text = '', kana = ''] = entry.split(':');
    return { text, kana };
  });
  return [first ?? { text: '', kana: '' }, ...others];
};
const families = split(FAMILIES, /\s+/u);
const foreign = split(FOREIGN, /;/u);
const given = GIVEN.map(([until, women, men]) => ({ until, women: split(women, /\s+/u), men: split(men, /\s+/u) }));

/** A made-up person's name as a card bears it, and its kana. */
export function personNamed(random: Random, birthYear: number): Named {
  if (random.chance(0.02)) return random.pick(foreign);
  const family = random.pick(families);
  const names = given.find(({ until }) => birthYear < until) ?? given[0];
  const own = names === undefined ? family : random.pick(random.chance(0.5) ? names.women : names.men);
  return { text: `${family.text}　${own.text}`, kana: `${family.kana}　${own.kana}` };
}
