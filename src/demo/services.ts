import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { PapersByNeed } from '../services/needs.ts';

export const PICKUP = 1;
export const RENEWAL = 2;

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
    ['ご本人が来られる方', 'カードはご本人に直接お渡しします。予約した時間に、ご本人が来てください。', 'all', 'self'],
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

/** What is done at the counters: services, their cautions and papers. */
export async function putServices(tx: Tx): Promise<void> {
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
  // A counter sees to a family together: a place each would keep it from every branch. Each two more take half an hour more, as long as the minutes say.
  await tx.run(
    sql`UPDATE services.services SET takes_minutes = 20, takes_more = 10, counts = 'parties', slot_every = 2 WHERE id IN (${PICKUP}, ${RENEWAL})`,
  );
  await tx.run(
    sql`INSERT INTO site.settings (key, value, changed_at) VALUES ('arrive-minutes', '5', lib.now()), ('counter-word', '1', lib.now())`,
  );
  // They stood there when the bookings of the days before were made.
  await tx.run(sql`UPDATE services.caution_versions SET since = NULL`);
  await tx.run(sql`UPDATE services.bring_versions SET since = NULL`);
  await tx.run(sql`SELECT setval(pg_get_serial_sequence('services.services', 'id'), ${SERVICES.length})`);
}
