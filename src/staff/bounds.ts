import type { Right } from './rights.ts';

/** An office an account is bound to. */
export type Bound = { id: number; code: string; name: string };
/** The offices an account acts for; null: the whole city. Never empty. */
export type Bounds = readonly Bound[] | null;

/** Rights that are of the whole city: nothing of what they allow is of one office. An account that is bound has none of them, whatever its roles say. */
const WHOLE_CITY: readonly Right[] = [
  'settings.security',
  'accounts.manage',
  'cards.destroy',
  'cards.keep',
  'intake.take',
  'intake.decide',
  'mails.see',
  'mails.mailing',
  'mails.retry',
  'alarms.see',
  'running.see',
  'running.write',
  'audit.see',
];

/** Of rights by roles those an account has that is bound so. */
export const rightsWithin = (bounds: Bounds, rights: readonly Right[]): Right[] =>
  rights.filter((right) => bounds === null || !WHOLE_CITY.includes(right));

/** Whether an account acts for an office. */
export const isOwn = ({ bounds }: { bounds: Bounds }, officeId: number | null): boolean =>
  bounds === null || bounds.some(({ id }) => id === officeId);

/** Whether it acts for each of them. */
export const isAllOwn = (session: { bounds: Bounds }, officeIds: readonly number[]): boolean =>
  officeIds.every((id) => isOwn(session, id));

/** Of offices those an account acts for: what its pages offer. */
export const ownAmong = <T extends { id: number }>(session: { bounds: Bounds }, offices: readonly T[]): T[] =>
  offices.filter(({ id }) => isOwn(session, id));

/** The office an account works at: where it is bound, one of those. */
export const workplace = (bounds: Bounds, officeId: number | null): number | null =>
  bounds === null || isOwn({ bounds }, officeId) ? officeId : (bounds[0]?.id ?? officeId);
