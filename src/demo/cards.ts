import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Encoding } from '../lib/csv/inspect.ts';
import { asIs, csvLine, encodeList } from '../lib/csv/write.ts';
import { eraDate } from '../lib/dates/format.ts';
import { addDays } from '../lib/dates/jst.ts';
import { personNamed } from './names.ts';
import { type Random, seeded } from './random.ts';

/** Towns of Kurume with the office nearest to them. House numbers, phones and people are made up. */
type Town = readonly [postal: string, town: string, office: string];
const TOWNS: readonly [Town, ...Town[]] = [
  ['830-0022', '城南町', 'honcho'],
  ['830-0037', '諏訪野町', 'honcho'],
  ['830-0063', '荒木町荒木', 'honcho'],
  ['830-0051', '南', 'honcho'],
  ['830-0033', '天神町', 'honcho'],
  ['830-0031', '六ツ門町', 'honcho'],
  ['830-0017', '日吉町', 'honcho'],
  ['830-0003', '東櫛原町', 'honcho'],
  ['839-0861', '合川町', 'honcho'],
  ['839-0851', '御井町', 'honcho'],
  ['839-0863', '国分町', 'honcho'],
  ['830-0047', '津福本町', 'honcho'],
  ['830-0052', '上津町', 'honcho'],
  ['839-0814', '山川町', 'honcho'],
  ['839-0801', '宮ノ陣', 'honcho'],
  ['830-0073', '大善寺町宮本', 'honcho'],
  ['839-1233', '田主丸町田主丸', 'tanushimaru'],
  ['839-1213', '田主丸町石垣', 'tanushimaru'],
  ['830-1113', '北野町中', 'kitano'],
  ['830-1122', '北野町今山', 'kitano'],
  ['830-0207', '城島町城島', 'jojima'],
  ['830-0211', '城島町楢津', 'jojima'],
  ['830-0112', '三潴町玉満', 'mizuma'],
  ['830-0102', '三潴町田川', 'mizuma'],
];

export const HEAD = [
  '交付通知書ID',
  '氏名',
  '氏名カナ',
  '生年月日',
  '性別',
  '郵便番号',
  '住所',
  '電話番号',
  'ロット番号',
  '製造番号',
  '保管場所コード',
  '到着日',
  '有効期限',
  '通知書発送日',
  '備考',
] as const;

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789';
const two = (count: number): string => String(count).padStart(2, '0');

function noticeId(random: Random): string {
  const sign = () => LETTERS[random.below(LETTERS.length)] ?? 'A';
  return `${sign()}${sign()}${sign()}-${String(random.below(1_000_000)).padStart(6, '0')}`;
}

function birthday(random: Random, today: string): string {
  // Fewer of the very old: what a list of applications looks like.
  const age = random.chance(0.12) ? random.below(18) : 18 + Math.floor((random.next() + random.next()) * 38);
  const year = Number(today.slice(0, 4)) - age - 1;
  return addDays(`${year}-01-01`, random.below(365));
}

type CardFileOptions = {
  seed?: number;
  /** The day the list is of: cards arrived in the half year before it. */
  today: string;
  /** 令和8年11月23日 instead of 2026/11/23. */
  eraDates?: boolean;
};

/**
 * Rows of a made-up list of cards, as `jlis-assumed` describes it: one in a hundred has another person's notice ID, one in three hundred no kana,
 * one birthday has no day; old and variant kanji, 外字 and names in Latin letters occur. The same seed, count and day make the same rows.
 */
export function* cardRows(count: number, { seed = 20_261_123, today, eraDates = false }: CardFileOptions): Generator<string[]> {
  const random = seeded(seed);
  const shown = (day: string): string => (eraDates ? eraDate(day) : day.replaceAll('-', '/'));
  const ids: string[] = [];
  const used = new Set<string>();
  for (let at = 0; at < count; at += 1) {
    const birth = birthday(random, today);
    const name = personNamed(random, Number(birth.slice(0, 4)));
    let id = random.chance(0.01) && at > 0 ? (ids[random.below(ids.length)] ?? noticeId(random)) : noticeId(random);
    while (used.has(`${id}${birth}`)) id = noticeId(random);
    used.add(`${id}${birth}`);
    if (ids.length < 50_000) ids.push(id);
    const [postal, town, office] = random.pick(TOWNS);
    const daysAgo = Math.floor((1 - at / count) * 180) + random.below(3);
    const arrived = addDays(today, -daysAgo);
    const noticed = addDays(arrived, 6 + random.below(6));
    const sent = noticed < today;
    const phone = random.chance(0.35)
      ? `090-0000-${String(random.below(10_000)).padStart(4, '0')}`
      : random.chance(0.6)
        ? `0942-00-${String(random.below(10_000)).padStart(4, '0')}`
        : '';
    const expires = `${Number(arrived.slice(0, 4)) + 10}${birth.slice(4)}`.replace('-02-29', '-02-28');
    yield [
      id,
      at === 41 ? `${name.text.slice(0, 1)}\ue001　${name.text.split('　')[1] ?? ''}` : name.text,
      random.chance(1 / 300) || at === 17 ? '' : name.kana,
      at === 23 ? '昭和22年3月00日' : shown(birth),
      random.chance(0.5) ? '女' : '男',
      postal,
      `福岡県久留米市${town}${1 + random.below(1800)}番地${random.chance(0.3) ? `の${1 + random.below(30)}` : ''}`,
      phone,
      `L${arrived.slice(2, 4)}${two(Math.ceil(Number(arrived.slice(5, 7)) * 4.3))}`,
      `K${String(at + 1).padStart(7, '0')}`,
      random.chance(0.93) ? 'honcho' : office,
      shown(arrived),
      shown(expires),
      sent ? shown(noticed) : '',
      '',
    ];
  }
}

/** What the made-up list is written in. */
type Written = Extract<Encoding, 'utf-8' | 'cp932' | 'utf-16le'>;

type CardFile = CardFileOptions & { encoding?: Written; delimiter?: ',' | '\t'; bom?: boolean };

function encode(text: string, encoding: Written): Buffer {
  if (encoding === 'cp932') return encodeList(text, 'cp932').body;
  return Buffer.from(text, encoding === 'utf-16le' ? 'utf16le' : 'utf8');
}

/** Writes a made-up list of cards. UTF-8 with BOM and commas unless told otherwise. */
export async function writeCards(path: string, count: number, file: CardFile): Promise<void> {
  const { encoding = 'utf-8', delimiter = ',', bom = encoding !== 'cp932' } = file;
  function* parts(): Generator<Buffer> {
    if (bom) yield encode('\ufeff', encoding);
    let text = csvLine(HEAD.map(asIs), delimiter);
    for (const row of cardRows(count, file)) {
      text += csvLine(row.map(asIs), delimiter);
      if (text.length > 1 << 18) {
        yield encode(text, encoding);
        text = '';
      }
    }
    yield encode(text, encoding);
  }
  await pipeline(Readable.from(parts()), createWriteStream(path, { mode: 0o600 }));
}
