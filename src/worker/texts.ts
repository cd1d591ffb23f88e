import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { holdOfficeTexts } from '../offices/kept-texts.ts';
import { holdServiceTexts } from '../services/kept-texts.ts';
import { holdCautionTexts } from '../services/planned-cautions.ts';
import { holdCityTexts } from '../site/planned-city.ts';
import { holdNoticeTexts } from '../site/planned-notices.ts';
import { holdTranslation } from '../site/planned-translations.ts';

/** Whose rows have texts that are planned, by what their names begin with. */
const HOLD: Readonly<Record<string, (tx: Tx, of: string) => Promise<number>>> = {
  service: (tx, id) => holdServiceTexts(tx, Number(id)),
  papers: (tx, id) => holdServiceTexts(tx, Number(id)),
  office: (tx, id) => holdOfficeTexts(tx, Number(id)),
  caution: (tx, id) => holdCautionTexts(tx, Number(id)),
  notice: (tx, id) => holdNoticeTexts(tx, Number(id)),
  translation: holdTranslation,
  city: holdCityTexts,
};

/**
 * Puts planned texts whose time has come into their rows, a transaction a row. Returns how many plans; those that another worker or the desk put in count for
 * them. A row that cannot be written keeps no other waiting. @throws what was wrong with the first of those
 */
export async function holdTexts(db: Db): Promise<number> {
  const due = await db.rows<{ name: string }>(sql`SELECT DISTINCT name FROM site.due_texts(NULL) ORDER BY name`);
  let held = 0;
  const faults: unknown[] = [];
  for (const { name } of due) {
    const [kind = '', of = ''] = name.split('.');
    try {
      const hold = HOLD[kind];
      if (hold === undefined) throw new Error(`planned texts of ${name}: nobody holds them`);
      held += await db.transaction((tx) => hold(tx, of));
    } catch (fault) {
      faults.push(fault);
    }
  }
  if (faults.length > 0) throw faults[0];
  return held;
}
