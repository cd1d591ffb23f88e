import type { FormerMember, FormerRow } from './row.ts';

/** A visit of a file: its party, or what is wrong with it. */
export type FormerVisit = { line: number; number: string } & (
  | { problem: string }
  | (Omit<FormerRow, 'member'> & { members: FormerMember[] })
);

const MOST = 6;
/** Who it is, however the name is written. */
const identity = (member: FormerMember): string =>
  'notice_id' in member ? JSON.stringify([member.notice_id, member.birth_date, member.name_key]) : JSON.stringify(member);
const sameVisit = (one: FormerRow, other: FormerRow): boolean =>
  one.officeId === other.officeId &&
  one.serviceId === other.serviceId &&
  one.day === other.day &&
  one.startMinute === other.startMinute;

/** Joins rows of one number to visits, in the order of the file. Somebody in two visits of one service is refused in the second (§8(3)⑫). */
export function formerVisits(
  rows: readonly ({ row: FormerRow } | { line: number; number: string; problem: string })[],
): FormerVisit[] {
  const visits = new Map<string, FormerVisit>();
  const coming = new Map<string, string>();
  for (const read of rows) {
    const at = 'row' in read ? read.row : read;
    // A row without a number is a visit of its own that cannot be taken.
    const key = at.number === '' ? `\0${at.line}` : at.number;
    const before = visits.get(key);
    if ('problem' in read || (before !== undefined && 'problem' in before)) {
      const said = [
        before !== undefined && 'problem' in before ? before.problem : '',
        'problem' in read ? `${read.line}行目 ${read.problem}` : '',
      ];
      visits.set(key, {
        line: before?.line ?? at.line,
        number: at.number,
        problem: said.filter((words) => words !== '').join('／'),
      });
      continue;
    }
    const { member, ...row } = read.row;
    const who = `${row.serviceId}|${identity(member)}`;
    const elsewhere = coming.get(who);
    const refuse = (problem: string): void => {
      visits.set(key, { line: before?.line ?? row.line, number: row.number, problem: `${row.line}行目 ${problem}` });
    };
    if (elsewhere === key) refuse('同じ方が2行あります');
    else if (elsewhere !== undefined) refuse(`同じ方が、予約番号 ${elsewhere} にもあります`);
    else if (before === undefined) visits.set(key, { ...row, members: [member] });
    else if (!sameVisit({ ...before, member }, read.row)) refuse('同じ予約番号の行で、交付場所か日時が違います');
    else if (before.members.length >= MOST) refuse(`1つの予約は${MOST}人までです`);
    else before.members.push(member);
    coming.set(who, elsewhere ?? key);
  }
  return [...visits.values()];
}
