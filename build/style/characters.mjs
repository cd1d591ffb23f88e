import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every file below a folder, full paths. */
export function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** Where the words of each site's screens stand. Tables of rare kanji elsewhere in the source are data, not words. */
const SPOKEN = {
  citizen: ['citizen', 'languages', 'lib/html', 'lib/http', 'lib/dates'],
  desk: ['citizen', 'languages', 'desk', 'lib/html', 'lib/http', 'lib/dates', 'offices', 'services', 'site'],
};
const TEXT = /\.(tsx?|sql)$/;
const TEST = /\.test\./;
/** Languages in fonts of the reader's own machine (`font: 'system'` in src/languages/languages.ts). */
const OTHER_FONTS = /languages\/(?:zh|ko|vi)\//;
/** Words of mails and of papers at the door: no citizen's page shows them. */
const NO_PAGE = /languages\/\w+\/(?:letters|poster)\.ts$/;
/** What few read on their way to a booking: its own kanji come in a file of their own, which a browser asks for where a page shows one. */
const OFF_THE_WAY = /languages\/(?:easy\/|\w+\/(?:about|cancel|change|manage|papers|questions)\.ts$)/;
/** Comments are read by engineers alone: their characters cost every visitor some hundred bytes each. */
const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join('');
/** ASCII, kana, punctuation and signs: on every page, whoever writes the text. */
const ALWAYS = `${range(0x20, 0x7e)}${range(0x3001, 0x3003)}${range(0x3005, 0x3007)}${range(0x300c, 0x3011)}${range(0x3041, 0x3096)}${range(0x30a1, 0x30fc)}！＂＃％＆（）＊＋，－．／：；＝？＠［］＿～〜｜©…※→←↑↓○△×●▲□■〒①②③④⑤⑥⑦⑧⑨令和平成昭大正年月日曜火水木金土時分午前後祝休`;
/** What a clerk's screens show besides: anything a file or a name may hold of these. */
const DESK_TOO = `${range(0x3001, 0x3015)}${range(0x30a0, 0x30ff)}${range(0xff01, 0xff5e)}¥‐‑–—―‘’“”◎☆★〓⑩`;

/**
 * The characters of a site's own pages: those its small font files must hold.
 * @param {string} source the folder `src`
 * @param {'citizen' | 'desk'} site
 * @param {'all' | 'first'} [which] of the citizens' site: without those that stand off the way alone
 */
export function charactersOf(source, site, which = 'all') {
  const found = new Set(site === 'desk' ? ALWAYS + DESK_TOO : ALWAYS);
  for (const folder of SPOKEN[site]) {
    if (!existsSync(join(source, folder))) continue;
    for (const file of filesBelow(join(source, folder))) {
      if (!TEXT.test(file) || TEST.test(file) || OTHER_FONTS.test(file)) continue;
      if (site === 'citizen' && NO_PAGE.test(file)) continue;
      if (which === 'first' && OFF_THE_WAY.test(file)) continue;
      for (const character of readFileSync(file, 'utf8').replace(COMMENT, '')) if (character >= '\u0080') found.add(character);
    }
  }
  return [...found].sort().join('');
}

/** One row (区) of JIS X 0208 as text, by way of the decoder every browser and Node ships. */
function jisRow(decoder, row) {
  const bytes = [];
  for (let cell = 1; cell <= 94; cell += 1) {
    const lead = Math.floor((row - 1) / 2) + (row <= 62 ? 0x81 : 0xc1);
    const trail = row % 2 === 1 ? cell + 0x3f + (cell >= 64 ? 1 : 0) : cell + 0x9e;
    bytes.push(lead, trail);
  }
  return decoder.decode(Uint8Array.from(bytes));
}

/** NEC and IBM extensions that stand in names: 髙 﨑 濵 德 and their kind. */
const EXTENSIONS =
  '丨仡仼伀伃伹佖侊侒侔侚俉俍俿倞倢偀偂偆偰傔僘僴兊兤冝冾凞凬刕劜劦劯勀勛匀匇匤卲厓厲叝咊咜咩哿喆坙坥垬埇埈塚增墲夋奓奛奝奣妤妺孖寀寘寬尞岦岺峵崧嵂嵓嵭嶸嶹巐弡弴彅彧德忞恝悅悊惕惞惲愑愠愰愷憘戓抦揵摠撝擎敎昀昉昕昞昤昮昱昻晗晙晥晳晴暙暠暲暿曺曻朎朗杦枻柀栁桄桒棈棏楨榘槢樰橆橫橳橾櫢櫤毖氿汜汯沆泚洄浯涇涖涬淏淲淸淼渧渹渼湜溿澈澵濵瀅瀇瀨炅炫炻焄焏煆煇煜燁燾犱犾猤猪獷玽珉珒珖珣珵琇琦琩琪琮瑢璉璟甁甯畯皂皛皜皞皦益睆砡硎硤硺礰礼神祥福禔禛竑竧竫箞精絈絜綠綷緖繒纊罇羡羽茁荢荿菇菶葈蒴蓜蕓蕙蕫薰蘒蠇裵褜訒訷詹誧誾諟諶諸譓譿賰賴贒赶軏逸遧邉郞都鄕鄧釗釚釞釤釥釭釮鈆鈊鈐鈹鈺鈼鉀鉎鉑鉙鉧鉷鉸銈銧鋐鋓鋕鋗鋙鋠鋧鋹鋻鋿錂錝錞錡錥鍈鍗鍰鎤鏆鏞鏸鐱鑅鑈閒隆隝隯霳霻靃靍靏靑靕靖顗顥飯飼餧館馞驎髙髜魲魵鮏鮱鮻鰀鵫鵰鶴鸙黑﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩';

const SLICE = 256;

/**
 * The kanji of JIS levels 1 and 2 and the extensions, in code order and slices of 256: names and notices that staff write.
 * In code order a slice is one range of code points, so the rule that names it is short.
 */
export function kanjiSlices() {
  const decoder = new TextDecoder('shift_jis');
  const kanji = new Set(EXTENSIONS);
  for (let row = 16; row <= 84; row += 1)
    for (const character of jisRow(decoder, row)) if (character !== '\ufffd') kanji.add(character);
  const ordered = [...kanji].sort();
  const slices = [];
  for (let at = 0; at < ordered.length; at += SLICE) slices.push(ordered.slice(at, at + SLICE));
  return slices;
}
