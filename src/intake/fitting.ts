import { layOut } from './columns.ts';
import type { Sample } from './matching-rows.ts';
import type { Profile } from './profile.ts';
import { rowReader } from './row.ts';

/** Whether a profile reads the rows of a list: its columns are there, and where no head names them most rows are read without a fault. */
function reads(profile: Profile, { first, head, rows }: Sample, today: string): boolean {
  if (profile.header !== (first === 'head')) return false;
  const layout = layOut(profile, head);
  if (!layout.ok) return false;
  if (profile.header) return true;
  const read = rowReader(profile, layout.value, today);
  return rows.filter((row) => 'card' in read(row)).length * 2 > rows.length;
}

/** The first profile that fits the first lines of a list. */
export const fitting = (profiles: readonly Profile[], sample: Sample, today: string): Profile | undefined =>
  profiles.find((profile) => reads(profile, sample, today));
