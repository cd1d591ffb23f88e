import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importCards } from '../../src/intake/import-cards.ts';
import { readProfile } from '../../src/intake/profile.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Db } from '../../src/lib/db/db.ts';
import { must } from '../support/must.ts';
import { STAFF } from './arena.ts';

/** A row of a list. `serial` and `phone` tell what is new; `posted`: 2026/10/08, the day its notice went out. */
export type ListRow = { notice: string; name: string; kana?: string; phone?: string; serial?: string; posted?: string };

const HEAD =
  '交付通知書ID,氏名,氏名カナ,生年月日,郵便番号,住所,電話番号,ロット番号,製造番号,保管場所コード,到着日,有効期限,通知書発送日';
const line = ({ notice, name, kana = '', phone = '', serial = '', posted = '' }: ListRow): string =>
  `${notice},${name},${kana},1947/03/08,8300022,久留米市城南町15番地3,${phone},L1,${serial},honcho,2026/10/01,,${posted}`;

/** Takes lists of cards in as staff do, out of a folder of its own. */
export async function openLists() {
  const folder = await mkdtemp(join(tmpdir(), 'madoguchi-lists-'));
  const read = must(await readProfile('jlis-assumed'));
  return {
    take: async (db: Db, rows: readonly ListRow[]) => {
      const path = join(folder, crypto.randomUUID());
      await writeFile(path, [HEAD, ...rows.map(line), ''].join('\r\n'));
      const request = { path, fileName: 'cards.csv', profile: read, rejectedPath: `${path}.rejected` };
      const taken = await importCards(db, systemClock, STAFF, request);
      await rm(path);
      return taken;
    },
    close: () => rm(folder, { recursive: true }),
  };
}
export type Lists = Awaited<ReturnType<typeof openLists>>;
