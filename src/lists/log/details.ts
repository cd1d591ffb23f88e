import type { Fact } from '../../audit/change.ts';
import { changeWords } from '../../audit/facts.ts';
import { cardNumber } from '../../cards/scan.ts';
import { longDate } from '../../lib/dates/format.ts';
import { deskMoment } from '../../lib/dates/jst.ts';
import { dayParam } from '../../lib/values/days.ts';
import { mailName } from '../../outbox/names.ts';
import { kindWords, withdrawnWords } from '../../running/kinds.ts';
import { ruleWords, verdictWords } from '../../running/rules.ts';
import { alarmFacts, alarmWords } from '../../site/alarms.ts';
import { amountOf, SETTINGS, type Setting, type SettingKey } from '../../site/settings.ts';
import { DETAILS, SCOPES, VALUES } from './detail-words.ts';
import type { AuditEvent, Names } from './event.ts';

/** As they are listed here, 前 before 後: the database keeps no order. */
const ORDER = Object.keys(DETAILS);

type Changes = Record<string, [Fact, Fact]>;
/** Entries that are days; a reason or a name is shown as it was typed, whatever it looks like. */
const DAYS = new Set(['day', 'from', 'to', 'until', 'presented', 'opens']);

/** Which entries of an act's detail are slots. */
const SLOTS: Record<string, readonly string[]> = {
  'reservation.held': ['slot'],
  'reservation.hold-taken-over': ['slot'],
  'reservation.booked': ['slot'],
  'reservation.released': ['slot'],
  'reservation.member-added': ['slot'],
  'reservation.card-joined': ['slot'],
  'reservation.member-removed': ['slot'],
  'reservation.cancelled': ['slot'],
  'reservation.kept': ['slot'],
  'reservation.kept-no-more': ['slot'],
  'reservation.needs-moving': ['slot'],
  'reservation.moved': ['from', 'to'],
};
type Said = Pick<AuditEvent, 'act' | 'detail'>;

const isSlot = ({ act }: Said, key: string): boolean => SLOTS[act]?.includes(key) ?? false;

/** The slots that a page of the log speaks of. */
export const slotsIn = (events: readonly Said[]): number[] => [
  ...new Set(
    events.flatMap((event) =>
      Object.entries(event.detail).flatMap(([key, value]) => (isSlot(event, key) && typeof value === 'number' ? [value] : [])),
    ),
  ),
];

/** The changes of a setting that is a choice, in its words instead of their numbers. */
function inWords({ detail }: Said, changes: Changes): Changes {
  const { setting } = detail;
  if (typeof setting !== 'string' || !Object.hasOwn(SETTINGS, setting)) return changes;
  const one: Setting = SETTINGS[setting as SettingKey];
  const said = (fact: Fact): Fact => (one.choices !== undefined && typeof fact === 'number' ? amountOf(one, fact) : fact);
  return Object.fromEntries(Object.entries(changes).map(([name, [before, after]]) => [name, [said(before), said(after)]]));
}

/** One entry of an act's detail, in words; what has no word of its own is shown as it is. */
function words(event: Said, names: Names, key: string, value: unknown): string {
  if (event.act === 'logs.sealed' && Array.isArray(value)) return `${value.length}件`;
  if (event.act === 'reservation.booked' && key === 'cards' && Array.isArray(value))
    return value.map((id) => cardNumber(Number(id))).join('・');
  if (Array.isArray(value)) return value.map((one) => words(event, names, key, one)).join('・');
  if (key === 'changes' && typeof value === 'object' && value !== null) return changeWords(inWords(event, value as Changes));
  if (typeof value === 'number') {
    if (key === 'account') return names.accounts.get(value) ?? String(value);
    if (isSlot(event, key)) return names.slots.get(value) ?? `枠${value}`;
  }
  if (typeof value !== 'string') return VALUES[JSON.stringify(value)] ?? JSON.stringify(value);
  if (key === 'setting' && Object.hasOwn(SETTINGS, value)) return SETTINGS[value as SettingKey].label;
  if (event.act.startsWith('running.') && key === 'kind') return kindWords(value);
  if (event.act === 'running.finding-reviewed' && key === 'rule') return ruleWords(value);
  if (key === 'since') return deskMoment(new Date(value));
  if (key === 'verdict' || (event.act === 'running.finding-reviewed' && key === 'from')) return verdictWords(value);
  if (key === 'withdrawn') return withdrawnWords(value);
  if (event.act.startsWith('mail.') && key === 'kind') return mailName(value);
  if (event.act.startsWith('card.status') && (key === 'from' || key === 'to')) return names.statuses.get(value) ?? value;
  if (event.act === 'keeping.removed' && key === 'of') return value === 'cards' ? 'カード' : '予約';
  if (key === 'scope') return SCOPES[value] ?? value;
  const day = DAYS.has(key) ? dayParam(value) : undefined;
  if (day?.ok === true) return longDate(day.value);
  return VALUES[value] ?? value;
}

/** An alarm as the desk tells it, in its first sentence, with what its numbers add. */
const alarmDetails = ({ kind, ...facts }: Record<string, unknown>): string =>
  [alarmWords(String(kind)).split('。')[0] ?? '', alarmFacts(facts)].filter((part) => part !== '').join('　');

/** What the log adds to an act, in a few words. */
export const details = ({ names, ...event }: AuditEvent): string =>
  event.act.startsWith('alarm.') ? alarmDetails(event.detail) : entriesOf(event, names);

const entriesOf = (event: Said, names: Names): string =>
  Object.entries(event.detail)
    .filter(([key, value]) => value !== null && value !== '' && (key !== 'changes' || Object.keys(value ?? {}).length > 0))
    .toSorted(([one], [other]) => ORDER.indexOf(one) - ORDER.indexOf(other))
    .map(([key, value]) => `${DETAILS[key] ?? key}：${words(event, names, key, value)}`)
    .join('　');
