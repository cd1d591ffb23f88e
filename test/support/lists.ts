import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '../../src/audit/actor.ts';
import { type Profile, readProfile } from '../../src/intake/profile.ts';
import { askJudging, keepUpload } from '../../src/intake/uploads.ts';
import type { Db } from '../../src/lib/db/db.ts';
import { must } from './must.ts';

/** The profile lists of tests are read by. */
export async function listProfile(): Promise<Profile> {
  return must(await readProfile('jlis-assumed'));
}

/** Gives a list at the desk and asks for it to be judged. `rows`: notice ID, name, kana and birthday. Returns its number. */
export async function giveList(db: Db, actor: Actor, rows: readonly string[]): Promise<number> {
  const path = join(tmpdir(), `madoguchi-given-${crypto.randomUUID()}.csv`);
  await writeFile(path, ['交付通知書ID,氏名,氏名カナ,生年月日', ...rows, ''].join('\r\n'));
  const profile = await listProfile();
  const kept = must(await keepUpload(db, actor, { path, fileName: 'list.csv' }, profile).finally(() => rm(path)));
  await askJudging(db, kept, 'utf-8', profile);
  return kept;
}
