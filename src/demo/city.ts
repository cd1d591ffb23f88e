import { nationalHolidays } from '../calendar/holidays.ts';
import { isYearEnd } from '../calendar/plan.ts';
import { extendHorizon } from '../closing/horizon.ts';
import { type Clock, today } from '../lib/clock.ts';
import { plainDate } from '../lib/dates/format.ts';
import { addDays } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { PapersByNeed } from '../services/needs.ts';
import { putTranslations } from './translations.ts';

/** Kurume's real offices. Telephone numbers, addresses and floors are stand-ins until the city confirms them. */
const OFFICES = [
  [
    'honcho',
    '本庁',
    '久留米市城南町15番地3　1階 マイナンバーカード窓口',
    '西鉄久留米駅からバス「久留米市役所前」下車すぐ。駐車場があります。',
    '0942-30-9000',
    true,
  ],
  [
    'tanushimaru',
    '田主丸総合支所',
    '久留米市田主丸町田主丸　1階 市民福祉課',
    'JR田主丸駅から歩いて約10分。駐車場があります。',
    '0943-00-0001',
    true,
  ],
  [
    'kitano',
    '北野総合支所',
    '久留米市北野町中　1階 市民福祉課',
    '西鉄北野駅から歩いて約5分。駐車場があります。',
    '0942-00-0002',
    true,
  ],
  [
    'jojima',
    '城島総合支所',
    '久留米市城島町楢津　1階 市民福祉課',
    'バス「城島総合支所前」下車すぐ。駐車場があります。',
    '0942-00-0003',
    true,
  ],
  [
    'mizuma',
    '三潴総合支所',
    '久留米市三潴町玉満　1階 市民福祉課',
    '西鉄三潴駅から歩いて約10分。駐車場があります。',
    '0942-00-0004',
    true,
  ],
  ['mino', '耳納市民センター', '久留米市善導寺町', 'JR善導寺駅から歩いて約15分。駐車場があります。', '0942-00-0005', false],
  ['chikuho', '筑邦市民センター', '久留米市大善寺町', '西鉄大善寺駅から歩いて約10分。駐車場があります。', '0942-00-0006', false],
  ['kamitsu', '上津市民センター', '久留米市上津町', 'バス「上津」下車、歩いて約3分。駐車場があります。', '0942-00-0007', false],
  [
    'takamure',
    '高牟礼市民センター',
    '久留米市高良内町',
    'バス「高良内」下車、歩いて約5分。駐車場があります。',
    '0942-00-0008',
    false,
  ],
  [
    'chitose',
    '千歳市民センター',
    '久留米市梅満町',
    'JR久留米駅からバス「千歳」下車、歩いて約3分。駐車場があります。',
    '0942-00-0009',
    false,
  ],
] as const;

const PICKUP = 1;
const RENEWAL = 2;

const SERVICES = [
  [
    PICKUP,
    'card-pickup',
    'マイナンバーカードの受け取り',
    true,
    [
      '交付通知書（はがき）',
      '本人確認書類（運転免許証など。ない方は健康保険の資格確認書と年金手帳など2点）',
      '通知カード（お持ちの方）',
      '住民基本台帳カード（お持ちの方）',
    ],
  ],
  [RENEWAL, 'certificate-renewal', '電子証明書の更新', false, ['マイナンバーカード', '有効期限通知書（お持ちの方）']],
] as const;

const CAUTIONS = {
  [PICKUP]: [
    ['すべての方', 'カードはご本人に直接お渡しします。予約した時間に、ご本人が来てください。', 'all', 'self'],
    [
      '15歳以上の方',
      '受け取りのときに暗証番号を決めます。4けたの数字と、6文字から16文字の英数字を考えておいてください。',
      'from-15',
    ],
    ['すべての方', '本人確認書類は、期限が切れていない原本をお持ちください。コピーでは受け取れません。'],
    ['15歳未満の方', '親権者といっしょに来てください。暗証番号は、4けたの数字を親権者が決めます。', 'under-15', 'self'],
    [
      '代理の方',
      '代理の方が来られるときは、ご本人が来られない理由の分かる書類が必要です。足りないときは、お渡しできません。ご不明な点は、予約の前にお電話ください。',
      'all',
      'proxy',
    ],
  ],
  [RENEWAL]: [
    ['すべての方', 'ご本人が来てください。いまお使いの暗証番号で手続きします。'],
    ['すべての方', '暗証番号を忘れたときは、窓口で決め直せます。運転免許証などの本人確認書類もお持ちください。'],
  ],
} as const;

/** from, to (minutes), unit, capacity, places kept for the desk, until how many open days before. */
const NOON_BREAK = (open: number, close: number, unit: number, capacity: number) => [
  [open, 720, unit, capacity, 1, 1],
  [780, close, unit, capacity, 1, 1],
];
const PATTERNS = [
  [1, '通常（本庁）', NOON_BREAK(540, 1020, 30, 6)],
  [2, '通常（支所）', NOON_BREAK(540, 990, 30, 2)],
  [3, '短縮', NOON_BREAK(600, 900, 30, 2)],
  [
    4,
    '延長',
    [
      [540, 720, 30, 6, 1, 1],
      [780, 1140, 30, 6, 1, 1],
    ],
  ],
  [5, '夜間', [[1050, 1170, 30, 4, 0, 0]]],
  [6, '休日', [[540, 720, 20, 5, 0, 0]]],
] as const;

const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5];

async function putOffices(tx: Tx, since: string): Promise<void> {
  for (const [i, [code, name, address, directions, phone, storage]] of OFFICES.entries())
    await tx.run(sql`
      INSERT INTO offices.offices (id, code, name, address, directions, phone, is_storage, position, citizens_from, facilities)
      VALUES (${i + 1}, ${code}, ${name}, ${address}, ${directions}, ${phone}, ${storage}, ${i + 1}, ${since}, ${['車いす対応', 'だれでもトイレ']})`);
  await tx.run(sql`
    INSERT INTO offices.transfer_times (from_office, to_office, open_days)
    SELECT a.id, b.id, 2 FROM offices.offices a, offices.offices b WHERE a.id <> b.id AND a.is_storage`);
  await tx.run(sql`SELECT setval(pg_get_serial_sequence('offices.offices', 'id'), ${OFFICES.length})`);
}

/** For a child under 15, beside what everyone brings. */
const BRING_UNDER_15 = [
  '親権者の本人確認書類',
  '親権者であることが分かる書類（戸籍謄本など。本籍が久留米市の方と、住民票で分かる方は不要）',
];
/** By what somebody says of how they come. */
export const BRING_NEEDS: PapersByNeed = {
  proxy: {
    add: [
      '委任状（はがきの委任のところに、ご本人が書いたもの。はがきをなくしたときは、別の紙に書いたもの）',
      '代理の方の本人確認書類（2点）',
      'ご本人の本人確認書類（2点。1点は顔写真のあるもの）',
    ],
    without: ['本人確認書類（運転免許証など。ない方は健康保険の資格確認書と年金手帳など2点）'],
  },
  'proxy-care': { add: ['診断書、障害者手帳、施設に入所していることの分かる書類など'], without: [] },
  'proxy-guardian': { add: ['登記事項証明書など、代理の権限が分かる書類'], without: [] },
  'proxy-away': { add: ['海外への滞在、長期の出張などの分かる書類'], without: [] },
  'lost-notice': {
    add: ['本人確認書類をもう1点'],
    without: ['交付通知書（はがき）'],
  },
  'lost-card': {
    add: ['紛失届（窓口で書きます）'],
    without: ['通知カード（お持ちの方）', '住民基本台帳カード（お持ちの方）'],
  },
};
const cautionsOf = (
  service: keyof typeof CAUTIONS,
): readonly (readonly [concerns: string, body: string, ages?: string, need?: string])[] => CAUTIONS[service];

async function putServices(tx: Tx): Promise<void> {
  for (const [id, code, name, needsCard, bring] of SERVICES)
    await tx.run(sql`
      INSERT INTO services.services (id, code, name, needs_card, party_max, bring, position) VALUES (${id}, ${code}, ${name}, ${needsCard}, 6, ${[...bring]}, ${id})`);
  for (const service of [PICKUP, RENEWAL] as const)
    for (const [i, [concerns, body, ages, need]] of cautionsOf(service).entries())
      await tx.run(
        sql`INSERT INTO services.cautions (service_id, concerns, body, ages, need, position) VALUES (${service}, ${concerns}, ${body}, ${ages ?? 'all'}, ${need ?? ''}, ${i})`,
      );
  await tx.run(
    sql`UPDATE services.services SET bring_under15 = ${BRING_UNDER_15}, bring_needs = ${JSON.stringify(BRING_NEEDS)}::jsonb WHERE id = ${PICKUP}`,
  );
  await tx.run(sql`UPDATE services.services SET takes_minutes = 20, takes_more = 10 WHERE id IN (${PICKUP}, ${RENEWAL})`);
  await tx.run(sql`INSERT INTO site.settings (key, value, changed_at) VALUES ('arrive-minutes', '5', lib.now())`);
  // They stood there when the bookings of the days before were made.
  await tx.run(sql`UPDATE services.caution_versions SET since = NULL`);
  await tx.run(sql`UPDATE services.bring_versions SET since = NULL`);
  await tx.run(sql`SELECT setval(pg_get_serial_sequence('services.services', 'id'), ${SERVICES.length})`);
}

async function putCalendar(tx: Tx): Promise<void> {
  for (const [id, name, bands] of PATTERNS) {
    await tx.run(sql`INSERT INTO calendar.patterns (id, name) VALUES (${id}, ${name})`);
    for (const [from, to, unit, capacity, desk, until] of bands)
      await tx.run(sql`INSERT INTO calendar.bands VALUES (${id}, ${from}, ${to}, ${unit}, ${capacity}, ${desk}, ${until})`);
  }
  await tx.run(sql`SELECT setval(pg_get_serial_sequence('calendar.patterns', 'id'), ${PATTERNS.length})`);
  for (let office = 1; office <= OFFICES.length; office += 1) {
    // 電子証明書の更新 is done at the main hall and the 総合支所.
    for (const service of office <= 5 ? [PICKUP, RENEWAL] : [PICKUP]) {
      const usual = office === 1 ? 1 : office <= 5 ? 2 : 3;
      for (const weekday of MONDAY_TO_FRIDAY)
        await tx.run(
          sql`INSERT INTO calendar.week_rules (office_id, service_id, weekday, pattern_id) VALUES (${office}, ${service}, ${weekday}, ${usual})`,
        );
      // The main hall stays open longer on Thursdays and opens on the fourth Sunday of the month.
      if (office === 1) {
        await tx.run(
          sql`UPDATE calendar.week_rules SET pattern_id = 4 WHERE office_id = 1 AND service_id = ${service} AND weekday = 4`,
        );
        await tx.run(
          sql`INSERT INTO calendar.week_rules (office_id, service_id, weekday, nth, pattern_id) VALUES (1, ${service}, 7, 4, 6)`,
        );
      }
      await tx.run(sql`
        INSERT INTO calendar.windows (office_id, service_id, audience, earliest_open_days, cutoff_minute, latest_kind, latest_days, same_day_booking, same_day_change, change_open_days, change_minute)
        VALUES (${office}, ${service}, 'citizen', 2, 1020, 'days', 60, false, false, 1, 1020),
               (${office}, ${service}, 'staff', 0, NULL, 'days', 90, true, true, 0, NULL)`);
    }
  }
}

/** On a holiday, at the weekend and at the turn of the year too the board of the day should show something: the main hall and one 総合支所 open specially. */
const OPEN_TODAY = [1, 2];
const SPECIAL = 6;

async function openToday(tx: Tx, day: string): Promise<void> {
  const date = plainDate(day);
  if (date.dayOfWeek <= 5 && !isYearEnd(date) && !nationalHolidays().has(day)) return;
  for (const office of OPEN_TODAY)
    await tx.run(sql`
      INSERT INTO calendar.overrides (office_id, service_id, day, pattern_id, reason) VALUES (${office}, ${PICKUP}, ${day}, ${SPECIAL}, '臨時開庁')`);
}

const SLOTS_PAST_DAYS = 21;

/** The made-up city before anyone comes: offices, services, hours, windows and laid-out slots from three weeks back to half a year ahead. */
export async function buildCity(tx: Tx, clock: Clock): Promise<{ slots: number }> {
  const day = today(clock).toString();
  const since = addDays(day, -SLOTS_PAST_DAYS);
  await tx.run(sql`
    UPDATE site.city SET name = '久留米市', phone = '0942-30-9000', phone_hours = '平日 午前8時30分から午後5時15分まで', postal_code = '830-8520',
      address = '福岡県久留米市城南町15番地3', sender_name = '久留米市マイナンバーカード予約'`);
  await putOffices(tx, since);
  await putServices(tx);
  await putCalendar(tx);
  await tx.run(sql`
    INSERT INTO site.notices (body, shown_from) VALUES ('カードの受け取りには予約が必要です。年末年始（12月29日から1月3日まで）はお休みです。', ${`${since}T00:00:00+09:00`})`);
  await putTranslations(tx);
  await openToday(tx, day);
  return extendHorizon(tx, clock, since);
}
