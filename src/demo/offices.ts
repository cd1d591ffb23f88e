import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { OFFICE_NAMES } from './office-names.ts';

/** Kurume's real offices. Telephone numbers, addresses and floors are stand-ins until the city confirms them. */
export const OFFICES = [
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

export async function putOffices(tx: Tx, since: string): Promise<void> {
  for (const [i, [code, name, address, directions, phone, storage]] of OFFICES.entries())
    await tx.run(sql`
      INSERT INTO offices.offices (id, code, name, names, address, directions, phone, is_storage, position, citizens_from, facilities)
      VALUES (${i + 1}, ${code}, ${name}, ${JSON.stringify(OFFICE_NAMES[code])}::jsonb, ${address}, ${directions}, ${phone}, ${storage}, ${i + 1}, ${since}, ${['車いす対応', 'だれでもトイレ']})`);
  await tx.run(sql`
    INSERT INTO offices.transfer_times (from_office, to_office, open_days)
    SELECT a.id, b.id, 2 FROM offices.offices a, offices.offices b WHERE a.id <> b.id AND a.is_storage`);
  await tx.run(sql`SELECT setval(pg_get_serial_sequence('offices.offices', 'id'), ${OFFICES.length})`);
}
